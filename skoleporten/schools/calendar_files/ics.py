"""iCalendar (.ics): one event a line, all-day events with ranges."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from skoleporten.rules.errors import Place, RefusedError
from skoleporten.schools.calendar_files.draft import MOST_LINES, Draft, Line, LineKind, Problem
from skoleporten.schools.calendar_files.titles import kind_of

OSLO = ZoneInfo("Europe/Oslo")
_KIND_PROPERTY = "X-SKOLEPORTEN-KIND"


def read(content: bytes, file: str) -> Draft:
    lines: list[Line] = []
    problems: list[Problem] = []
    for number, event in enumerate(_events(content, file), start=1):
        outcome = _line(event, number)
        if isinstance(outcome, Line):
            lines.append(outcome)
        elif outcome is not None:
            problems.append(outcome)
    return Draft(lines=tuple(lines), problems=tuple(problems))


def write(lines: Iterable[tuple[str, Line]], *, name: str, now: datetime) -> bytes:
    """`lines` are pairs of a lasting id and a line; the same ids let a subscriber's calendar replace its events."""
    calendar = Calendar()
    calendar.add("prodid", "-//Skoleporten//skolerute//NO")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    for uid, line in lines:
        calendar.add_component(_event(uid, line, now))
    return bytes(calendar.to_ical())


def _event(uid: str, line: Line, now: datetime) -> Event:
    event = Event()
    event.add("uid", f"{uid}@skoleporten")
    event.add("dtstamp", now.astimezone(UTC))
    event.add("dtstart", line.first_date)
    event.add("dtend", line.last_date + timedelta(1))
    event.add("summary", line.name)
    event.add(_KIND_PROPERTY, line.kind.value)
    event.add("transp", "TRANSPARENT")
    return event


def _events(content: bytes, file: str) -> list[Any]:
    try:
        calendars = Calendar.from_ical(content, multiple=True)
    except (ValueError, KeyError, IndexError) as error:
        raise RefusedError(
            _("The file could not be read as a calendar."),
            place=Place(file=file),
            do=_("Export it again as iCalendar (.ics), or use CSV."),
        ) from error
    events = [event for calendar in calendars for event in calendar.walk("VEVENT")]
    if not events:
        raise RefusedError(
            _("The calendar has no events."),
            place=Place(file=file),
            do=_("Check that the right calendar was exported."),
        )
    if len(events) > MOST_LINES:
        raise RefusedError(
            _("The calendar has %(number)d events, more than a school calendar has.") % {"number": len(events)},
            place=Place(file=file),
            do=_("Export only the school calendar (at most %(most)d events).") % {"most": MOST_LINES},
        )
    return events


def _line(event: Any, number: int) -> Line | Problem | None:
    title = " ".join(str(event.get("summary", "")).split())[:120]
    if str(event.get("status", "")).upper() == "CANCELLED":
        return None
    if "rrule" in event:
        return Problem(number, title, _("The event repeats."), _("Add its days one by one."))
    try:
        first, last = _dates(event)
    except (KeyError, TypeError, ValueError, AttributeError):
        return Problem(
            number, title, _("The event has no date that can be read."), _("Give it a date, or add it by hand.")
        )
    if last < first:
        return Problem(number, title, _("The event ends before it begins."), _("Correct the dates, or add it by hand."))
    return Line(first, last, _kind(event, title), title)


def _kind(event: Any, title: str) -> LineKind:
    stated = str(event.get(_KIND_PROPERTY, ""))
    return LineKind(stated) if stated in set(LineKind) else kind_of(title)


def _dates(event: Any) -> tuple[date, date]:
    """First and last day, both inclusive; DTEND is exclusive, for whole days and midnight alike (RFC 5545, 3.6.1)."""
    start = event["dtstart"].dt
    first = _school_date(start)
    end = event["dtend"].dt if "dtend" in event else start + event["duration"].dt if "duration" in event else start
    return first, first if end == start else _last_date(end)


def _last_date(end: date) -> date:
    if not isinstance(end, datetime):
        return end - timedelta(1)
    local = end.astimezone(OSLO) if end.tzinfo else end
    return local.date() - timedelta(1) if local.time() == time(0) else local.date()


def _school_date(moment: date) -> date:
    """The date in Norway; a floating time is taken as local."""
    if not isinstance(moment, datetime):
        return moment
    return moment.astimezone(OSLO).date() if moment.tzinfo else moment.date()
