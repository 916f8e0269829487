"""One row of each pupil with absence: all that is counted over absent days, in every window, in one pass."""

from __future__ import annotations

from typing import Any

from skoleporten.analytics.absent_days import PART, WHOLE
from skoleporten.analytics.day_numbers import number_of, weekday
from skoleporten.analytics.windows import BLOCK, BLOCKS, DatedWindow, SchoolDaysWindow, Windows
from skoleporten.rules.concern import WEEKDAYS

SLOPE_SUM = "slope_sum"


def count_absence(absent_days: Any, windows: Windows) -> dict[str, Any]:
    """The columns of a GROUP BY pupil: `<window>_<measure>`, and what is measured over the school year only."""
    columns: dict[str, Any] = {}
    for window in windows.all:
        inside = is_inside(absent_days, window)
        for measure in window.counted:
            columns[f"{window.name}_{measure}"] = _count(absent_days, measure, inside)
    year = is_inside(absent_days, windows.school_year)
    columns["not_absence_minutes"] = _sum(absent_days.not_absence, year)
    columns["elsewhere_minutes"] = _sum(absent_days.elsewhere, year)
    columns["school_initiated_minutes"] = _sum(absent_days.initiated, year)
    for number, name in enumerate(WEEKDAYS):
        on_weekday = year & (absent_days.absence == WHOLE) & (weekday(absent_days["day"]) == number)
        columns[f"absent_days_{name}"] = on_weekday.sum().fill_null(0).cast("int32")
    columns[SLOPE_SUM] = _slope_sum(absent_days)
    return columns


def is_inside(absent_days: Any, window: DatedWindow | SchoolDaysWindow) -> Any:
    """`back` counts the pupil's offered days after a day, so the last n have 0 to n - 1."""
    if isinstance(window, SchoolDaysWindow):
        return absent_days.back < window.length
    day = absent_days["day"]
    return (day >= number_of(window.start)) & (day <= number_of(window.end))


def _count(days: Any, measure: str, inside: Any) -> Any:
    match measure:
        case "days_absent":
            return (inside & (days.absence == WHOLE)).sum().fill_null(0).cast("int32")
        case "partly_absent_days":
            return (inside & (days.absence == PART)).sum().fill_null(0).cast("int32")
    return _sum(days[COLUMN_OF[measure]], inside)


COLUMN_OF = {
    "minutes_absent": "minutes",
    "documented_minutes": "documented",
    "undocumented_minutes": "undocumented",
    "lessons_absent": "lessons",
    "late_count": "late",
    "left_early_count": "left_early",
}


def _sum(column: Any, inside: Any) -> Any:
    return column.sum(where=inside).fill_null(0).cast("int32")


def _slope_sum(days: Any) -> Any:
    """Minutes of the last forty offered days, weighted by their block of five: 7 for the newest, -7 for the oldest."""
    recent = days.back < BLOCK * BLOCKS
    weight = (BLOCKS - 1) - 2 * (days.back // BLOCK).cast("int32")
    return (weight * days.minutes).sum(where=recent).fill_null(0).cast("int32")
