"""School years of 190 days as in a coastal municipality in the south, with longer days for older pupils."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from skoleporten.rules.calendar import public_holidays

SCHOOL_DAYS = 190
LESSON_MINUTES = 45
# Lessons from Monday to Friday in grades 1-4, 5-7 and 8-10.
LESSONS = np.array([[5, 5, 4, 5, 4], [6, 6, 5, 6, 5], [6, 6, 7, 6, 6]], dtype=np.int16)
EPOCH = dt.date(1970, 1, 1).toordinal()

Dates = npt.NDArray[np.int32]


@dataclass(frozen=True)
class Variant:
    """What differs between schools: the ISO weeks of the breaks, and planning days as (ISO week, ISO weekday)."""

    autumn_week: int
    winter_week: int
    planning: tuple[tuple[int, int], ...]


VARIANTS = tuple(
    Variant(autumn, winter, planning)
    for autumn, winter in ((40, 8), (41, 8), (40, 9))
    for planning in (((47, 5), (3, 1)), ((46, 5), (11, 5)), ((48, 1), (5, 5)))
)
VARIANTS_IN_A_MUNICIPALITY = 3


@dataclass(frozen=True)
class SchoolYear:
    """All variants on one axis: `is_open[v, d]` says whether schools of variant v are open on `dates[d]`."""

    year: int
    dates: Dates
    weekday: npt.NDArray[np.int64]
    is_open: npt.NDArray[np.bool_]

    @property
    def lessons(self) -> npt.NDArray[np.int16]:
        """Lessons offered as [variant, band, day]; 0 where closed."""
        offered: npt.NDArray[np.int16] = LESSONS[:, self.weekday][None, :, :] * self.is_open[:, None, :].astype(
            np.int16
        )
        return offered


def day_number(date: dt.date) -> int:
    """Days since 1 January 1970, as Arrow and Parquet keep dates."""
    return date.toordinal() - EPOCH


def date_of(number: int) -> dt.date:
    return dt.date.fromordinal(int(number) + EPOCH)


def band(grade: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """0 for grades 1-4, 1 for 5-7, 2 for 8-10: those with days of the same length."""
    return np.searchsorted(np.array([5, 8]), grade, side="right").astype(np.int64)


def calendar_of(year: int) -> SchoolYear:
    per_variant = [school_dates(year, variant) for variant in VARIANTS]
    union = np.unique(np.concatenate([np.array(days, dtype=np.int32) for days in per_variant]))
    is_open = np.array([np.isin(union, days) for days in per_variant])
    return SchoolYear(year, union, (union.astype(np.int64) + 3) % 7, is_open)


@cache
def school_dates(year: int, variant: Variant) -> tuple[int, ...]:
    """The first 190 days from the middle of August that are neither weekend, holiday, break nor planning day."""
    start = dt.date.fromisocalendar(year, 34, 1)
    if start > dt.date(year, 8, 18):
        start -= dt.timedelta(days=4)
    days = (start + dt.timedelta(days=offset) for offset in range(330))
    teaching = [day_number(day) for day in days if _is_school_day(day, year, variant)]
    return tuple(teaching[:SCHOOL_DAYS])


def _is_school_day(day: dt.date, year: int, variant: Variant) -> bool:
    if day.weekday() > 4 or day in _free_days(year):
        return False
    _, week, weekday = day.isocalendar()
    if week in (variant.autumn_week, variant.winter_week):
        return False
    return (week, weekday) not in variant.planning


@cache
def _free_days(year: int) -> frozenset[dt.date]:
    """Public holidays, 21 December to 2 January, and Palm Sunday to Easter Monday."""
    public = public_holidays(year) | public_holidays(year + 1)
    easter = next(day for day, name in public.items() if day.year == year + 1 and "Første påskedag" in name)
    christmas = dt.date(year, 12, 21)
    return (
        frozenset(public)
        | {christmas + dt.timedelta(days=n) for n in range(13)}
        | {easter - dt.timedelta(days=n) for n in range(8)}
    )
