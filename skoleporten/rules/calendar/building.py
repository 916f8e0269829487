"""From a municipality's skolerute and a school's exceptions to the school days that absence is measured against."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from skoleporten.rules.absence import CalendarDay
from skoleporten.rules.calendar.spans import ONE_DAY, public_holidays

FRIDAY, SATURDAY, SUNDAY = 4, 5, 6


class EntryKind(StrEnum):
    FREE = "free"
    PLANNING = "planning"
    SCHOOL_DAY = "school_day"


@dataclass(frozen=True)
class SchoolYearSpan:
    """The first and last school day of a school year. `year` 2025 is 2025/26."""

    year: int
    first_day: dt.date
    last_day: dt.date


@dataclass(frozen=True)
class CalendarEntry:
    """Days unlike an ordinary week. `school_id` None: the whole municipality. Pupils are off on planning days."""

    kind: EntryKind
    first_date: dt.date
    last_date: dt.date
    school_id: str | None = None
    name: str = ""

    def covers(self, date: dt.date) -> bool:
        return self.first_date <= date <= self.last_date

    @property
    def dates(self) -> list[dt.date]:
        return dates_between(self.first_date, self.last_date)


@dataclass(frozen=True)
class DayLength:
    """Minutes of teaching for grades on a weekday (Monday 0 to Friday 4). `school_id` None: the whole municipality."""

    school_id: str | None
    first_grade: int
    last_grade: int
    weekday: int
    minutes: int


def dates_between(first: dt.date, last: dt.date) -> list[dt.date]:
    return [first + n * ONE_DAY for n in range((last - first).days + 1)]


def build_calendar(
    school_id: str,
    grades: Iterable[int],
    span: SchoolYearSpan,
    entries: Sequence[CalendarEntry],
    day_lengths: Sequence[DayLength],
) -> list[CalendarDay]:
    """The school's days in order. A day has one row for all grades, or one for each grade where they differ."""
    own_grades = tuple(grades)
    days: list[CalendarDay] = []
    for date in dates_between(span.first_day, span.last_day):
        if is_school_day(date, school_id, entries):
            minutes = {grade: day_length(school_id, grade, date, day_lengths) for grade in own_grades}
            days += _rows(school_id, date, minutes)
    return days


def is_school_day(date: dt.date, school_id: str, entries: Iterable[CalendarEntry]) -> bool:
    """Public holidays and Sundays are always off, and a Saturday unless it is an extra school day.

    Where the school has entries of its own for the date, the municipality's do not count. An extra school day wins.
    """
    if date in public_holidays(date.year) or date.weekday() == SUNDAY:
        return False
    covering = [entry for entry in entries if entry.covers(date)]
    own = [entry.kind for entry in covering if entry.school_id == school_id]
    kinds = own or [entry.kind for entry in covering if entry.school_id is None]
    if EntryKind.SCHOOL_DAY in kinds:
        return True
    return not kinds and date.weekday() != SATURDAY


def day_length(school_id: str, grade: int, date: dt.date, day_lengths: Iterable[DayLength]) -> int | None:
    """Minutes. The school's own length wins over the municipality's, then fewer grades over more, then the last given.

    An extra school day on a Saturday is as long as a Friday.
    """
    weekday = min(date.weekday(), FRIDAY)
    fitting = [
        (length.school_id is not None, length.first_grade - length.last_grade, place, length.minutes)
        for place, length in enumerate(day_lengths)
        if length.school_id in (None, school_id)
        and length.first_grade <= grade <= length.last_grade
        and length.weekday == weekday
    ]
    return max(fitting)[-1] if fitting else None


def _rows(school_id: str, date: dt.date, minutes_by_grade: dict[int, int | None]) -> list[CalendarDay]:
    """Grades for which nobody has said how long the day is are left out: a length is never guessed."""
    lengths = set(minutes_by_grade.values())
    known = {grade: minutes for grade, minutes in minutes_by_grade.items() if minutes}
    if known and len(lengths) == 1:
        return [CalendarDay(school_id, date, minutes) for minutes in set(known.values())]
    return [CalendarDay(school_id, date, minutes, grade) for grade, minutes in known.items()]
