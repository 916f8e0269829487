"""Every measure of every pupil as of a date."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import ibis

from skoleporten.analytics.counted import SLOPE_SUM, count_absence
from skoleporten.analytics.pupil_days import PupilDays
from skoleporten.analytics.runs import RUN_MEASURES, build_runs, run_measures
from skoleporten.analytics.segments import NO_CLASS, NO_GRADE
from skoleporten.analytics.stages import Stages
from skoleporten.analytics.windows import RATES_AND_COUNTS, SLOPE, Windows, window_name
from skoleporten.rules.concern import WEEKDAYS

COUNTERS = (
    "minutes_offered",
    "days_offered",
    "minutes_absent",
    "documented_minutes",
    "undocumented_minutes",
    "unknown_minutes",
    "not_absence_minutes",
    "elsewhere_minutes",
    "school_initiated_minutes",
    "days_absent",
    "lessons_absent",
    "late_count",
    "left_early_count",
    "partly_absent_days",
    *RUN_MEASURES,
    *(f"absent_days_{weekday}" for weekday in WEEKDAYS),
)
RATES = (
    "absence_rate",
    *(f"share_{weekday}" for weekday in WEEKDAYS),
    "previous_school_year_rate",
    "term_rate",
    "previous_term_rate",
    "rate_change",
    "weekly_slope",
)
# What needs to know which days were offered, and not only how many.
NEED_DATED_DAYS = (*RUN_MEASURES, *(name for name in RATES if name != "absence_rate"))
MEASURES = ibis.schema(
    {
        "pupil_id": "string",
        "school_id": "string",
        "class_id": "string",
        "grade": "int64",
        **dict.fromkeys(COUNTERS, "int64"),
        **dict.fromkeys(RATES, "float64"),
    }
)


@dataclass(frozen=True)
class Measured:
    """`by_pupil`: a row of each pupil (a number) with every count in every window, as whole numbers.

    Signals take their dates from `days.absent_days` and `runs`.
    """

    days: PupilDays
    by_pupil: Any
    runs: Any


def measure(stages: Stages, days: PupilDays, windows: Windows) -> Measured:
    runs = build_runs(stages, days.absent_days, windows)
    by_pupil = stages.keep("by_pupil", _by_pupil(days, runs, windows))
    stages.drop(days.offered)
    return Measured(days, by_pupil, runs)


def _by_pupil(days: PupilDays, runs: Any, windows: Windows) -> Any:
    counted = count_absence(days.absent_days, windows)
    sums = days.absent_days.group_by("pupil").agg(**counted)
    joined = days.offered.left_join(sums, "pupil").drop("pupil_right")
    joined = joined.left_join(run_measures(runs), "pupil").drop("pupil_right")
    # A pupil without any absence has no row to join with, and was away 0 times.
    return joined.mutate(**{name: joined[name].fill_null(0) for name in (*counted, *RUN_MEASURES)})


def measures_table(measured: Measured) -> Any:
    """In the schema MEASURES: a row of each pupil."""
    rows = measured.by_pupil.join(measured.days.pupils, "pupil").join(measured.days.variants, "variant")
    year = {name: rows[f"school_year_{name}"] for name in _IN_THE_SCHOOL_YEAR}
    known = {name: rows[name] for name in COUNTERS if name in rows.columns}
    unknown = year["minutes_absent"] - year["documented_minutes"] - year["undocumented_minutes"]
    columns = {**known, **year, "unknown_minutes": unknown, **_rates(rows), **_shares(rows)}
    class_id = rows.class_id.nullif(NO_CLASS)
    return rows.select(
        "pupil_id",
        "school_id",
        class_id=class_id,
        grade=rows.grade.nullif(NO_GRADE),
        **{name: columns[name] for name in _MEASURED},
    ).cast(MEASURES)


_MEASURED = (*COUNTERS, *RATES)
_IN_THE_SCHOOL_YEAR = ("minutes_offered", "days_offered", *RATES_AND_COUNTS)


def _rates(rows: Any) -> dict[str, Any]:
    rates = {
        name: _share(rows[f"{window}_minutes_absent"], rows[f"{window}_minutes_offered"])
        for name, window in _RATE_OF.items()
    }
    slope = _share(2 * rows[SLOPE_SUM], 21 * rows[f"{window_name(SLOPE)}_minutes_offered"])
    change = rates["term_rate"] - rates["previous_term_rate"]
    return {**rates, "weekly_slope": slope, "rate_change": change}


def _shares(rows: Any) -> dict[str, Any]:
    return {
        f"share_{weekday}": _share(rows[f"absent_days_{weekday}"], rows.school_year_days_absent) for weekday in WEEKDAYS
    }


_RATE_OF = {
    "absence_rate": "school_year",
    "previous_school_year_rate": "previous_school_year",
    "term_rate": "term",
    "previous_term_rate": "previous_term",
}


def _share(numerator: Any, denominator: Any) -> Any:
    """Null where there is nothing to take a share of."""
    return numerator.cast("float64") / denominator.nullif(0).cast("float64")
