"""Fills a database with two years of meetings, and asks for the calendar of one who is asked to them all."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from skoleporten.access.models import User
    from skoleporten.meetings.models import Meeting, MeetingKind

PUPILS = 300
CODES = ("coordination", "guidance", "intake", "development")


def fill(today: dt.date) -> User:
    """A morning talk each school day and four other kinds, three entries, two school years and three hundred pupils."""
    from skoleporten.meetings.models import MeetingKind
    from skoleporten.meetings.shipping import ship as ship_kinds
    from skoleporten.people.models import Pupil
    from skoleporten.week.calendars import span
    from skoleporten.week.entries import ship as ship_entries
    from skoleporten.week.models import Entry
    from tests.factories import make_school_year
    from tests.intake_factories import make_intake, make_team_member

    ship_kinds()
    ship_entries()
    Entry.objects.update(weekdays="024")
    first, last = span(today)
    for year in range(first.year - 1, last.year + 1):
        holidays = make_school_year(year).entries
        holidays.create(
            first_date=dt.date(year, 12, 21), last_date=dt.date(year + 1, 1, 2), kind="free", name="Juleferie"
        )
        holidays.create(first_date=dt.date(year, 10, 5), last_date=dt.date(year, 10, 9), kind="free", name="Høstferie")
    member = make_team_member("medlem")
    for number in range(PUPILS):
        make_intake(Pupil.objects.create(source_id=f"b{number}", given_name=f"Navn{number}", family_name="Etternavn"))
    kinds = MeetingKind.objects.in_bulk(field_name="code")
    meet(member, list(meetings(kinds, first, last)))
    return member


def meetings(kinds: dict[str, MeetingKind], first: dt.date, last: dt.date) -> Iterator[Meeting]:
    days = [first + dt.timedelta(days=number) for number in range((last - first).days + 1)]
    for day in days:
        if day.weekday() < 5 and day.month != 7:
            yield meeting(kinds["morning_talk"], day, 8)
        if day.weekday() < len(CODES) and day.month != 7:
            yield meeting(kinds[CODES[day.weekday()]], day, 14)


def meeting(kind: MeetingKind, day: dt.date, hour: int) -> Meeting:
    from skoleporten.meetings.models import Meeting

    return Meeting(
        kind=kind, date=day, slot=day, starts=dt.time(hour, 20), ends=dt.time(hour, 50), client_id=uuid.uuid4()
    )


def meet(member: User, rows: list[Meeting]) -> None:
    from skoleporten.meetings.models import Meeting, Participant

    made = Meeting.objects.bulk_create(rows)
    Participant.objects.bulk_create(Participant(meeting=one, user=member) for one in made)


def main() -> None:
    from skoleporten.cli.database import ready

    ready()
    from django.db import transaction
    from django.test import Client
    from django.utils import timezone

    from benchmarks.municipality_once import medians_of, signed_in
    from tests.week_factories import make_feed

    with transaction.atomic():
        member = fill(timezone.localdate())
    _feed, address = make_feed(member)
    outside = Client(HTTP_HOST="localhost")
    first = outside.get(address)
    taken = medians_of(outside, "feed", address)
    if outside.get(address).content != first.content or outside.get(address)["ETag"] != first["ETag"]:
        raise RuntimeError("The calendar is not the same when nothing has changed.")
    inside = signed_in(member)
    taken |= medians_of(inside, "export", "/week/calendar.ics") | medians_of(inside, "week", "/week/")
    events = first.content.count(b"BEGIN:VEVENT")
    print(json.dumps({name: round(value, 2) for name, value in (taken | {"events": events}).items()}))


if __name__ == "__main__":
    main()
