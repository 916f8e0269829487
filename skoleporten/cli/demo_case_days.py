"""The demo's days: when each pupil came and went, marked as at the door. Some days nobody marked anything."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from typing import TYPE_CHECKING

from skoleporten.cli.demo_cases import Begun
from skoleporten.rules.presence import Kind, Place

if TYPE_CHECKING:
    from skoleporten.plans.models import PlanPart

COMES, SAYS_NO, RATES = 0.86, 0.6, 0.5


def make_days(begun: Begun) -> None:
    """Each school day with something agreed, from the first one to this moment, or to the day it was closed."""
    from skoleporten.cli.demo_ways_back import CLOSED
    from skoleporten.plans.queries import agreed_minutes, steps_of
    from skoleporten.rules.plan import holding

    last = begun.today - dt.timedelta(weeks=CLOSED if begun.way == "closed" else 0)
    steps, parts = steps_of([begun.case.pk])[begun.case.pk], _parts(begun)
    for day, minutes in agreed_minutes(begun.case, begun.began, last).items():
        step = holding(steps, day)
        if minutes and step:
            _day(begun, day, parts[step.key, day.weekday()])


def _parts(begun: Begun) -> dict[tuple[int, int], list[PlanPart]]:
    """By step and weekday, in the order of the day."""
    from skoleporten.plans.models import PlanPart

    found = defaultdict(list)
    for part in PlanPart.objects.filter(step__case=begun.case).order_by("number"):
        found[part.step_id, part.weekday].append(part)
    return found


def _day(begun: Begun, day: dt.date, parts: list[PlanPart]) -> None:
    if begun.chance.random() > COMES:
        if begun.chance.random() < SAYS_NO:
            _mark(begun, Kind.NOT_COMING, day, parts[0].starts or dt.time(9), 10)
        return
    for part in parts:
        starts = part.starts or dt.time(9)
        late = begun.chance.choice((-3, 0, 0, 2, 5, 12))
        stays = max(2, round(part.minutes * begun.chance.choice((0.6, 0.9, 1, 1, 1, 1.1, 1.3))))
        _mark(begun, Kind.ARRIVED, day, starts, late, place=Place(part.place), with_whom=part.with_whom)
        rating = begun.chance.choice((3, 4, 4, 5)) if begun.chance.random() < RATES else None
        _mark(begun, Kind.LEFT, day, starts, late + stays, rating=rating, rated_by="pupil" if rating else None)


def _mark(begun: Begun, kind: Kind, day: dt.date, starts: dt.time, minutes: int, **fields: object) -> None:
    """Nothing is marked before it has happened."""
    from django.utils import timezone

    from skoleporten.presence.receiving import receive_one
    from skoleporten.presence.sent import Sent

    at = timezone.make_aware(dt.datetime.combine(day, starts)) + dt.timedelta(minutes=minutes)
    if at > timezone.now():
        return
    sent = Sent(id=uuid.uuid4(), case=begun.case.public_id, kind=kind, at=at, **fields)  # type: ignore[arg-type]
    answer = receive_one(by=begun.by, sent=sent, now=at)
    assert answer.is_stored, answer.why
