from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

import polars as pl
import pytest

from skoleporten.analytics.sources import staging
from skoleporten.analytics.sources.output import RejectedFile
from skoleporten.analytics.sources.staging import Staging


def rows(*keys: tuple[int, str], first_line: int = 2) -> pl.DataFrame:
    """A row for each (pupil, id); all on one day."""
    return pl.DataFrame(
        {
            "line": range(first_line, first_line + len(keys)),
            "pupil_id": [str(pupil) for pupil, _ in keys],
            "source_id": [key for _, key in keys],
        }
    ).with_columns(
        school_id=pl.lit("s1"),
        class_id=pl.lit(None, pl.String),
        grade=pl.lit(None, pl.Int8),
        date=pl.lit(dt.date(2026, 1, 12)),
        kind=pl.lit("day"),
        minutes=pl.lit(300),
        documented=pl.lit("true"),
        reason=pl.lit("unknown"),
        source=pl.lit("sys"),
        slot=pl.lit(0, pl.UInt64),
    )


def settled(folder: Path, *batches: pl.DataFrame, bytes_in_memory: int) -> tuple[list[str], list[str]]:
    """The ids that are kept, and the lines that are told as duplicates."""
    with RejectedFile(folder / "rejected.csv") as rejected:
        stage = Staging(folder, rejected, bytes_in_memory=bytes_in_memory)
        for batch in batches:
            stage.stage("a.csv", batch)
        assert bool(list(folder.glob("*.arrow"))) == (bytes_in_memory == 0)
        kept = [key for frame in stage.settled() for key in frame["source_id"]]
    assert not list(folder.glob("*.arrow"))
    with (folder / "rejected.csv").open(encoding="utf-8-sig", newline="") as file:
        told = [row["line"] for row in csv.DictReader(file)]
    assert stage.rows_duplicate == len(told) == stage.rows_staged - len(kept)
    return kept, told


FIRST = rows((1, "a"), (2, "b"), (3, "c"))
SECOND = rows((4, "b"), (3, "d"), (5, "e"), first_line=5)


@pytest.mark.parametrize("bytes_in_memory", [0, 10_000_000])
@pytest.mark.parametrize("rows_at_a_time", [1, 2, 1_000])
def test_duplicates_are_found_across_batches_in_memory_and_on_disk(
    tmp_path, monkeypatch, bytes_in_memory, rows_at_a_time
):
    monkeypatch.setattr(staging, "ROWS_AT_A_TIME", rows_at_a_time)
    kept, told = settled(tmp_path, FIRST, SECOND, bytes_in_memory=bytes_in_memory)
    assert kept == ["a", "b", "c", "e"]
    assert told == ["5", "6"]


def test_rows_whose_hashes_are_equal_by_chance_are_no_duplicates(tmp_path, monkeypatch):
    monkeypatch.setattr(staging, "row_key", lambda: pl.lit(7, pl.UInt64).alias(staging.ROW_KEY))
    monkeypatch.setattr(staging, "id_key", lambda: pl.lit(7, pl.UInt64).alias(staging.ID_KEY))
    kept, told = settled(tmp_path, FIRST, SECOND, bytes_in_memory=10_000_000)
    assert (kept, told) == (["a", "b", "c", "e"], ["5", "6"])


def test_nothing_staged_is_nothing_settled(tmp_path):
    assert settled(tmp_path, rows(), bytes_in_memory=10_000_000) == ([], [])
