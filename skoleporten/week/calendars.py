"""The calendars that leave here: a member's own feed and the programme's export. Two years, and nothing of a child."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from django.conf import settings
from django.db.models import Count, Max
from django.utils.translation import gettext as _
from django.utils.translation import override

from skoleporten.access.actor import Actor
from skoleporten.access.models import Role
from skoleporten.meetings import queries
from skoleporten.meetings.models import Meeting, MeetingKind
from skoleporten.rig.models import Room
from skoleporten.rules.calendar import months_before, previous_term
from skoleporten.rules.ics import Attendee, Calendar, Event, written
from skoleporten.schools.models import CalendarEntry
from skoleporten.week.days_off import days_off, lines_of_the_skolerute
from skoleporten.week.models import Entry, Feed
from skoleporten.week.titles import Neutral, neutral

PRODID = "-//Skoleporten//week//EN"
ASKED_AGAIN = dt.timedelta(hours=1)
YEARS = 2
COLUMNS = (
    "public_id", "kind_id", "date", "starts", "ends", "state", "version", "changed_at", "booking__room_id",
)  # fmt: skip


def span(today: dt.date) -> tuple[dt.date, dt.date]:
    """Two years from the beginning of the term before. It moves twice a year, so the calendar changes no oftener."""
    first, _last = previous_term(today)
    return first, months_before(first, -12 * YEARS) - dt.timedelta(days=1)


def of_feed(feed: Feed, today: dt.date) -> bytes:
    """The meetings that the person is asked to; of the week itself what her role sees of it."""
    first, last = span(today)
    with override(feed.user.language):
        say = neutral()
        events = list(_meetings(queries.meetings_of(feed.user_id, first, last), say))
        if feed.role != Role.SPECIALIST:
            events += _of_the_week(first, last, say)
        return _written(events, _("Skoleporten, my meetings"))


def of_programme(actor: Actor, today: dt.date) -> bytes:
    """What the week's page shows, in the language that is read in."""
    first, last = span(today)
    say = neutral()
    rows = queries.meetings_between(first, last).visible_to(actor, today)
    return _written([*_meetings(rows, say), *_of_the_week(first, last, say)], _("Skoleporten, the week"))


def _written(events: Iterable[Event], name: str) -> bytes:
    calendar = Calendar(PRODID, list(events), method="PUBLISH", name=name, asked_again=ASKED_AGAIN)
    return written(calendar)


def _meetings(rows: Any, say: Neutral) -> Iterator[Event]:
    """A meeting that a change of the rhythm took away leaves; one that was called off says so. A place in words stays
    here: somebody wrote it for one meeting.
    """
    kinds, rooms = MeetingKind.objects.in_bulk(), Room.objects.in_bulk()
    standing = rows.exclude(because=Meeting.Because.RHYTHM).select_related(None)
    fixed = _fixed()
    for key, kind, date, starts, ends, state, version, changed_at, room in standing.values_list(*COLUMNS):
        yield Event(
            uid=str(key),
            starts=dt.datetime.combine(date, starts),
            ends=dt.datetime.combine(date, ends),
            title=say(kinds[kind].name if kind else "", _("Meeting")),
            changed_at=changed_at,
            sequence=version - 1,
            is_cancelled=state == Meeting.State.CANCELLED,
            place=say(rooms[room].name, "") if room else "",
            url=f"{settings.OWN_ADDRESS}/meetings/{key}/",
            **fixed,
        )


def _of_the_week(first: dt.date, last: dt.date, say: Neutral) -> Iterator[Event]:
    off = days_off(first, last)
    for entry in Entry.objects.placed():
        if event := _entry(entry, first, last, off, say):
            yield event
    yield from _skolerute(first, last, say)


def _entry(entry: Entry, first: dt.date, last: dt.date, off: Collection[dt.date], say: Neutral) -> Event | None:
    """None where it stands on no day of the span."""
    days = [first + dt.timedelta(days=number) for number in range((last - first).days + 1)]
    on = [day for day in days if entry.is_on(day)]
    held = [day for day in on if day not in off]
    if not held:
        return None
    return Event(
        uid=str(entry.public_id),
        starts=dt.datetime.combine(held[0], entry.starts),
        ends=dt.datetime.combine(held[0], entry.ends),
        title=say(entry.name, _("Taken")),
        changed_at=entry.changed_at,
        sequence=entry.version - 1,
        weekdays=entry.days,
        until=held[-1],
        but_not=tuple(day for day in on if day in off and held[0] < day < held[-1]),
        **_fixed(),
    )


def _skolerute(first: dt.date, last: dt.date, say: Neutral) -> Iterator[Event]:
    """Days without pupils, as the municipality has entered them. Public holidays a calendar program knows itself."""
    changes = {
        key: (at, number)
        for key, at, number in CalendarEntry.history.filter(school__isnull=True)
        .order_by()
        .values_list("id")
        .annotate(at=Max("history_date"), number=Count("history_id"))
    }
    for row in lines_of_the_skolerute(first, last):
        never = dt.datetime.combine(row.first_date, dt.time(0), dt.UTC)
        at, number = changes.get(row.pk, (never, 1))
        yield Event(
            uid=str(row.public_id),
            starts=row.first_date,
            ends=row.last_date,
            title=say(str(row), str(row.get_kind_display())),
            changed_at=at,
            sequence=number - 1,
            takes_time=False,
            **_fixed(),
        )


def _fixed() -> dict[str, Any]:
    """What all of them have in common. Others who see her calendar see that she is taken, and no more."""
    sender = settings.DEFAULT_FROM_EMAIL.rpartition("<")[2].strip("> ")
    return {"is_private": True, "categories": ("Skoleporten",), "organizer": Attendee(sender)}
