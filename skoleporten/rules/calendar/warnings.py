"""What looks wrong in a skolerute. A person decides: nothing is refused, since a municipality may choose otherwise."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from skoleporten.rules.absence import CalendarDay
from skoleporten.rules.calendar.building import (
    SATURDAY,
    SUNDAY,
    CalendarEntry,
    DayLength,
    EntryKind,
    SchoolYearSpan,
    dates_between,
    day_length,
    is_school_day,
)
from skoleporten.rules.calendar.spans import public_holidays

USUAL_SCHOOL_DAYS = 190


class WarningKind(StrEnum):
    TOO_FEW_DAYS = "too_few_days"
    ENTRY_OUTSIDE_YEAR = "entry_outside_year"
    PLANNING_DAY_ON_HOLIDAY = "planning_day_on_holiday"
    SCHOOL_DAY_ON_HOLIDAY = "school_day_on_holiday"
    BOTH_FREE_AND_SCHOOL_DAY = "both_free_and_school_day"
    DAY_WITHOUT_LENGTH = "day_without_length"


@dataclass(frozen=True)
class CalendarWarning:
    """`dates` are those in question; `number` is the days counted, or the grade that has no length."""

    kind: WarningKind
    dates: tuple[dt.date, ...] = ()
    entry: CalendarEntry | None = None
    number: int | None = None


def number_of_days(days: Iterable[CalendarDay]) -> int:
    """School days, whatever the number of rows each has."""
    return len({day.date for day in days})


def days_by_month(days: Iterable[CalendarDay]) -> dict[tuple[int, int], int]:
    """(year, month) to school days: the table that a skolerute is published with."""
    months = [(date.year, date.month) for date in sorted({day.date for day in days})]
    return {month: months.count(month) for month in dict.fromkeys(months)}


def calendar_warnings(
    school_id: str,
    grades: Iterable[int],
    span: SchoolYearSpan,
    entries: Sequence[CalendarEntry],
    day_lengths: Sequence[DayLength],
) -> list[CalendarWarning]:
    """For one school: its own entries and the municipality's."""
    fitting = [entry for entry in entries if entry.school_id in (None, school_id)]
    dates = [date for date in dates_between(span.first_day, span.last_day) if is_school_day(date, school_id, fitting)]
    few = [CalendarWarning(WarningKind.TOO_FEW_DAYS, number=len(dates))] if len(dates) < USUAL_SCHOOL_DAYS else []
    of_entries = [warning for entry in fitting for warning in entry_warnings(entry, span)]
    lengths = [warning for grade in grades for warning in _without_length(school_id, grade, dates, day_lengths)]
    return [*few, *of_entries, *contradictions(fitting), *lengths]


def entry_warnings(entry: CalendarEntry, span: SchoolYearSpan) -> list[CalendarWarning]:
    outside = [date for date in entry.dates if not span.first_day <= date <= span.last_day]
    holidays = [date for date in entry.dates if _is_off_anyway(date, entry)]
    found = {
        WarningKind.ENTRY_OUTSIDE_YEAR: outside,
        WarningKind.PLANNING_DAY_ON_HOLIDAY: holidays if entry.kind is EntryKind.PLANNING else [],
        WarningKind.SCHOOL_DAY_ON_HOLIDAY: holidays if entry.kind is EntryKind.SCHOOL_DAY else [],
    }
    return [CalendarWarning(kind, tuple(dates), entry) for kind, dates in found.items() if dates]


def _is_off_anyway(date: dt.date, entry: CalendarEntry) -> bool:
    """A span may pass over a weekend; a single day on one is more likely a slip. An extra Saturday is meant."""
    weekend = (SUNDAY,) if entry.kind is EntryKind.SCHOOL_DAY else (SATURDAY, SUNDAY)
    is_slip = entry.first_date == entry.last_date and date.weekday() in weekend
    return date in public_holidays(date.year) or is_slip


def contradictions(entries: Iterable[CalendarEntry]) -> list[CalendarWarning]:
    """Dates that the municipality, or the school itself, calls both off and an extra school day."""
    rows = list(entries)
    off = {(entry.school_id, date) for entry in rows if entry.kind is not EntryKind.SCHOOL_DAY for date in entry.dates}
    return [
        CalendarWarning(WarningKind.BOTH_FREE_AND_SCHOOL_DAY, both, entry)
        for entry in rows
        if entry.kind is EntryKind.SCHOOL_DAY
        and (both := tuple(date for date in entry.dates if (entry.school_id, date) in off))
    ]


def _without_length(
    school_id: str, grade: int, dates: Iterable[dt.date], day_lengths: Sequence[DayLength]
) -> list[CalendarWarning]:
    missing = tuple(date for date in dates if not day_length(school_id, grade, date, day_lengths))
    return [CalendarWarning(WarningKind.DAY_WITHOUT_LENGTH, missing, number=grade)] if missing else []
