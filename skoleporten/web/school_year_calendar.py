"""A school year as a wall calendar: a small block a month, Monday first, each day with its mark. Pure.

What a day's mark means is the caller's: an absence on a pupil's page, a planning day in the calendar editor.
"""

from __future__ import annotations

import calendar as _months
import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

SCHOOL_WEEK, WHOLE_WEEK = 5, 7


@dataclass(frozen=True)
class Mark:
    """`css_class` names pattern and colour, `letter` carries the meaning without them, `words` says it out loud."""

    css_class: str
    letter: str
    words: str
    is_listed: bool = True


@dataclass(frozen=True)
class Day:
    date: dt.date
    mark: Mark | None


@dataclass(frozen=True)
class Week:
    number: int
    days: Sequence[Day | None]

    @property
    def cells(self) -> list[tuple[str, str, str, str, str]]:
        """What the template writes of each day, as plain text: there are two hundred, and it looks nothing up twice."""
        return [_cell(day) for day in self.days]


@dataclass(frozen=True)
class Month:
    first: dt.date
    weeks: Sequence[Week]

    @property
    def listed(self) -> list[Day]:
        """The days that the text alternative names, in order."""
        return [day for week in self.weeks for day in week.days if day and day.mark and day.mark.is_listed]


@dataclass(frozen=True)
class LegendEntry:
    css_class: str
    letter: str
    label: str


@dataclass(frozen=True)
class SchoolYearCalendar:
    """`id` must be unique on the page. `weekdays` are dates of one week, for their names in the heading."""

    id: str
    title: str
    finding: str
    months: Sequence[Month]
    legend: Sequence[LegendEntry]
    weekdays: Sequence[dt.date]
    nothing_listed: str = ""

    @property
    def listed_months(self) -> list[Month]:
        return [month for month in self.months if month.listed]


def months_between(first: dt.date, last: dt.date, marks: Mapping[dt.date, Mark]) -> list[Month]:
    """Whole months from the one of `first` to the one of `last`. Weekends are shown only where one has a mark."""
    days = WHOLE_WEEK if _has_weekend(marks) else SCHOOL_WEEK
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    firsts = [_month_after(first, index) for index in range(count)]
    return [Month(start, _weeks(start, marks, days)) for start in firsts]


def weekday_dates(marks: Mapping[dt.date, Mark]) -> list[dt.date]:
    """Any Monday and the days after it, as many as `months_between` shows."""
    monday = dt.date(2024, 1, 1)
    return [monday + dt.timedelta(days=index) for index in range(WHOLE_WEEK if _has_weekend(marks) else SCHOOL_WEEK)]


def _cell(day: Day | None) -> tuple[str, str, str, str, str]:
    """Date, number, class, letter and words; all empty for a day of another month."""
    if day is None:
        return "", "", "", "", ""
    date, number, mark = day.date.isoformat(), str(day.date.day), day.mark
    if mark is None:
        return date, number, "no-school", "", ""
    return date, number, f"day-mark {mark.css_class}", mark.letter, mark.words


def _has_weekend(marks: Mapping[dt.date, Mark]) -> bool:
    return any(date.weekday() >= SCHOOL_WEEK for date in marks)


def _month_after(first: dt.date, months: int) -> dt.date:
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    return dt.date(year, month + 1, 1)


def _weeks(first: dt.date, marks: Mapping[dt.date, Mark], days: int) -> list[Week]:
    weeks = _months.Calendar().monthdatescalendar(first.year, first.month)
    rows = [Week(week[0].isocalendar().week, _days(week[:days], first.month, marks)) for week in weeks]
    return [week for week in rows if any(week.days)]


def _days(week: Sequence[dt.date], month: int, marks: Mapping[dt.date, Mark]) -> list[Day | None]:
    return [Day(date, marks.get(date)) if date.month == month else None for date in week]
