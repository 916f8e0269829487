"""Events and the calendar round them. The time is in nothing but what is given, so that the bytes stay the same."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from skoleporten.rules.ics.lines import all_folded, escaped, parameter
from skoleporten.rules.ics.oslo import OSLO, TZID, VTIMEZONE

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
CANCEL = "CANCEL"


@dataclass(frozen=True)
class Attendee:
    """`name` may be empty. Nobody is asked for an answer."""

    email: str
    name: str = ""


class Event(NamedTuple):
    """`starts` and `ends` are local in Oslo, without a zone; two dates make it of whole days, the last one included.

    `weekdays` (0 = Monday) repeat it each week until the day `until`, but not on the dates of `but_not`. It starts on
    the first of them. `changed_at` is an instant with a zone, and all that is known of when it was written.
    """

    uid: str
    starts: dt.datetime | dt.date
    ends: dt.datetime | dt.date
    title: str
    changed_at: dt.datetime
    sequence: int = 0
    is_cancelled: bool = False
    is_private: bool = False
    takes_time: bool = True
    place: str = ""
    words: str = ""
    url: str = ""
    categories: tuple[str, ...] = ()
    weekdays: tuple[int, ...] = ()
    until: dt.date | None = None
    but_not: tuple[dt.date, ...] = ()
    organizer: Attendee | None = None
    attendees: tuple[Attendee, ...] = ()


@dataclass(frozen=True)
class Calendar:
    """`method` is empty, PUBLISH, REQUEST or CANCEL (RFC 5546). `asked_again`: how often a program should ask."""

    prodid: str
    events: Sequence[Event]
    method: str = ""
    name: str = ""
    words: str = ""
    asked_again: dt.timedelta | None = None


def written(calendar: Calendar) -> bytes:
    """In UTF-8, with the lines' ends that the standard wants. Its events stand in the order they are given."""
    timed = any(isinstance(event.starts, dt.datetime) for event in calendar.events)
    head = all_folded(list(_head(calendar)))
    body = "".join(all_folded(list(_event(event, calendar.method))) for event in calendar.events)
    return (head + (VTIMEZONE if timed else "") + body + "END:VCALENDAR\r\n").encode()


def _head(calendar: Calendar) -> Iterator[str]:
    yield "BEGIN:VCALENDAR"
    yield "VERSION:2.0"
    yield f"PRODID:{escaped(calendar.prodid)}"
    yield "CALSCALE:GREGORIAN"
    if calendar.method:
        yield f"METHOD:{calendar.method}"
    if calendar.name:  # the standard's own (RFC 7986), and what Outlook, Google and Apple read
        yield f"NAME:{escaped(calendar.name)}"
        yield f"X-WR-CALNAME:{escaped(calendar.name)}"
        yield f"X-WR-TIMEZONE:{TZID}"
    if calendar.words:
        yield f"DESCRIPTION:{escaped(calendar.words)}"
        yield f"X-WR-CALDESC:{escaped(calendar.words)}"
    if calendar.asked_again:
        lasts = f"PT{int(calendar.asked_again.total_seconds() // 60)}M"
        yield f"REFRESH-INTERVAL;VALUE=DURATION:{lasts}"
        yield f"X-PUBLISHED-TTL:{lasts}"


def _event(event: Event, method: str) -> Iterator[str]:
    changed = _instant(event.changed_at)
    yield "BEGIN:VEVENT"
    yield f"UID:{escaped(event.uid)}"
    yield f"DTSTAMP:{changed}"
    yield from _times(event)
    yield f"SUMMARY:{escaped(event.title)}"
    yield f"SEQUENCE:{event.sequence}"
    yield f"LAST-MODIFIED:{changed}"
    yield f"STATUS:{'CANCELLED' if event.is_cancelled or method == CANCEL else 'CONFIRMED'}"
    yield f"TRANSP:{'OPAQUE' if event.takes_time and not event.is_cancelled else 'TRANSPARENT'}"
    if event.is_private:
        yield "CLASS:PRIVATE"
    if event.categories:
        yield "CATEGORIES:" + ",".join(escaped(one) for one in event.categories)
    for name, value in (("LOCATION", event.place), ("DESCRIPTION", event.words)):
        if value:
            yield f"{name}:{escaped(value)}"
    if event.url:
        yield f"URL:{event.url}"
    yield from _people(event)
    yield "END:VEVENT"


def _times(event: Event) -> Iterator[str]:
    if not isinstance(event.starts, dt.datetime) or not isinstance(event.ends, dt.datetime):
        yield f"DTSTART;VALUE=DATE:{event.starts:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{event.ends + dt.timedelta(days=1):%Y%m%d}"
        return
    yield f"DTSTART;TZID={TZID}:{_local(event.starts)}"
    yield f"DTEND;TZID={TZID}:{_local(event.ends)}"
    if event.weekdays:
        days = ",".join(WEEKDAYS[day] for day in event.weekdays)
        until = f";UNTIL={_instant(_end_of(event.until))}" if event.until else ""
        yield f"RRULE:FREQ=WEEKLY{until};BYDAY={days}"
        if event.but_not:
            dates = (dt.datetime.combine(date, event.starts.time()) for date in event.but_not)
            yield f"EXDATE;TZID={TZID}:" + ",".join(map(_local, dates))


def _people(event: Event) -> Iterator[str]:
    if event.organizer:
        yield f"ORGANIZER{_named(event.organizer)}:mailto:{event.organizer.email}"
    for one in event.attendees:
        role = ";CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=FALSE"
        yield f"ATTENDEE{role}{_named(one)}:mailto:{one.email}"


def _named(one: Attendee) -> str:
    return f";CN={parameter(one.name)}" if one.name else ""


def _end_of(day: dt.date) -> dt.datetime:
    """The last second of the day in Oslo: where the times have a zone, an end must be in UTC (RFC 5545, 3.3.10)."""
    return dt.datetime.combine(day, dt.time(23, 59, 59), OSLO)


def _instant(at: dt.datetime) -> str:
    return _local(at.astimezone(dt.UTC).replace(tzinfo=None)) + "Z"


def _local(at: dt.datetime) -> str:
    """«20270105T143000»; strftime takes three times as long."""
    return at.isoformat(timespec="seconds").replace("-", "").replace(":", "")
