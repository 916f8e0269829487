"""Marks, as they come from a device, and what a test says of them."""

from __future__ import annotations

import datetime as dt
import uuid
from zoneinfo import ZoneInfo

from skoleporten.access.actor import Actor
from skoleporten.cases.models import Case
from skoleporten.plans.models import PlanPart, PlanStep
from skoleporten.presence.models import PresenceDay
from skoleporten.presence.receiving import receive_one
from skoleporten.presence.sent import Answer, Sent
from skoleporten.rules.presence import Kind

OSLO = ZoneInfo("Europe/Oslo")
# A Monday in term.
MONDAY = dt.date(2026, 11, 23)


def at(clock: str, day: dt.date = MONDAY) -> dt.datetime:
    """`clock` as it is said: 08.30."""
    return dt.datetime.combine(day, dt.time.fromisoformat(clock.replace(".", ":")), OSLO).astimezone(dt.UTC)


def make_sent(case: Case, kind: str = "arrived", when: dt.datetime | None = None, **fields) -> Sent:
    """From a form: with `sent_at` it is from a device."""
    return Sent(**{"id": uuid.uuid4(), "case": case.public_id, "kind": Kind(kind), "at": when} | fields)


def mark(by: Actor, case: Case, kind: str, when: dt.datetime, now: dt.datetime | None = None, **fields) -> Answer:
    """Marked at `when`, and taken in at once unless `now` says otherwise."""
    return receive_one(by=by, sent=make_sent(case, kind, when, **fields), now=now or when)


def day_of(case: Case, day: dt.date = MONDAY) -> PresenceDay | None:
    return PresenceDay.objects.filter(case=case, day=day).first()


def make_plan(
    case: Case, minutes: int = 30, *, starts: str = "08.30", place: str = "skoleporten", **fields
) -> PlanStep:
    """Every weekday alike, from long ago on; 0 minutes is an agreed pause. Rows, as most tests need no more."""
    defaults = {
        "starts_on": dt.date(2025, 8, 18), "what_changes": "minutes", "is_pause": minutes == 0,
        "written_at": dt.datetime(2025, 8, 1, tzinfo=dt.UTC), "written_by": case.owner, "client_id": uuid.uuid4(),
    }  # fmt: skip
    step = PlanStep.objects.create(case=case, **defaults | fields)
    if minutes:
        for weekday in range(5):
            add_part(step, weekday, minutes, starts=starts, place=place)
    return step


def add_part(step: PlanStep, weekday: int, minutes: int, *, starts: str, place: str, number: int = 1) -> PlanPart:
    return PlanPart.objects.create(
        step=step, weekday=weekday, number=number, minutes=minutes, place=place,
        starts=dt.time.fromisoformat(starts.replace(".", ":")),
    )  # fmt: skip
