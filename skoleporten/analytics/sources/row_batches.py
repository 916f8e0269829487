"""Rows that a format gives one by one, staged in batches of columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from skoleporten.analytics.sources.context import Context
from skoleporten.analytics.sources.faults import Fault
from skoleporten.analytics.sources.output import RejectedRow, rejected_frame
from skoleporten.analytics.sources.staging import SLOT, STAGED, Staging
from skoleporten.analytics.sources.validation import FIRST_YEAR, LAST_YEAR, faults_of_context

BATCH = 50_000
SCHEMA = {**STAGED, "school_id": pl.String(), SLOT: pl.String()}
COLUMN_OF_FAULT = {
    Fault.UNKNOWN_SCHOOL: "school_id",
    Fault.NO_ENROLMENT: "pupil_id",
    Fault.MINUTES_ABOVE_DAY: "minutes",
    Fault.DATE_OUT_OF_RANGE: "date",
}


@dataclass
class RowBatches:
    """Checks against `known` what can only be checked with the other tables. Call `finish` at the end of each file."""

    staging: Staging
    known: Context
    file: str = ""
    _rows: list[tuple[Any, ...]] = field(default_factory=list)

    def add(self, row: Mapping[str, Any]) -> None:
        self._rows.append(tuple(row.get(name) for name in SCHEMA))
        if len(self._rows) >= BATCH:
            self.finish()

    def reject(self, line: int, column: str, value: str, fault: Fault) -> None:
        self.staging.reject(self.file, rejected_frame([RejectedRow(line, column, value, fault)]))

    def finish(self) -> None:
        frame = pl.DataFrame(self._rows, schema=SCHEMA, orient="row")
        self._rows.clear()
        if self.known.days is not None:
            frame = frame.join(self.known.days, on=["school_id", "date"], how="left", maintain_order="left")
        is_in_range = pl.col("date").dt.year().is_between(FIRST_YEAR, LAST_YEAR)
        for fault, condition in [(Fault.DATE_OUT_OF_RANGE, ~is_in_range), *faults_of_context(self.known)]:
            column = COLUMN_OF_FAULT[fault]
            value = pl.col(column).cast(pl.String)
            faulty = frame.filter(condition).select(
                "line", column=pl.lit(column), value=value, fault=pl.lit(int(fault), pl.UInt8)
            )
            self.staging.reject(self.file, faulty)
            frame = frame.filter(~condition)
        self.staging.stage(self.file, frame.with_columns(pl.col(SLOT).hash(4)))
