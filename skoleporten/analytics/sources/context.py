"""What is known beside the rows: the schools, the pupils and the length of the school days, where they are given."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import polars as pl

DAY_LENGTH = "day_length"


@dataclass(frozen=True)
class Context:
    """Each is None where it was not given. `days` has school_id, date and DAY_LENGTH: the longest day of any grade."""

    schools: pl.Series | None = None
    pupils: pl.Series | None = None
    days: pl.DataFrame | None = None

    def unless(self, given: Context) -> Context:
        """What was given goes before what the source has itself."""
        return Context(
            given.schools if given.schools is not None else self.schools,
            given.pupils if given.pupils is not None else self.pupils,
            given.days if given.days is not None else self.days,
        )


def context(enrolments: Path | None, calendar: Path | None) -> Context:
    """From Parquet files in the contract."""
    pupils = pl.read_parquet(enrolments, columns=["pupil_id", "school_id"]) if enrolments else None
    days = pl.read_parquet(calendar, columns=["school_id", "date", "minutes_offered"]) if calendar else None
    if days is not None:
        days = days.group_by("school_id", "date").agg(pl.col("minutes_offered").max().alias(DAY_LENGTH))
    schools = [table["school_id"] for table in (pupils, days) if table is not None]
    return Context(
        schools=pl.concat(schools).unique() if schools else None,
        pupils=pupils["pupil_id"].unique() if pupils is not None else None,
        days=days,
    )
