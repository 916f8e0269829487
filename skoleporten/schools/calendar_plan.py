"""What has been entered for a school year, in the terms of the rules, and the days that would follow from it."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from skoleporten.rules import calendar
from skoleporten.rules.absence import CalendarDay as OfferedDay
from skoleporten.schools.models import CalendarEntry, DayLength, School, SchoolYear

MUNICIPALITY = ""
DayKey = tuple[int | None, dt.date]


@dataclass(frozen=True)
class DayCount:
    """School days by month, and by the halves that a skolerute is published with (to and from New Year)."""

    by_month: Mapping[tuple[int, int], int]

    @classmethod
    def of(cls, dates: Iterable[dt.date]) -> DayCount:
        months = [(date.year, date.month) for date in sorted(set(dates))]
        return cls({month: months.count(month) for month in dict.fromkeys(months)})

    @property
    def autumn(self) -> int:
        return sum(days for (_year, month), days in self.by_month.items() if month >= 8)

    @property
    def spring(self) -> int:
        return sum(days for (_year, month), days in self.by_month.items() if month < 8)

    @property
    def total(self) -> int:
        return self.autumn + self.spring


@dataclass
class CalendarPlan:
    """`year` 2025 is 2025/26. Schools that have nothing of their own and the same grades share one computation."""

    span: calendar.SchoolYearSpan
    entries: tuple[calendar.CalendarEntry, ...]
    lengths: tuple[calendar.DayLength, ...]
    _built: dict[tuple[str, range], dict[DayKey, int]] = field(default_factory=dict)

    @cached_property
    def schools_apart(self) -> frozenset[str]:
        """Ids of the schools that have entries or day lengths of their own."""
        of_entries = {entry.school_id for entry in self.entries}
        return frozenset(own for own in of_entries | {length.school_id for length in self.lengths} if own)

    @property
    def fingerprint(self) -> str:
        """The same for the same plan, so that what is taken into use is what was seen."""
        return hashlib.sha256(repr((self.span, sorted(map(repr, self.entries)), self.lengths)).encode()).hexdigest()

    def days(self, school: School) -> dict[DayKey, int]:
        """(grade or None, date) to minutes offered."""
        own = str(school.pk) if str(school.pk) in self.schools_apart else MUNICIPALITY
        return self._rows(own, school.grades)

    def warnings(self, school: School | None) -> list[calendar.CalendarWarning]:
        own = str(school.pk) if school else MUNICIPALITY
        grades = school.grades if school else ()
        return calendar.calendar_warnings(own, grades, self.span, self.entries, self.lengths)

    def school_dates(self, school: School | None) -> list[dt.date]:
        """The dates that are school days by the entries, whether or not a length has been given."""
        own = str(school.pk) if school else MUNICIPALITY
        dates = calendar.dates_between(self.span.first_day, self.span.last_day)
        return [date for date in dates if calendar.is_school_day(date, own, self.entries)]

    def _rows(self, own: str, grades: range) -> dict[DayKey, int]:
        key = (own, grades)
        if key not in self._built:
            entries = [entry for entry in self.entries if entry.school_id in (None, own)]
            lengths = [length for length in self.lengths if length.school_id in (None, own)]
            days = calendar.build_calendar(own, grades, self.span, entries, lengths)
            self._built[key] = _fewest_rows(days, grades)
        return self._built[key]


def _fewest_rows(days: Iterable[OfferedDay], grades: range) -> dict[DayKey, int]:
    """The length that most grades have becomes the row for all grades, unless some grade has no school that day."""
    by_date: dict[dt.date, dict[int | None, int]] = {}
    for day in days:
        by_date.setdefault(day.date, {})[day.grade] = day.minutes_offered
    rows: dict[DayKey, int] = {}
    for date, lengths in by_date.items():
        usual = Counter(lengths.values()).most_common(1)[0][0]
        if None in lengths or len(lengths) == len(grades):
            rows[None, date] = usual
            rows |= {(grade, date): minutes for grade, minutes in lengths.items() if minutes != usual}
        else:
            rows |= {(grade, date): minutes for grade, minutes in lengths.items()}
    return rows


def plan_of(school_year: SchoolYear) -> CalendarPlan:
    return CalendarPlan(
        span=calendar.SchoolYearSpan(school_year.year, school_year.first_day, school_year.last_day),
        entries=tuple(_entry(entry) for entry in school_year.entries.all()),
        lengths=tuple(_length(length) for length in school_year.day_lengths.order_by("id")),
    )


def _entry(entry: CalendarEntry) -> calendar.CalendarEntry:
    return calendar.CalendarEntry(
        kind=calendar.EntryKind(entry.kind),
        first_date=entry.first_date,
        last_date=entry.last_date,
        school_id=_own(entry.school_id),
        name=entry.name,
    )


def _length(length: DayLength) -> calendar.DayLength:
    return calendar.DayLength(
        _own(length.school_id), length.first_grade, length.last_grade, length.weekday, length.minutes
    )


def _own(school_id: int | None) -> str | None:
    return str(school_id) if school_id is not None else None
