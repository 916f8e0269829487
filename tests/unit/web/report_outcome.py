"""Outcomes made by hand, for the report's tests."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl

from skoleporten.rules.concern import WEEKDAYS, RuleSet, load_rule_set
from skoleporten.web.report.outcome import Outcome, Rows

AS_OF = dt.date(2026, 1, 15)
MONTH = "kristiansand/month-10-percent"
COUNTED = {"minutes_offered": 1000, "days_offered": 90} | dict.fromkeys(
    (
        "minutes_absent", "documented_minutes", "undocumented_minutes", "unknown_minutes", "not_absence_minutes",
        "elsewhere_minutes",
        "school_initiated_minutes", "days_absent", "lessons_absent", "late_count",
        *(f"absent_days_{weekday}" for weekday in WEEKDAYS),
    ),
    0,
)  # fmt: skip
SIGNAL_SCHEMA = {
    "pupil_id": pl.String,
    "rule": pl.String,
    "window_start": pl.Date,
    "window_end": pl.Date,
    "value": pl.Float64,
    "limit": pl.Float64,
    "offered_days": pl.Int64,
    "dates": pl.List(pl.Date),
}


def pupil(pupil_id: str, **measures: Any) -> dict[str, Any]:
    """90 days of 1000 minutes in all at school S1, grade 8, nothing absent, unless told otherwise."""
    row = {"pupil_id": pupil_id, "school_id": "S1", "class_id": "8A", "grade": 8, **COUNTED, **measures}
    offered = row["minutes_offered"]
    return row | {"absence_rate": row["minutes_absent"] / offered if offered else None}


def signal(pupil_id: str, rule: str = MONTH, value: float = 0.25, days: tuple[int, ...] = (5, 6, 7)) -> dict[str, Any]:
    return {
        "pupil_id": pupil_id,
        "rule": rule,
        "window_start": dt.date(2025, 12, 16),
        "window_end": AS_OF,
        "value": value,
        "limit": 0.1,
        "offered_days": 12,
        "dates": [dt.date(2026, 1, day) for day in days],
    }


def make_outcome(
    folder: Path, pupils: list[dict[str, Any]], signals: Sequence[dict[str, Any]] = (), **more: Any
) -> Outcome:
    rejected = folder / "rejected.csv"
    if not rejected.exists():
        rejected.write_text("\ufefffile,line,column,value,reason,what_to_do\n", encoding="utf-8")
    sets: list[RuleSet] = [load_rule_set("kristiansand")]
    reached = [row["rule"] for row in signals]
    values: dict[str, Any] = {
        "as_of": AS_OF,
        "engine": "duckdb",
        "denominator": "calendar",
        "sources": ["fravaer.csv"],
        "measures": pl.DataFrame(pupils, infer_schema_length=None),
        "signals": pl.DataFrame(list(signals), schema=SIGNAL_SCHEMA),
        "school_days": pl.DataFrame({"weekday": list(range(5)), "days": [18, 18, 18, 18, 18]}),
        "rule_sets": sets,
        "pupils_by_rule": {rule.full_id: reached.count(rule.full_id) for rule in sets[0].rules},
        "counts": {},
        "rows": Rows(10, 10, 0, 0),
        "warnings": [],
        "rejected": rejected,
    }
    return Outcome(**values | more)
