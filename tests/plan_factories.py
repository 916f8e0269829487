"""Steps of a plan and moves on the ladder, made through the actions; a test says only what it is about."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.utils import timezone

from skoleporten.access.actor import Actor
from skoleporten.cases.models import Case
from skoleporten.people.models import Pupil
from skoleporten.plans import ladder, steps
from skoleporten.plans.answers import Said
from skoleporten.plans.models import PlanStep, RungMove
from skoleporten.plans.queries import newest_step
from skoleporten.plans.steps import Draft
from skoleporten.rules.ladder import Rung
from skoleporten.rules.plan import Agreed, Answer, Basis, Change, Part, Rests
from tests.factories import actor_of, make_calendar_day, make_enrolment, make_pupil, make_school
from tests.intake_factories import make_case

MONDAY = dt.date(2025, 9, 1)
BEGAN = dt.datetime(2025, 8, 20, 7, tzinfo=dt.UTC)
HALF_PAST_EIGHT = dt.time(8, 30)


def at(day: dt.date, hour: int = 6, minute: int = 0) -> dt.datetime:
    """That hour in UTC."""
    return dt.datetime.combine(day, dt.time(hour, minute), tzinfo=dt.UTC)


def make_pupil_at_school(first: dt.date = dt.date(2025, 8, 18), weeks: int = 8, minutes: int = 300) -> Pupil:
    """Enrolled at a school of their own, with a calendar of whole weeks from the Monday `first` on."""
    school, pupil = make_school(), make_pupil()
    make_enrolment(school, pupil)
    for number in range(weeks * 7):
        day = first + dt.timedelta(days=number)
        if day.weekday() < 5:
            make_calendar_day(school, day, minutes)
    return pupil


def make_planned_case(pupil: Pupil | None = None, **fields: Any) -> Case:
    """Of a pupil with a school and a calendar, begun on 20 August 2025."""
    return make_case(pupil or make_pupil_at_school(), **{"opened_at": BEGAN} | fields)


def week(
    minutes: int = 30, *, days: range = range(5), place: str = "flat", with_whom: str = "Ada", **fields: Any
) -> Agreed:
    parts = tuple(Part(day, minutes, HALF_PAST_EIGHT, place, with_whom) for day in days)
    return Agreed(parts, **fields)


def make_draft(agreed: Agreed | None = None, **fields: Any) -> Draft:
    defaults: dict[str, Any] = {
        "starts_on": MONDAY,
        "agreed": week() if agreed is None else agreed,
        "what_changes": Change.MINUTES,
        "said": Said(Answer.AGREES, MONDAY, "Det går fint."),
        "rests": Rests(Basis.ITO_DECISION, "Rektor", dt.date(2099, 6, 19)),
    }
    return Draft(**defaults | fields)


def make_step(case: Case, agreed: Agreed | None = None, *, by: Actor | None = None, **fields: Any) -> PlanStep:
    """Written in the morning of the day it begins, by the owner of the case, unless `now` says otherwise."""
    now = fields.pop("now", None)
    draft = make_draft(agreed, **fields)
    newest = newest_step(case)
    return steps.write(
        by=by or actor_of(case.owner), case=case, draft=draft, client_id=uuid.uuid4(), seen=newest.pk if newest else 0,
        now=now or min(at(draft.starts_on), timezone.now()),
    )  # fmt: skip


def make_move(case: Case, to: Rung = Rung.WELCOME, on: dt.date = MONDAY, why: str = "Vi er blitt kjent.") -> RungMove:
    last = ladder.newest_move(case)
    return ladder.move(
        by=actor_of(case.owner), case=case, to=to, why=why, on=on, client_id=uuid.uuid4(), seen=last.pk if last else 0
    )
