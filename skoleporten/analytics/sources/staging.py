"""Rows that were understood, kept on disk batch by batch until it is known which of them are duplicates."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import polars as pl

from skoleporten.analytics.sources.faults import Fault
from skoleporten.analytics.sources.output import RejectedFile, RejectedRow

STAGED: dict[str, pl.DataType] = {
    "line": pl.UInt32(),
    "pupil_id": pl.String(),
    "school_id": pl.String(),
    "class_id": pl.String(),
    "grade": pl.Int64(),
    "date": pl.Date(),
    "kind": pl.String(),
    "minutes": pl.Int64(),
    "documented": pl.String(),
    "reason": pl.String(),
    "source": pl.String(),
    "source_id": pl.String(),
}
ROW_KEY, ID_KEY = "row_key", "id_key"
ROWS_AT_A_TIME = 8_000_000
TOLD = 3


@dataclass
class Staging:
    """`stage` takes frames with the columns STAGED and `slot`: what else sets two rows of a pupil's day apart."""

    folder: Path
    rejected: RejectedFile
    files: list[str] = field(default_factory=list)
    batches: list[tuple[int, Path]] = field(default_factory=list)
    rows_staged: int = 0
    rows_rejected: int = 0
    rows_duplicate: int = 0
    first_rejected: list[str] = field(default_factory=list)

    def reject(self, file: str, rows: list[RejectedRow]) -> None:
        missing = TOLD - len(self.first_rejected)
        self.first_rejected += [f"line {row.line}, {row.column} {row.value!r}: {row.reason}" for row in rows[:missing]]
        self.rejected.add(file, rows)
        self.rows_rejected += len(rows)

    def stage(self, file: str, frame: pl.DataFrame) -> None:
        if frame.is_empty():
            return
        if file not in self.files:
            self.files.append(file)
        path = self.folder / f"batch-{len(self.batches):05}.arrow"
        frame.select(*STAGED, row_key().alias(ROW_KEY), id_key().alias(ID_KEY)).write_ipc(path)
        self.batches.append((self.files.index(file), path))
        self.rows_staged += frame.height

    def settled(self) -> Iterator[pl.DataFrame]:
        """The batches without duplicates, which are told in the file of rejected rows."""
        repeated = self._repeated()
        for number, (file, path) in enumerate(self.batches):
            frame = pl.read_ipc(path)
            lines = repeated.get(number)
            if lines is not None:
                frame = frame.with_row_index("row").join(lines, on="row", how="left")
                self._tell(self.files[file], frame.filter(pl.col("fault").is_not_null()))
                frame = frame.filter(pl.col("fault").is_null())
            yield frame.select(*STAGED)
            path.unlink()

    def _tell(self, file: str, frame: pl.DataFrame) -> None:
        told = frame.select("line", "source_id", "fault", value=pl.concat_str("pupil_id", "date", separator=" "))
        self.rejected.add(file, (_as_rejected(*row) for row in told.iter_rows()))
        self.rows_duplicate += frame.height

    def _repeated(self) -> dict[int, pl.DataFrame]:
        """For each batch with duplicates: `row` (its number within the batch) and `fault`."""
        found = [part for key, fault in KEYS for part in self._repeated_by(key, fault)]
        if not found:
            return {}
        rows = pl.concat(found).sort("fault").unique(["batch", "row"], keep="first")
        parts = rows.partition_by("batch", as_dict=True, include_key=False)
        return {int(key[0]): part for key, part in parts.items()}

    def _repeated_by(self, key: str, fault: Fault) -> Iterator[pl.DataFrame]:
        """A part of the keys at a time, so that memory is bounded however long the source is."""
        parts = 1 + self.rows_staged // ROWS_AT_A_TIME
        for part in range(parts):
            hashes = np.concatenate(
                [self._hashes(path, key, part, parts) for _, path in self.batches] or [np.empty(0, "u8")]
            )
            hashes.sort()
            twice = np.unique(hashes[1:][hashes[1:] == hashes[:-1]])
            if len(twice):
                yield self._later_rows(key, twice).with_columns(fault=pl.lit(int(fault), pl.UInt8))

    def _hashes(self, path: Path, key: str, part: int, parts: int) -> np.ndarray[tuple[int], np.dtype[np.uint64]]:
        hashes = pl.read_ipc(path, columns=[key]).to_series().to_numpy()
        return hashes if parts == 1 else hashes[hashes % parts == part]

    def _later_rows(self, key: str, hashes: np.ndarray[tuple[int], np.dtype[np.uint64]]) -> pl.DataFrame:
        """Equal hashes may be chance: the rows' own values decide."""
        twice = pl.DataFrame({key: hashes})
        same = ["source", "source_id"] if key == ID_KEY else ["pupil_id", "school_id", "date"]
        found = [
            pl.read_ipc(path, columns=[key, *same])
            .with_row_index("row")
            .join(twice, on=key, how="semi")
            .with_columns(batch=pl.lit(number, pl.UInt32))
            for number, (_, path) in enumerate(self.batches)
        ]
        candidates = pl.concat(found).sort("batch", "row")
        return candidates.filter(~pl.struct(key, *same).is_first_distinct()).select("batch", "row")


KEYS = ((ID_KEY, Fault.DUPLICATE_ID), (ROW_KEY, Fault.DUPLICATE))


def row_key() -> pl.Expr:
    """One number for a pupil, school, date and slot."""
    return (
        pl.col("pupil_id").hash(1) * 3
        + pl.col("school_id").hash(2) * 5
        + pl.col("date").to_physical().cast(pl.UInt64) * 0x9E3779B97F4A7C15
        + pl.col("slot").hash(4) * 7
    )


def id_key() -> pl.Expr:
    return pl.col("source_id").hash(3) + pl.col("source").hash(5) * 3


def _as_rejected(line: int, source_id: str, fault: int, value: str) -> RejectedRow:
    if fault == Fault.DUPLICATE_ID:
        return RejectedRow(line, "source_id", source_id, Fault.DUPLICATE_ID)
    return RejectedRow(line, "pupil_id, date", value, Fault.DUPLICATE)
