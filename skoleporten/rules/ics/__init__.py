"""Calendars as other programs read them (RFC 5545): events in local time, the same bytes for the same events."""

from skoleporten.rules.ics.events import Attendee, Calendar, Event, written
from skoleporten.rules.ics.lines import LONGEST_LINE, escaped, folded, parameter
from skoleporten.rules.ics.oslo import OSLO, TZID, VTIMEZONE

__all__ = [
    "LONGEST_LINE",
    "OSLO",
    "TZID",
    "VTIMEZONE",
    "Attendee",
    "Calendar",
    "Event",
    "escaped",
    "folded",
    "parameter",
    "written",
]
