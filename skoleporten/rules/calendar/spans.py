"""The school's time: school years, terms, ISO weeks, windows that look back from a date, and the Norwegian holidays.

A school year is named by the year it begins in: 2025 is 1 August 2025 to 31 July 2026. All spans include both ends.
"""

from __future__ import annotations

import calendar as _months
import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

import holidays

Span = tuple[dt.date, dt.date]

ONE_DAY = dt.timedelta(days=1)
SECOND_TERM = (1, 16)
FIRST_MONTH = 8


class WindowUnit(StrEnum):
    SCHOOL_YEAR = "school_year"
    PREVIOUS_SCHOOL_YEAR = "previous_school_year"
    TERM = "term"
    PREVIOUS_TERM = "previous_term"
    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"
    SCHOOL_DAYS = "school_days"


UNITS_WITH_LENGTH = (WindowUnit.DAYS, WindowUnit.WEEKS, WindowUnit.MONTHS, WindowUnit.SCHOOL_DAYS)


@dataclass(frozen=True)
class Window:
    """How far a measure looks back from a date. `length` counts units, and is None where the unit is one whole span."""

    unit: WindowUnit
    length: int | None = None

    def __post_init__(self) -> None:
        if (self.unit in UNITS_WITH_LENGTH) != (self.length is not None and self.length > 0):
            raise ValueError(f"A window of {self.unit} cannot have the length {self.length}.")


SCHOOL_YEAR = Window(WindowUnit.SCHOOL_YEAR)
PREVIOUS_SCHOOL_YEAR = Window(WindowUnit.PREVIOUS_SCHOOL_YEAR)
TERM = Window(WindowUnit.TERM)
PREVIOUS_TERM = Window(WindowUnit.PREVIOUS_TERM)


def school_year(date: dt.date) -> int:
    return date.year if date.month >= FIRST_MONTH else date.year - 1


def school_year_start(year: int) -> dt.date:
    return dt.date(year, FIRST_MONTH, 1)


def school_year_end(year: int) -> dt.date:
    return dt.date(year + 1, FIRST_MONTH, 1) - ONE_DAY


def term_start(date: dt.date) -> dt.date:
    """The terms part on 16 January: 1 August to 15 January, and 16 January to 31 July."""
    year = school_year(date)
    second = dt.date(year + 1, *SECOND_TERM)
    return second if date >= second else school_year_start(year)


def previous_term(date: dt.date) -> Span:
    """The whole term before the one that `date` is in; it may lie in the school year before."""
    end = term_start(date) - ONE_DAY
    return term_start(end), end


def months_before(date: dt.date, months: int) -> dt.date:
    """The same day of the month, or the month's last day where it has none such (31 March - 1 month = 28 February)."""
    year, month = divmod(date.year * 12 + date.month - 1 - months, 12)
    last_day = _months.monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, min(date.day, last_day))


def window_bounds(window: Window, as_of: dt.date) -> Span:
    """First and last date of the window. `school_days` alone has none: each pupil's offered days decide."""
    year = school_year(as_of)
    match window.unit:
        case WindowUnit.SCHOOL_YEAR:
            return school_year_start(year), as_of
        case WindowUnit.PREVIOUS_SCHOOL_YEAR:
            return school_year_start(year - 1), school_year_end(year - 1)
        case WindowUnit.TERM:
            return term_start(as_of), as_of
        case WindowUnit.PREVIOUS_TERM:
            return previous_term(as_of)
    return _start_of_length(window.unit, window.length or 0, as_of), as_of


def _start_of_length(unit: WindowUnit, length: int, as_of: dt.date) -> dt.date:
    if unit is WindowUnit.DAYS:
        return as_of - dt.timedelta(days=length - 1)
    if unit is WindowUnit.WEEKS:
        return as_of - dt.timedelta(days=7 * length - 1)
    if unit is WindowUnit.MONTHS:
        return months_before(as_of, length) + ONE_DAY
    raise ValueError("A window of school days is counted in a pupil's own offered days and has no dates without them.")


def iso_week(date: dt.date) -> tuple[int, int]:
    """(ISO year, week 1-53): 1 January 2027 is in week 53 of 2026."""
    iso = date.isocalendar()
    return iso.year, iso.week


def is_odd_week(date: dt.date) -> bool:
    """Weeks 53 and 1 are both odd: "every other week" breaks at the turn of a year that has a week 53."""
    return iso_week(date)[1] % 2 == 1


def weeks_in_year(iso_year: int) -> int:
    return iso_week(dt.date(iso_year, 12, 28))[1]


@cache
def public_holidays(year: int) -> dict[dt.date, str]:
    """Norwegian public holidays of a calendar year with their names in bokmål; ordinary Sundays are not among them."""
    return dict(sorted(holidays.country_holidays("NO", years=year, language="no").items()))
