"""A skolerute worked out backwards: from the school days that came in with a file to entries that give the same days.

What the schools have in common becomes the municipality's; what one school has apart becomes its exceptions. Why a
day is off can not be seen from the days, so a planning day is at first a day off like the others.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass

from skoleporten.rules import calendar
from skoleporten.rules.calendar import CalendarEntry, DayLength, EntryKind, SchoolYearSpan
from skoleporten.schools.calendar_plan import DayKey

SATURDAY, SUNDAY, FRIDAY = 5, 6, 4
Minutes = dict[tuple[int, int], int]


@dataclass(frozen=True)
class SchoolDays:
    """The days of one school as they are. `days` maps (grade or None, date) to minutes."""

    school_id: str
    grades: range
    days: Mapping[DayKey, int]

    @property
    def dates(self) -> frozenset[dt.date]:
        return frozenset(date for _grade, date in self.days)

    def minutes(self) -> Minutes:
        """(grade, weekday) to the minutes that are most usual; a grade's own row wins over the one for all grades."""
        found: dict[tuple[int, int], Counter[int]] = {}
        for date in self.dates:
            for grade in self.grades if date.weekday() <= FRIDAY else ():
                if minutes := self.days.get((grade, date), self.days.get((None, date))):
                    found.setdefault((grade, date.weekday()), Counter())[minutes] += 1
        return {key: counter.most_common(1)[0][0] for key, counter in found.items()}


@dataclass(frozen=True)
class Derived:
    span: SchoolYearSpan
    entries: tuple[CalendarEntry, ...]
    lengths: tuple[DayLength, ...]


def derive_calendar(year: int, schools: Sequence[SchoolDays]) -> Derived | None:
    """None where there is no school day at all."""
    with_days = [school for school in schools if school.days]
    if not with_days:
        return None
    common = Counter(school.dates for school in with_days).most_common(1)[0][0]
    span = SchoolYearSpan(year, min(min(s.dates) for s in with_days), max(max(s.dates) for s in with_days))
    municipality = _entries(None, span, common, ())
    lengths = _common_lengths(with_days)
    entries = [*municipality]
    own_lengths: list[DayLength] = []
    for school in with_days:
        entries += _entries(school.school_id, span, school.dates, municipality)
        own_lengths += _own_lengths(school, lengths)
    return Derived(span, tuple(entries), (*_grouped(None, lengths), *own_lengths))


def _entries(
    school_id: str | None, span: SchoolYearSpan, dates: frozenset[dt.date], known: Sequence[CalendarEntry]
) -> list[CalendarEntry]:
    """Entries that turn what `known` already says into exactly `dates`."""
    every = calendar.dates_between(span.first_day, span.last_day)
    now = {date for date in every if calendar.is_school_day(date, school_id or "", known)}
    off = [date for date in every if date in now and date not in dates]
    extra = [date for date in every if date in dates and date not in now and not _is_always_off(date)]
    free_anyway = {date for date in every if date.weekday() >= SATURDAY or _is_always_off(date)} - dates
    never = {date for date in every if _is_always_off(date)}
    rows = [(EntryKind.FREE, run) for run in _runs(off, free_anyway)]
    rows += [(EntryKind.SCHOOL_DAY, run) for run in _runs(extra, never)]
    return [CalendarEntry(kind, first, last, school_id, _name(kind, first, last)) for kind, (first, last) in rows]


def _is_always_off(date: dt.date) -> bool:
    return date.weekday() == SUNDAY or date in calendar.public_holidays(date.year)


def _runs(dates: Iterable[dt.date], bridged: Container[dt.date]) -> list[tuple[dt.date, dt.date]]:
    """First and last date of each unbroken run; `bridged` days in between do not break it."""
    runs: list[tuple[dt.date, dt.date]] = []
    for date in dates:
        if runs and all(day in bridged for day in calendar.dates_between(runs[-1][1], date)[1:-1]):
            runs[-1] = (runs[-1][0], date)
        else:
            runs.append((date, date))
    return runs


def _name(kind: EntryKind, first: dt.date, last: dt.date) -> str:
    """The usual name, in bokmål as a skolerute has it; a person may change it."""
    if kind is EntryKind.SCHOOL_DAY or (last - first).days < 3:
        return ""
    names = {9: "Høstferie", 10: "Høstferie", 12: "Juleferie", 1: "Juleferie", 2: "Vinterferie"}
    return names.get(first.month, "Påskeferie" if first.month in {3, 4} else "")


def _common_lengths(schools: Sequence[SchoolDays]) -> Minutes:
    found: dict[tuple[int, int], Counter[int]] = {}
    for school in schools:
        for key, minutes in school.minutes().items():
            found.setdefault(key, Counter())[minutes] += 1
    return {key: counter.most_common(1)[0][0] for key, counter in found.items()}


def _own_lengths(school: SchoolDays, common: Minutes) -> list[DayLength]:
    own = {key: minutes for key, minutes in school.minutes().items() if common.get(key) != minutes}
    return _grouped(school.school_id, own)


def _grouped(school_id: str | None, lengths: Minutes) -> list[DayLength]:
    """Neighbouring grades with the same week become one row a weekday."""
    weeks = {grade: tuple(lengths.get((grade, weekday)) for weekday in range(5)) for grade, _weekday in lengths}
    groups: list[tuple[int, int]] = []
    for grade in sorted(weeks):
        if groups and groups[-1][1] == grade - 1 and weeks[grade] == weeks[grade - 1]:
            groups[-1] = (groups[-1][0], grade)
        else:
            groups.append((grade, grade))
    return [
        DayLength(school_id, first, last, weekday, minutes)
        for first, last in groups
        for weekday, minutes in enumerate(weeks[first])
        if minutes is not None
    ]
