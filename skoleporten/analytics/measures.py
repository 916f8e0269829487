"""Every measure of every pupil as of a date."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import ibis

from skoleporten.analytics.absent_days import build_absent_days, registrations_on
from skoleporten.analytics.contract import ContractTables
from skoleporten.analytics.counted import SLOPE_SUM, count_absence
from skoleporten.analytics.offered import Offered, build_offered, unregistered_pupil_days
from skoleporten.analytics.registrations import registrations_by_day
from skoleporten.analytics.runs import build_runs, run_measures
from skoleporten.analytics.school_days import build_school_days
from skoleporten.analytics.segments import NO_CLASS, NO_GRADE, build_segments
from skoleporten.analytics.stages import Stages, whole
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
    "school_initiated_minutes",
    "days_absent",
    "lessons_absent",
    "late_count",
    "left_early_count",
    "partly_absent_days",
    "spells",
    "longest_spell_days",
    "current_run_days",
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

    `pupils` gives pupil_id of a pupil; `absent_days` and `runs` are what signals take their dates from.
    """

    by_pupil: Any
    pupils: Any
    variants: Any
    absent_days: Any
    runs: Any
    counts: dict[str, int]


def measure(stages: Stages, tables: ContractTables, windows: Windows) -> Measured:
    as_of = windows.as_of
    segments = build_segments(stages, tables.enrolments, as_of)
    school_days = build_school_days(stages, tables.calendar, tables.unregistered, segments.variants, as_of)
    offered = build_offered(stages, segments, school_days, windows)
    until = tables.absences.filter(tables.absences.date <= as_of)
    registrations = registrations_by_day(stages, until, segments.pupils)
    absent_days = build_absent_days(stages, registrations, offered.segments, school_days.days)
    counts = _set_aside(until, registrations, offered, school_days.days, absent_days)
    stages.drop_all_but(segments.pupils, segments.variants, offered.pupils, absent_days)
    runs = build_runs(stages, absent_days, windows)
    by_pupil = stages.keep("by_pupil", _by_pupil(offered.pupils, absent_days, runs, windows))
    stages.drop(offered.pupils)
    return Measured(by_pupil, segments.pupils, segments.variants, absent_days, runs, counts)


def _by_pupil(offered: Any, absent_days: Any, runs: Any, windows: Windows) -> Any:
    counted = count_absence(absent_days, windows)
    sums = absent_days.group_by("pupil").agg(**counted)
    spells = run_measures(runs)
    joined = offered.left_join(sums, "pupil").drop("pupil_right").left_join(spells, "pupil").drop("pupil_right")
    zero_without_absence = (*counted, "spells", "longest_spell_days", "current_run_days")
    return joined.mutate(**{name: joined[name].fill_null(0) for name in zero_without_absence})


def _set_aside(until: Any, registrations: Any, offered: Offered, school_days: Any, absent_days: Any) -> dict[str, int]:
    """What is counted and reported, and never used."""
    of_pupils = whole(registrations.registrations.sum())
    used = whole(absent_days.registrations.sum())
    missing = school_days.filter(~school_days.registered)
    on_missing = whole(missing.count()) and registrations_on(registrations, offered.segments, missing)
    return {
        "registrations": of_pupils,
        "registrations_of_others": whole(until.count()) - of_pupils,
        "registrations_off_offered_days": of_pupils - used,
        "registrations_on_unregistered_days": on_missing,
        "unregistered_pupil_days": unregistered_pupil_days(offered.segments, missing),
        "pupils": whole(offered.pupils.count()),
        "pupils_without_offered_days": whole((offered.pupils.school_year_days_offered == 0).sum()),
    }


def measures_table(measured: Measured) -> Any:
    """In the schema MEASURES: a row of each pupil."""
    rows = measured.by_pupil.join(measured.pupils, "pupil").join(measured.variants, "variant")
    year = {name: rows[f"school_year_{name}"] for name in _IN_THE_SCHOOL_YEAR}
    known = {name: rows[name] for name in COUNTERS if name in rows.columns}
    unknown = year["minutes_absent"] - year["documented_minutes"] - year["undocumented_minutes"]
    columns = {**known, **year, "unknown_minutes": unknown, **_rates(rows)}
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
    shares = {
        f"share_{weekday}": _share(rows[f"absent_days_{weekday}"], rows.school_year_days_absent) for weekday in WEEKDAYS
    }
    slope = _share(2 * rows[SLOPE_SUM], 21 * rows[f"{window_name(SLOPE)}_minutes_offered"])
    change = rates["term_rate"] - rates["previous_term_rate"]
    return {**rates, **shares, "weekly_slope": slope, "rate_change": change}


_RATE_OF = {
    "absence_rate": "school_year",
    "previous_school_year_rate": "previous_school_year",
    "term_rate": "term",
    "previous_term_rate": "previous_term",
}


def _share(numerator: Any, denominator: Any) -> Any:
    """Null where there is nothing to take a share of."""
    return numerator.cast("float64") / denominator.nullif(0).cast("float64")
