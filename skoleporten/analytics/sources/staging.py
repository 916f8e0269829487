"""Rows that were understood, kept (in memory, or on disk when many) until it is known which are duplicates."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

import numpy as np
import polars as pl

from skoleporten.analytics.sources.faults import Fault
from skoleporten.analytics.sources.output import REASONS, RejectedFile
from skoleporten.analytics.sources.profile import KINDS
from skoleporten.rules.absence import Documented, Reason

KIND = pl.Enum(KINDS)
DOCUMENTED = pl.Enum([value.value for value in Documented])
REASON = pl.Enum([value.value for value in Reason])
STAGED: dict[str, pl.DataType] = {
    "line": pl.UInt32(),
    "pupil_id": pl.String(),
    "school_id": pl.Categorical(),
    "class_id": pl.Categorical(),
    "grade": pl.Int8(),
    "date": pl.Date(),
    "kind": KIND,
    "minutes": pl.Int32(),
    "documented": DOCUMENTED,
    "reason": REASON,
    "source": pl.Categorical(),
    "source_id": pl.String(),
}
SLOT, ROW_KEY, ID_KEY = "slot", "row_key", "id_key"
KEYS = {ID_KEY: Fault.DUPLICATE_ID, ROW_KEY: Fault.DUPLICATE}
SAME = {ID_KEY: ["source", "source_id"], ROW_KEY: ["pupil_id", "school_id", "date"]}
BYTES_IN_MEMORY = 300_000_000
ROWS_AT_A_TIME = 8_000_000
TOLD = 3
Hashes: TypeAlias = np.ndarray[tuple[int], np.dtype[np.uint64]]


@dataclass(frozen=True)
class Batch:
    file: str
    rows: pl.DataFrame | Path

    def read(self, columns: list[str] | None = None) -> pl.DataFrame:
        if isinstance(self.rows, Path):
            return pl.read_ipc(self.rows, columns=columns)
        return self.rows.select(columns) if columns else self.rows

    def forget(self) -> None:
        if isinstance(self.rows, Path):
            self.rows.unlink()


@dataclass
class Staging:
    """`stage` takes frames with the columns of STAGED and SLOT: a number for what sets two rows of a day apart."""

    folder: Path
    rejected: RejectedFile
    batches: list[Batch] = field(default_factory=list)
    rows_staged: int = 0
    rows_rejected: int = 0
    rows_duplicate: int = 0
    first_rejected: list[str] = field(default_factory=list)
    bytes_in_memory: int = BYTES_IN_MEMORY

    def reject(self, file: str, rows: pl.DataFrame) -> None:
        """`rows` has the columns of REJECTED."""
        first = rows.head(TOLD - len(self.first_rejected)).iter_rows()
        self.first_rejected += [
            f"line {line}, {column} {value!r}: {REASONS[fault]}" for line, column, value, fault in first
        ]
        self.rejected.add(file, rows)
        self.rows_rejected += rows.height

    def stage(self, file: str, frame: pl.DataFrame) -> None:
        if frame.is_empty():
            return
        rows = frame.select(*(pl.col(name).cast(kind) for name, kind in STAGED.items()), row_key(), id_key())
        self.bytes_in_memory -= int(rows.estimated_size())
        self.batches.append(Batch(file, rows if self.bytes_in_memory > 0 else self._on_disk(rows)))
        self.rows_staged += rows.height

    def _on_disk(self, rows: pl.DataFrame) -> Path:
        path = self.folder / f"batch-{len(self.batches):05}.arrow"
        rows.write_ipc(path)
        return path

    def settled(self) -> Iterator[pl.DataFrame]:
        """The batches without duplicates, which are told in the file of rejected rows. Each batch is given once."""
        repeated = self._repeated()
        for number in range(len(self.batches)):
            batch, self.batches[number] = self.batches[number], Batch("", pl.DataFrame())
            frame = batch.read()
            if number in repeated:
                frame = self._without_repeated(batch.file, frame, repeated[number])
            yield frame.select(*STAGED)
            batch.forget()

    def _without_repeated(self, file: str, frame: pl.DataFrame, repeated: pl.DataFrame) -> pl.DataFrame:
        told = frame[repeated["row"]].with_columns(repeated["fault"])
        by_id = pl.col("fault") == int(Fault.DUPLICATE_ID)
        value = pl.when(by_id).then("source_id").otherwise(pl.concat_str("pupil_id", "date", separator=" "))
        column = pl.when(by_id).then(pl.lit("source_id")).otherwise(pl.lit("pupil_id, date"))
        self.rejected.add(file, told.select("line", column.alias("column"), value.alias("value"), "fault"))
        self.rows_duplicate += repeated.height
        is_kept = np.ones(frame.height, dtype=np.bool_)
        is_kept[repeated["row"].to_numpy()] = False
        return frame.filter(pl.Series(is_kept))

    def _repeated(self) -> dict[int, pl.DataFrame]:
        """For each batch with duplicates: `row` (its number within the batch) and `fault`."""
        found = [part for key, fault in KEYS.items() for part in self._repeated_by(key, fault)]
        if not found:
            return {}
        rows = pl.concat(found).sort("fault").unique(["batch", "row"], keep="first").sort("batch", "row")
        parts = rows.partition_by("batch", as_dict=True, include_key=False)
        return {int(key[0]): part for key, part in parts.items()}

    def _repeated_by(self, key: str, fault: Fault) -> Iterator[pl.DataFrame]:
        """A part of the keys at a time, so that memory is bounded however long the source is."""
        parts = 1 + self.rows_staged // ROWS_AT_A_TIME
        for part in range(parts):
            hashes = [_hashes(batch, key, part, parts) for batch in self.batches]
            twice = _twice(np.concatenate(hashes)) if hashes else np.empty(0, np.uint64)
            if len(twice):
                yield self._later_rows(key, twice).with_columns(fault=pl.lit(int(fault), pl.UInt8))

    def _later_rows(self, key: str, hashes: Hashes) -> pl.DataFrame:
        """Equal hashes may be chance: the rows' own values decide. They are joined to new texts, as parts of the old
        would keep the whole batch in memory."""
        twice, columns = pl.DataFrame({key: hashes}), [key, *SAME[key]]
        same = pl.concat_str((pl.col(name).cast(pl.String) for name in SAME[key]), separator="\x1f", ignore_nulls=True)
        found = [
            batch.read(columns)
            .with_row_index("row")
            .join(twice, on=key, how="semi")
            .select(key, "row", same=same, batch=pl.lit(number, pl.UInt32))
            for number, batch in enumerate(self.batches)
        ]
        candidates = pl.concat(found).sort("batch", "row")
        return candidates.filter(~pl.struct(key, "same").is_first_distinct()).select("batch", "row")


def row_key() -> pl.Expr:
    """One number for a pupil, school, date and slot."""
    date = pl.col("date").to_physical().cast(pl.UInt64) * 0x9E3779B97F4A7C15
    return (pl.col("pupil_id").hash(1) * 3 + pl.col("school_id").hash(2) * 5 + date + pl.col(SLOT).hash(4) * 7).alias(
        ROW_KEY
    )


def id_key() -> pl.Expr:
    return (pl.col("source_id").hash(3) + pl.col("source").hash(5) * 3).alias(ID_KEY)


def _hashes(batch: Batch, key: str, part: int, parts: int) -> Hashes:
    hashes: Hashes = batch.read([key]).to_series().to_numpy()
    return hashes if parts == 1 else hashes[hashes % parts == part]


def _twice(hashes: Hashes) -> Hashes:
    hashes.sort()
    twice: Hashes = np.unique(hashes[1:][hashes[1:] == hashes[:-1]])
    return twice
