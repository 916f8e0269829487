"""Fills a database with 60 cases, one of them with three years of history, and asks for their pages."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from skoleporten.access.actor import Actor
    from skoleporten.access.models import User
    from skoleporten.cases.models import Case
    from skoleporten.schools.models import School

CASES, YEARS = 60, 3
DAYS = 365 * YEARS
NOTES, GOALS, STORIES = 150, 4, 10
A_STEP_EACH, A_RUNG_EACH = 21, 180


def fill(today: dt.date) -> tuple[User, Case]:
    """All of one owner: sixty on the board, and the first with all that three years leave behind."""
    from tests.factories import make_enrolment, make_pupil, make_school
    from tests.intake_factories import make_case, make_lead
    from tests.presence_factories import at, make_plan

    school, owner = make_school("Solvik skole", 1, 10), make_lead("leder")
    begun = today - dt.timedelta(days=DAYS)
    calendar(school, begun, today)
    cases = []
    for number in range(CASES):
        pupil = make_pupil(f"Fornavn{number}", f"Etternavn{number}")
        make_enrolment(school, pupil, start=begun)
        cases.append(make_case(pupil, owner, opened_at=at("08.00", begun)))
    for case in cases[1:]:
        make_plan(case)
    history(cases[0], begun, today)
    return owner, cases[0]


def school_days(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    days = (first + dt.timedelta(days=number) for number in range((last - first).days))
    return (day for day in days if day.weekday() < 5 and day.month != 7)


def calendar(school: School, first: dt.date, last: dt.date) -> None:
    from skoleporten.schools.models import CalendarDay

    ahead = last + dt.timedelta(days=60)
    rows = [CalendarDay(school=school, date=day, minutes_offered=300) for day in school_days(first, ahead)]
    CalendarDay.objects.bulk_create(rows)


def history(case: Case, first: dt.date, today: dt.date) -> None:
    from tests.factories import actor_of

    by = actor_of(case.owner)
    come_and_go(case, first, today)
    plan(case, first, today)
    write(case, by)


def come_and_go(case: Case, first: dt.date, today: dt.date) -> None:
    """Two marks each school day, as rows: whoever has access today had none three years ago."""
    from skoleporten.presence.models import Mark, PresenceDay
    from skoleporten.presence.projection import rebuild_all
    from tests.presence_factories import at

    days = list(school_days(first, today))
    for kind, clock, place in (("arrived", "08.30", "skoleporten"), ("left", "09.30", None)):
        Mark.objects.bulk_create(
            Mark(
                mark_id=uuid.uuid4(), case=case, kind=kind, day=day, at=at(clock, day), received_at=at(clock, day),
                by=case.owner, role="lead", place=place,
            )
            for day in days
        )  # fmt: skip
    rebuild_all(case)
    assert PresenceDay.objects.filter(case=case, minutes=60).count() == len(days)


def plan(case: Case, first: dt.date, today: dt.date) -> None:
    from skoleporten.rules.ladder import Rung
    from tests.plan_factories import make_move
    from tests.presence_factories import make_plan

    for number in range(0, DAYS, A_STEP_EACH):
        make_plan(case, 5 + number // 8, starts_on=first + dt.timedelta(days=number))
    for rung, number in zip(Rung, range(0, DAYS, A_RUNG_EACH), strict=False):
        make_move(case, rung, on=first + dt.timedelta(days=number))


def write(case: Case, by: Actor) -> None:
    """Notes, goals, turns of the loop, decisions in force and what the child told."""
    from tests import judgement_factories as judgement
    from tests.case_factories import make_care, make_decision
    from tests.talk_factories import make_informant, make_story

    for number in range(NOTES):
        judgement.make_note(case, observation=f"Kom inn og satte seg ved vinduet. {number}")
    for number in range(GOALS):
        judgement.make_goal(case, words=f"Jeg vil bli med på turen. {number}")
    judgement.make_round(case)
    for kind in ("ito", "iop", "transport", "remote_teaching", "relay_log", "individual_plan"):
        make_decision(case, kind)
    make_care(case)
    for number in range(STORIES):
        make_story(case.intake, by, words=f"Det er bråk. {number} " * 20)
    for kind in ("pupil", "teacher"):
        make_informant(case.intake, kind, by, name="" if kind == "pupil" else "Lærer Lie")


def main() -> None:
    from skoleporten.cli.database import ready

    ready()
    from django.utils import timezone

    from benchmarks.municipality_once import medians_of, signed_in

    owner, case = fill(timezone.localdate())
    client, own = signed_in(owner), f"/cases/{case.public_id}/"
    pages = {"board": "/today/", "case": own, "timeline": f"{own}timeline/", "cases": "/cases/"}
    taken: dict[str, float] = {}
    for name, path in (pages | {"printed": f"{own}printed/"}).items():
        taken |= medians_of(client, name, path)
    print(json.dumps({name: round(value, 2) for name, value in taken.items()}))


if __name__ == "__main__":
    main()
