"""Fills the database of the family's own door: a girl of fourteen with a plan, and her parents apart."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import django
import time_machine

NOW = dt.datetime(2027, 1, 18, 7, tzinfo=dt.UTC)
FIRST_DAY, NEXT_STEP = dt.date(2027, 1, 4), dt.date(2027, 1, 25)
LEAD, EDUCATOR = "Leder ved døra", "Vernepleier ved døra"
MOTHER, FATHER, STRANGER = "Mor med egen dør", "Far med egen dør", "Mor til en annen"
PUPIL, FAMILY_NAME = "Signe", "Solvang"


def fill() -> None:
    django.setup()
    (Path(os.environ["SKOLEPORTEN_VAR"]) / "hour.txt").write_text(NOW.isoformat(), encoding="utf-8")
    with time_machine.travel(NOW, tick=True):
        fill_municipality()


def fill_municipality() -> None:
    from skoleporten.access.models import Grant, Installation, Role, User
    from tests.factories import make_class, make_enrolment, make_pupil, make_school
    from tests.follow_up_factories import make_calendar
    from tests.system.tables import make_tables

    make_tables()
    school = make_school("Solvik skole", 1, 10)
    make_calendar(school, dt.date(2026, 8, 17), dt.date(2027, 6, 18))
    people = {}
    for name, display, role in (("leder", LEAD, Role.LEAD), ("vernepleier", EDUCATOR, Role.TEAM)):
        user = User.objects.create_user(name, display_name=display, is_demo=True, email=f"{name}@example.no")
        Grant.objects.create(user=user, role=role, start=dt.date(2026, 8, 1), end=dt.date(2027, 7, 31))
        people[name] = user
    pupil = make_pupil(PUPIL, FAMILY_NAME, birth_date=dt.date(2012, 9, 3))
    make_enrolment(school, pupil, 9, make_class(school, "9A", 9, school_year=2026), start=dt.date(2026, 8, 1))
    for name, display in (("mor", MOTHER), ("far", FATHER)):
        fill_guardian(pupil, name, display)
    fill_guardian(make_pupil("Jon", "Bakke"), "stranger", STRANGER)
    fill_plan(pupil, people["vernepleier"])
    Installation.objects.update_or_create(pk=1, defaults={"municipality": "Solvik kommune", "is_demo": True})


def fill_guardian(pupil, name: str, display: str) -> None:
    from skoleporten.access.models import User
    from skoleporten.people.models import Guardian
    from tests.factories import make_guardianship

    user = User.objects.create_user(name, display_name=display, is_demo=True, email=f"{name}@example.no")
    guardian = Guardian.objects.create(user=user, given_name=display.partition(" ")[0], family_name=FAMILY_NAME)
    make_guardianship(pupil, guardian, start=dt.date(2026, 8, 1))


def fill_plan(pupil, educator) -> None:
    """Two weeks at the flat, and a longer step ahead that nobody has asked her about."""
    from skoleporten.plans.answers import Said
    from skoleporten.rules.plan import Answer
    from skoleporten.rules.presence import Place
    from tests.factories import actor_of
    from tests.intake_factories import make_case
    from tests.plan_factories import at, make_move, make_step, week
    from tests.presence_factories import at as hour
    from tests.presence_factories import mark

    case = make_case(pupil, educator, opened_at=at(FIRST_DAY))
    agreed = Said(Answer.AGREES, FIRST_DAY, "Ti minutter går.")
    make_step(case, week(10, days=range(3), with_whom="Berit"), starts_on=FIRST_DAY, said=agreed)
    make_move(case, on=FIRST_DAY)
    not_asked = Said(Answer.NOT_ASKED, NOW.date(), why_not_asked="Hun spørres på sin egen side.")
    ahead = week(40, days=range(3), with_whom="Berit")
    make_step(case, ahead, starts_on=NEXT_STEP, said=not_asked, now=NOW)
    by = actor_of(educator)
    for day in (FIRST_DAY + dt.timedelta(days=number) for number in (0, 1, 2, 7, 8, 9)):
        came = hour("08.30", day)
        mark(by, case, "arrived", came, place=Place.FLAT)
        mark(by, case, "left", came + dt.timedelta(minutes=8 + day.day % 5))


if __name__ == "__main__":
    fill()
