"""The calendars that leave here: a member's own feed and the programme's export. Two years, and nothing of a child."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Count, Max
from django.utils.translation import gettext as _
from django.utils.translation import override

from skoleporten.access import languages
from skoleporten.access.actor import Actor
from skoleporten.access.models import Role
from skoleporten.meetings import queries
from skoleporten.meetings.models import Meeting, MeetingKind, Participant
from skoleporten.rig.models import Room
from skoleporten.rules.calendar import dates_between, months_before, previous_term
from skoleporten.rules.ics import Attendee, Calendar, Event, written
from skoleporten.schools.models import CalendarEntry
from skoleporten.week.days_off import days_off, lines_of_the_skolerute
from skoleporten.week.models import Entry, Feed
from skoleporten.week.models.entries import SEE_THE_WEEK
from skoleporten.week.titles import neutral

PRODID = "-//Skoleporten//week//EN"
ASKED_AGAIN = dt.timedelta(hours=1)
YEARS = 2
COLUMNS = (
    "pk", "public_id", "kind_id", "date", "starts", "ends", "state", "version", "changed_at", "booking__room_id",
)  # fmt: skip


def span(today: dt.date) -> tuple[dt.date, dt.date]:
    """Two years from the beginning of the term before. It moves twice a year, so the calendar changes no oftener."""
    first, _last = previous_term(today)
    return first, months_before(first, -12 * YEARS) - dt.timedelta(days=1)


@dataclass(frozen=True)
class Said:
    """What may be said of the kinds of meetings and the rooms, by key; and of the lines of the week, by name."""

    kinds: Mapping[int, str]
    rooms: Mapping[int, str]
    names: frozenset[str]

    @classmethod
    def of(cls, entries: Iterable[Entry], lines: Iterable[CalendarEntry]) -> Said:
        kinds = {kind.pk: kind.name for kind in MeetingKind.objects.all()}
        rooms = {room.pk: room.name for room in Room.objects.all()}
        names = neutral([*kinds.values(), *rooms.values(), *(one.name for one in entries), *map(str, lines)])
        return cls(
            {key: name for key, name in kinds.items() if name in names},
            {key: name for key, name in rooms.items() if name in names},
            names,
        )


def of_feed(feed: Feed, today: dt.date) -> bytes:
    """The meetings that the person is asked to; of the week itself what her role sees of it."""
    first, last = span(today)
    asked = Participant.objects.filter(user=feed.user_id, is_left_out=False)
    # Asked in one, PostgreSQL joins them one by one until it has counted the tables.
    keys = frozenset(asked.order_by().values_list("meeting", flat=True))
    rows = (row for row in _rows(queries.meetings_between(first, last)) if row[0] in keys)
    with override(languages.of(feed.user)):
        return _written(rows, first, last, _("Skoleporten, my meetings"), has_week=feed.role != Role.SPECIALIST)


def of_programme(actor: Actor, today: dt.date) -> bytes:
    """What the week's page shows, in the language that is read in."""
    first, last = span(today)
    rows = _rows(queries.meetings_between(first, last).visible_to(actor, today))
    return _written(rows, first, last, _("Skoleporten, the week"), has_week=actor.role in SEE_THE_WEEK)


def _written(meetings: Iterable[tuple[Any, ...]], first: dt.date, last: dt.date, name: str, *, has_week: bool) -> bytes:
    entries = list(Entry.objects.placed()) if has_week else []
    lines = lines_of_the_skolerute(first, last) if has_week else []
    said = Said.of(entries, lines)
    events = [*_meetings(meetings, said), *_entries(entries, first, last, said), *_skolerute(lines, said)]
    return written(Calendar(PRODID, events, method="PUBLISH", name=name, asked_again=ASKED_AGAIN))


def _rows(meetings: Any) -> Iterable[tuple[Any, ...]]:
    """A meeting that a change of the rhythm took away leaves; one that was called off stays, and says so."""
    standing: Iterable[tuple[Any, ...]] = (
        meetings.exclude(because=Meeting.Because.RHYTHM).select_related(None).values_list(*COLUMNS)
    )
    return standing


def _meetings(rows: Iterable[tuple[Any, ...]], said: Said) -> Iterator[Event]:
    """A place in words stays here: somebody wrote it for one meeting."""
    fixed, unnamed, address = _fixed(), _("Meeting"), f"{settings.OWN_ADDRESS}/meetings/"
    for _key, key, kind, date, starts, ends, state, version, changed_at, room in rows:
        uid = str(key)
        yield Event(
            uid=uid,
            starts=dt.datetime.combine(date, starts),
            ends=dt.datetime.combine(date, ends),
            title=said.kinds.get(kind, unnamed),
            changed_at=changed_at,
            sequence=version - 1,
            is_cancelled=state == Meeting.State.CANCELLED,
            place=said.rooms.get(room, ""),
            url=f"{address}{uid}/",
            **fixed,
        )


def _entries(entries: Sequence[Entry], first: dt.date, last: dt.date, said: Said) -> Iterator[Event]:
    """On the days of the span that are not off; nothing of one that has no such day."""
    off = days_off(first, last) if entries else {}
    days = [(day, day.weekday()) for day in dates_between(first, last)]
    for entry in entries:
        chosen = frozenset(entry.days)
        on = [day for day, weekday in days if weekday in chosen]
        held = [day for day in on if day not in off]
        if held:
            yield _entry(entry, held, [day for day in on if day in off], said)


def _entry(entry: Entry, held: Sequence[dt.date], off: Iterable[dt.date], said: Said) -> Event:
    return Event(
        uid=str(entry.public_id),
        starts=dt.datetime.combine(held[0], entry.starts),
        ends=dt.datetime.combine(held[0], entry.ends),
        title=entry.name if entry.name in said.names else _("Taken"),
        changed_at=entry.changed_at,
        sequence=entry.version - 1,
        weekdays=entry.days,
        until=held[-1],
        but_not=tuple(day for day in off if held[0] < day < held[-1]),
        **_fixed(),
    )


def _skolerute(lines: Sequence[CalendarEntry], said: Said) -> Iterator[Event]:
    """Days without pupils, as the municipality has entered them. Public holidays a calendar program knows itself."""
    changes = _changes(lines)
    for row in lines:
        never = dt.datetime.combine(row.first_date, dt.time(0), dt.UTC)
        at, number = changes.get(row.pk, (never, 1))
        yield Event(
            uid=str(row.public_id),
            starts=row.first_date,
            ends=row.last_date,
            title=str(row) if str(row) in said.names else str(row.get_kind_display()),
            changed_at=at,
            sequence=number - 1,
            takes_time=False,
            **_fixed(),
        )


def _changes(lines: Sequence[CalendarEntry]) -> dict[int, tuple[dt.datetime, int]]:
    """When each was last changed, and how often it was written."""
    rows = CalendarEntry.history.filter(id__in=[line.pk for line in lines]).order_by().values_list("id")
    counted = rows.annotate(at=Max("history_date"), number=Count("history_id"))
    return {key: (at, number) for key, at, number in counted}


def _fixed() -> dict[str, Any]:
    """What all of them have in common. Others who see her calendar see that she is taken, and no more."""
    sender = settings.DEFAULT_FROM_EMAIL.rpartition("<")[2].strip("> ")
    return {"is_private": True, "categories": ("Skoleporten",), "organizer": Attendee(sender)}
