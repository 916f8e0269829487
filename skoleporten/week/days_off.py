"""Days without pupils in a span, and the lines of the skolerute that say so."""

from __future__ import annotations

import datetime as dt

from skoleporten.meetings.calendar import Calendar
from skoleporten.rules.calendar import dates_between
from skoleporten.rules.rhythm import Off
from skoleporten.rules.timetable import SCHOOL_WEEK
from skoleporten.schools.models import CalendarEntry


def days_off(first: dt.date, last: dt.date) -> dict[dt.date, Off]:
    """Of Monday to Friday, both days included. On a planning day the staff are at work, without the ordinary week."""
    calendar = Calendar(first, last)
    weekdays = (day for day in dates_between(first, last) if day.weekday() in SCHOOL_WEEK)
    return {day: off for day in weekdays if (off := calendar.why_off(day))}


def lines_of_the_skolerute(first: dt.date, last: dt.date) -> list[CalendarEntry]:
    """Of the whole municipality, those that take pupils out, each as it was entered."""
    rows = CalendarEntry.objects.filter(school__isnull=True, first_date__lte=last, last_date__gte=first)
    return list(rows.exclude(kind=CalendarEntry.Kind.SCHOOL_DAY))
