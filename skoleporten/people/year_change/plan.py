"""What the change to a school year would do, worked out without changing anything."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any

from django.db.models import Max, Q, QuerySet

from skoleporten.access.models import Grant
from skoleporten.people.models import Enrolment, SchoolClass
from skoleporten.rules import calendar
from skoleporten.schools.models import CalendarDay, School

LAST_COMPULSORY_GRADE = 10
# Sources that close every enrolment at the end of the year use the last school day or 31 July. Where a school has no
# calendar to tell its last day, an enrolment that lasts until this day of June counts as lasting the year.
EARLIEST_LAST_DAY = (6, 10)
LAST_BEGINNING = (8, 31)
# Earlier than this in the spring, too many will still come and leave. The date is ours.
EARLIEST_CHANGE = (5, 1)
_NUMBER = re.compile(r"\d+")


class Outcome(StrEnum):
    CONTINUES = "continues"
    FINISHES = "finishes"
    NEXT_SCHOOL = "next_school"
    SCHOOL_UNKNOWN = "school_unknown"
    PLACED = "placed"
    GRADE_UNKNOWN = "grade_unknown"


@dataclass(frozen=True)
class ClassKey:
    school_id: int
    source_id: str
    name: str
    grade: int | None


@dataclass(frozen=True)
class Place:
    school_id: int
    grade: int
    school_class: ClassKey | None = None


@dataclass(frozen=True)
class Move:
    """One pupil's way over the turn of the year. `place` is None where no new enrolment is made."""

    enrolment: Enrolment
    outcome: Outcome
    place: Place | None = None


@dataclass(frozen=True)
class SchoolChange:
    school: School
    counts: Mapping[Outcome, int]
    new_classes: Sequence[tuple[ClassKey, int]]
    grades: Mapping[int, int]
    has_calendar: bool


@dataclass(frozen=True)
class YearChange:
    """`year` is the new school year. `next_schools` says where those who leave a school's last grade go on.

    `shadowed` are older enrolments that a pupil has beside the one that counts; they end with the old year too.
    """

    year: int
    schools: Sequence[School]
    moves: Sequence[Move]
    shadowed: Sequence[Enrolment]
    ending_grants: Sequence[Grant]
    schools_with_calendar: frozenset[int]
    next_schools: Mapping[int, int] = field(default_factory=dict)

    @property
    def last_day(self) -> dt.date:
        return calendar.school_year_end(self.year - 1)

    @property
    def earliest(self) -> dt.date:
        """The plan can be looked at before this date, and not applied."""
        return dt.date(self.year, *EARLIEST_CHANGE)

    @property
    def first_day(self) -> dt.date:
        return calendar.school_year_start(self.year)

    @cached_property
    def work(self) -> list[Move]:
        """What is left to do: nothing once the change has been applied."""
        known = [move for move in self.moves if move.outcome is not Outcome.GRADE_UNKNOWN]
        return [move for move in known if move.place or self.lasts_on(move.enrolment)]

    def lasts_on(self, enrolment: Enrolment) -> bool:
        return enrolment.end is None or enrolment.end > self.last_day

    @cached_property
    def counts(self) -> Counter[Outcome]:
        return Counter(move.outcome for move in self.moves)

    @cached_property
    def fingerprint(self) -> str:
        """The same for the same plan, so that what is applied is what was seen."""
        parts = sorted(f"{m.enrolment.pk}:{m.outcome}:{m.place}" for m in self.work)
        return hashlib.sha256("\n".join([str(self.year), *parts]).encode()).hexdigest()

    @cached_property
    def missing_calendars(self) -> list[School]:
        return [school for school in self.schools if school.pk not in self.schools_with_calendar]

    @cached_property
    def leaving_schools(self) -> list[School]:
        """Schools whose last grade goes on elsewhere in compulsory school."""
        leaving = {
            move.enrolment.school_id
            for move in self.moves
            if move.outcome in {Outcome.SCHOOL_UNKNOWN, Outcome.NEXT_SCHOOL}
        }
        return [school for school in self.schools if school.pk in leaving]

    @cached_property
    def _by_school(self) -> dict[int, list[Move]]:
        found: dict[int, list[Move]] = defaultdict(list)
        for move in self.moves:
            found[move.enrolment.school_id].append(move)
        return found

    @cached_property
    def _places(self) -> dict[int, list[Place]]:
        found: dict[int, list[Place]] = defaultdict(list)
        for move in self.moves:
            if move.place:
                found[move.place.school_id].append(move.place)
        return found

    def of(self, school: School) -> SchoolChange:
        places = self._places.get(school.pk, [])
        classes = Counter(place.school_class for place in places if place.school_class)
        return SchoolChange(
            school=school,
            counts=Counter(move.outcome for move in self._by_school.get(school.pk, [])),
            new_classes=sorted(classes.items(), key=lambda item: (item[0].grade or 0, item[0].name)),
            grades=dict(sorted(Counter(place.grade for place in places).items())),
            has_calendar=school.pk in self.schools_with_calendar,
        )


def plan_change(
    year: int, next_schools: Mapping[int, int] | None = None, pupils: QuerySet[Any] | None = None
) -> YearChange:
    """Safe at any time: it only reads. `next_schools` maps the key of a school to the one its last grade goes on to.

    `pupils` (keys) limits it to those in somebody's view.
    """
    schools = {school.pk: school for school in School.objects.all()}
    chosen = {left: to for left, to in (next_schools or {}).items() if to in schools}
    enrolments, shadowed = _one_a_pupil(_lasting_the_year(year - 1, pupils))
    placed = _placed(year)
    moves = [_move(enrolment, schools, chosen, placed) for enrolment in enrolments]
    in_use = {move.enrolment.school_id for move in moves}
    end = calendar.school_year_end(year - 1)
    return YearChange(
        year=year,
        schools=[school for school in schools.values() if school.is_active or school.pk in in_use],
        moves=moves,
        shadowed=[enrolment for enrolment in shadowed if enrolment.end is None or enrolment.end > end],
        ending_grants=list(
            Grant.objects.in_force(end).filter(end__lte=end).select_related("user", "school").order_by("user__username")
        ),
        schools_with_calendar=frozenset(_schools_with_calendar(year)),
        next_schools=chosen,
    )


def _move(enrolment: Enrolment, schools: Mapping[int, School], chosen: Mapping[int, int], placed: set[int]) -> Move:
    if enrolment.pupil_id in placed:
        return Move(enrolment, Outcome.PLACED)
    if enrolment.grade is None:
        return Move(enrolment, Outcome.GRADE_UNKNOWN)
    school = schools[enrolment.school_id]
    grade = enrolment.grade + 1
    if enrolment.grade == LAST_COMPULSORY_GRADE or enrolment.grade >= 13:
        return Move(enrolment, Outcome.FINISHES)
    if enrolment.grade < school.last_grade and school.is_active:
        place = Place(school.pk, grade, _class_after(enrolment.school_class))
        return Move(enrolment, Outcome.CONTINUES, place)
    if school.pk in chosen:
        return Move(enrolment, Outcome.NEXT_SCHOOL, Place(chosen[school.pk], grade))
    return Move(enrolment, Outcome.SCHOOL_UNKNOWN)


def _class_after(before: SchoolClass | None) -> ClassKey | None:
    """A class of one grade goes up with it; one of several grades stays what it is."""
    if before is None:
        return None
    if before.grade is None:
        return ClassKey(before.school_id, before.source_id, before.name, None)
    source_id, name = (_raised(text, before.grade, before.school_year) for text in (before.source_id, before.name))
    return ClassKey(before.school_id, source_id, name, before.grade + 1)


def _raised(name: str, grade: int, year: int) -> str:
    """«5A» becomes «6A», and «S1-2025-5A» becomes «S1-2026-6A»; a name without its grade is kept."""
    numbers = [(found.start(), found.end(), found[0]) for found in _NUMBER.finditer(name)]
    of_grade = [number for number in numbers if number[2] == str(grade)]
    if not of_grade:
        return name
    chosen = of_grade[0] if of_grade[0][0] == 0 else of_grade[-1]
    raised = {chosen: str(grade + 1)} | {number: str(year + 1) for number in numbers if number[2] == str(year)}
    for (start, end, _old), new in sorted(raised.items(), reverse=True):
        name = name[:start] + new + name[end:]
    return name


def _lasting_the_year(old_year: int, pupils: QuerySet[Any] | None) -> list[Enrolment]:
    """Enrolments in force at the end of the old year, the latest start first within a pupil."""
    last_days = dict(
        CalendarDay.objects.filter(
            date__range=(calendar.school_year_start(old_year), calendar.school_year_end(old_year))
        )
        .values("school")
        .annotate(last=Max("date"))
        .values_list("school", "last")
    )
    without_calendar = dt.date(old_year + 1, *EARLIEST_LAST_DAY)
    open_late = Q(end__isnull=True) | Q(end__gte=min([*last_days.values(), without_calendar]))
    found = (
        Enrolment.objects.current()
        .filter(open_late, start__lte=calendar.school_year_end(old_year))
        .select_related("school_class", "pupil")
        .order_by("pupil_id", "-start", "-school_id", "-school_class_id", "-grade")
    )
    if pupils is not None:
        found = found.filter(pupil__in=pupils)
    return [e for e in found if e.end is None or e.end >= last_days.get(e.school_id, without_calendar)]


def _one_a_pupil(enrolments: Iterable[Enrolment]) -> tuple[list[Enrolment], list[Enrolment]]:
    """The effective enrolment of each pupil, and the others; each pupil's come with the latest start first."""
    effective: dict[int, Enrolment] = {}
    others = [e for e in enrolments if effective.setdefault(e.pupil_id, e) is not e]
    return list(effective.values()), others


def _placed(year: int) -> set[int]:
    """Pupils who have an enrolment from the beginning of the new year. One from later in the autumn is a move."""
    begins = (calendar.school_year_start(year), dt.date(year, *LAST_BEGINNING))
    return set(Enrolment.objects.current().filter(start__range=begins).values_list("pupil_id", flat=True))


def _schools_with_calendar(year: int) -> list[int]:
    days = (calendar.school_year_start(year), calendar.school_year_end(year))
    return list(CalendarDay.objects.filter(date__range=days).values_list("school", flat=True).distinct())
