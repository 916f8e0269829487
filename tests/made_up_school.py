"""A small made-up municipality, counted by the real check: two schools, a school year, and absence of many shapes."""

from __future__ import annotations

import copy
import datetime as dt
import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from skoleporten.absence.models import AbsenceEvent, Unregistered
from skoleporten.access.actor import software
from skoleporten.access.models import User
from skoleporten.concerns.checks import check
from skoleporten.imports.models import Import
from skoleporten.people.models import Pupil
from skoleporten.schools.models import CalendarDay, School
from tests.factories import make_administrator, make_class, make_enrolment, make_pupil, make_school, make_school_leader
from tests.rows import Rows, kept, put_back

FIRST_DAY, AS_OF = dt.date(2025, 8, 18), dt.date(2026, 3, 20)
LAST_DAY = dt.date(2026, 6, 19)
HOLIDAYS = [
    (dt.date(2025, 10, 6), dt.date(2025, 10, 10)),
    (dt.date(2025, 12, 22), dt.date(2026, 1, 2)),
    (dt.date(2026, 2, 23), dt.date(2026, 2, 27)),
    (dt.date(2026, 3, 30), dt.date(2026, 4, 6)),
]
GIVEN = "Birk Cecilie Daniel Eira Filip Guro Håkon Ingrid Jonas Kaja Leon Maja Noah Oda Pelle Ronja Sander Tiril Ulrik"
FAMILY = "Aas Bakke Christensen Dahl Eide Fjeld Grønli Haugen Iversen Johnsen Kvam Lie Moen Nilsen Odland Pettersen"
DAY_MINUTES = 300


@dataclass(frozen=True)
class MadeUp:
    school: School
    other_school: School
    owner: User
    colleague: User
    stranger: User
    administrator: User


def school_days(first: dt.date = FIRST_DAY, last: dt.date = LAST_DAY) -> list[dt.date]:
    every = [first + dt.timedelta(days=index) for index in range((last - first).days + 1)]
    return [day for day in every if day.weekday() < 5 and not any(start <= day <= end for start, end in HOLIDAYS)]


def make_municipality(pupils: int = 40, seed: int = 7) -> MadeUp:
    """`owner` and `colleague` lead the first school, `stranger` the second one."""
    school, other = make_school("Solvik skole", 1, 10), make_school("Nordnes skole", 1, 7)
    made = MadeUp(
        school=school,
        other_school=other,
        owner=make_school_leader(school, "rektor.solvik"),
        colleague=make_school_leader(school, "inspektor.solvik"),
        stranger=make_school_leader(other, "rektor.nordnes"),
        administrator=make_administrator("systemansvarlig"),
    )
    imported = make_import()
    for index, place in enumerate((school, other)):
        fill_school(place, pupils if index == 0 else max(pupils // 4, 3), imported, random.Random(seed + index))
    check(by=software("test"), trigger="import", as_of=AS_OF)
    return made


def make_import() -> Import:
    now = timezone.now()
    return Import.objects.create(
        file_name="fravaer.csv", sha256="0" * 64, size=1, state=Import.State.APPLIED, received_at=now, applied_at=now
    )


def fill_school(school: School, pupils: int, imported: Import, chance: random.Random) -> None:
    days = school_days()
    CalendarDay.objects.bulk_create(CalendarDay(school=school, date=day, minutes_offered=DAY_MINUTES) for day in days)
    classes = [make_class(school, f"{grade}{letter}", grade) for grade in (5, 6, 7) for letter in "AB"]
    Unregistered.objects.bulk_create(
        Unregistered(school=school, school_class=classes[0], date=day, imported_by=imported) for day in days[40:43]
    )
    given, family = GIVEN.split(), FAMILY.split()
    for number in range(pupils):
        group = classes[number % len(classes)]
        pupil = make_pupil(given[number % len(given)], family[number * 7 % len(family)])
        make_enrolment(school, pupil, group.grade or 5, group, start=dt.date(2025, 8, 1))
        add_absence(pupil, school, imported, chance, SHAPES[number % len(SHAPES)])


def add_absence(pupil: Pupil, school: School, imported: Import, chance: random.Random, shape: str) -> None:
    """`shape`: hardly, illness, mondays, lessons, builds_up, long."""
    counted = [day for day in school_days() if day <= AS_OF]
    rows: dict[dt.date, list[AbsenceEvent]] = {}
    for index, day in enumerate(counted):
        for kind, minutes, documented, reason in _events_of(shape, day, index / len(counted), chance):
            row = AbsenceEvent(
                pupil=pupil, school=school, date=day, kind=kind, minutes=minutes, documented=documented, reason=reason,
                source="made-up", source_id=f"{pupil.pk}-{day}-{kind}-{len(rows.get(day, []))}", imported_by=imported,
            )  # fmt: skip
            rows.setdefault(day, []).append(row)
    AbsenceEvent.objects.bulk_create(row for found in rows.values() for row in found)


SHAPES = ("hardly", "illness", "hardly", "mondays", "hardly", "lessons", "illness", "builds_up", "hardly", "long")
Made = tuple[str, int | None, str, str]


def _events_of(shape: str, day: dt.date, through: float, chance: random.Random) -> list[Made]:
    whole = ("day", DAY_MINUTES)
    found: list[Made] = []
    if chance.random() < 0.015 or (shape == "illness" and chance.random() < 0.04):
        found.append((*whole, "true", "illness"))
    elif shape == "mondays" and day.weekday() == 0 and chance.random() < 0.4:
        found.append((*whole, "false", "unknown"))
    elif shape == "builds_up" and chance.random() < through**3:
        found.append((*whole, "false" if chance.random() < 0.6 else "unknown", "too_hard_stated"))
    elif shape == "long" and 0.3 < through < 0.55:
        found.append((*whole, "true", "illness"))
    elif shape == "lessons" and chance.random() < 0.12:
        found += [("lesson", 60, "false", "unknown")] * chance.randint(1, 2)
    elif chance.random() < 0.02:
        found.append(("late", 15, "unknown", "unknown"))
    elif chance.random() < 0.005:
        found.append((*whole, "true", "not_absence"))
    return found


def pupils_at(school: School) -> list[Pupil]:
    return list(Pupil.objects.filter(enrolments__school=school).order_by("pk"))


@contextmanager
def standing_municipality(pupils: int) -> Iterator[MadeUp]:
    """One for many tests: each test's own transaction lies inside this one, and all is undone at the end."""
    with transaction.atomic():
        yield municipality_again(pupils)
        transaction.set_rollback(True)


MADE: dict[int, tuple[MadeUp, Rows]] = {}


def municipality_again(pupils: int) -> MadeUp:
    """The same rows under the same numbers as the first time in this process, when they were made."""
    if pupils in MADE:
        put_back(MADE[pupils][1])
    else:
        rows: Rows = {}
        with kept(rows):
            made = make_municipality(pupils)
        MADE[pupils] = (made, rows)
    return copy.deepcopy(MADE[pupils][0])
