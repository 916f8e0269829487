"""What every format gives while it is read, before denominators and enrolments are settled."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from skoleporten.analytics.sources.loaded import SessionDays

DAYS_SCHEMA: dict[str, pl.DataType] = {
    "school_id": pl.String(),
    "grade": pl.Int64(),
    "date": pl.Date(),
    "minutes_offered": pl.Int64(),
}


@dataclass
class Intake:
    """`enrolments` and `calendar` are Parquet files of the contract where the source has them.

    `nominal_day_minutes` is the length of a day that only presence rows tell of.
    """

    format: str
    profile: str | None = None
    source: str = ""
    nominal_day_minutes: int = 300
    enrolments: Path | None = None
    calendar: Path | None = None
    unregistered: Path | None = None
    session_days: tuple[SessionDays, ...] = ()
    warnings: list[str] = field(default_factory=list)
    pupils_without_school: int = 0
