"""Fills the database of the half-year: a pupil who begins in January, with the days between the story's own."""

from __future__ import annotations

import datetime as dt
import os
import random
from pathlib import Path

import django
import time_machine

FIRST_DAY = dt.date(2027, 1, 12)
LEAD, EDUCATOR, TEACHER = "Leder i halvåret", "Vernepleier i halvåret", "Kontaktlærer i halvåret"
PUPIL = "Signe"
# On these days the story itself marks who comes.
PLAYED = {FIRST_DAY, dt.date(2027, 2, 10), dt.date(2027, 6, 7)}
# From when, on which weekdays, at which hour, about how long and where.
DAYS = (
    (FIRST_DAY, (1, 3), "10.00", 5, "home_visit"),
    (dt.date(2027, 2, 8), (0, 2, 4), "10.00", 32, "flat"),
    (dt.date(2027, 3, 8), (0, 1, 3, 4), "09.00", 70, "skoleporten"),
    (dt.date(2027, 4, 12), (0, 1, 2, 3, 4), "08.30", 125, "near_school"),
    (dt.date(2027, 5, 3), (0, 1, 2, 3, 4), "08.30", 235, "class"),
)
LAST_DAY = dt.date(2027, 6, 4)


def fill() -> None:
    django.setup()
    hour = dt.datetime(2027, 1, 11, 8, tzinfo=dt.UTC)
    (Path(os.environ["SKOLEPORTEN_VAR"]) / "hour.txt").write_text(hour.isoformat(), encoding="utf-8")
    with time_machine.travel(hour, tick=True):
        fill_municipality()


def fill_municipality() -> None:
    from skoleporten.access.models import Grant, Installation, Role, User
    from tests.factories import make_class, make_enrolment, make_guardianship, make_pupil, make_school
    from tests.follow_up_factories import make_calendar
    from tests.intake_factories import make_case
    from tests.system.tables import make_tables

    make_tables()
    school = make_school("Solvik skole", 1, 10)
    make_calendar(school, dt.date(2026, 8, 17), dt.date(2027, 6, 18))
    school_class = make_class(school, "7A", 7, school_year=2026)
    people = {}
    for name, display, role, scope in (
        ("leder", LEAD, Role.LEAD, {}),
        ("vernepleier", EDUCATOR, Role.TEAM, {}),
        ("larer", TEACHER, Role.TEACHER, {"school": school, "school_class": school_class}),
    ):
        user = User.objects.create_user(name, password="a long enough password", display_name=display, is_demo=True)
        Grant.objects.create(user=user, role=role, start=dt.date(2026, 8, 1), end=dt.date(2027, 7, 31), **scope)
        people[name] = user
    pupil = make_pupil(PUPIL, "Solvang", birth_date=dt.date(2014, 5, 2))
    make_enrolment(school, pupil, 7, school_class, start=dt.date(2026, 8, 1))
    make_guardianship(pupil)
    case = make_case(pupil, people["vernepleier"])
    fill_days(case, people["vernepleier"])
    Installation.objects.update_or_create(pk=1, defaults={"municipality": "Solvik kommune", "is_demo": True})


def fill_days(case, educator) -> None:
    """Most days as agreed; some she is not there, and of some nobody wrote anything."""
    from skoleporten.rules.presence import Place
    from tests.factories import actor_of
    from tests.presence_factories import at, mark

    chance, by = random.Random(2027), actor_of(educator)
    ends = [*(start for start, *_rest in DAYS[1:]), LAST_DAY + dt.timedelta(days=1)]
    for (start, weekdays, hour, minutes, place), end in zip(DAYS, ends, strict=True):
        for day in (start + dt.timedelta(days=number) for number in range((end - start).days)):
            if day.weekday() not in weekdays or day in PLAYED or chance.random() < 0.1:
                continue
            came = at(hour, day)
            mark(by, case, "arrived", came, place=Place(place))
            mark(by, case, "left", came + dt.timedelta(minutes=minutes + chance.choice((-1, 0, 0, 2))))


if __name__ == "__main__":
    fill()
