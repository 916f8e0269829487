"""Writing results: under a temporary name until all of it is there, so that nothing is ever half written."""

from __future__ import annotations

import csv
import errno
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TextIO

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from skoleporten.analytics.sources.faults import EXPLANATIONS, Fault
from skoleporten.analytics.tables import Table
from skoleporten.rules.errors import Place, RefusedError

FULL = {errno.ENOSPC, errno.EFBIG, errno.EDQUOT}
FULL_TEXTS = ("No space left", "File too large", "Disk quota", "os error 28", "os error 27")
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
REJECTED_COLUMNS = ("file", "line", "column", "value", "reason", "what_to_do")
POLARS_TYPES: dict[str, Any] = {"string": pl.String, "int64": pl.Int64, "date": pl.Date}
ARROW_TYPES: dict[str, Any] = {"string": pa.string(), "int64": pa.int64(), "date": pa.date32()}


def polars_schema(table: Table) -> dict[str, Any]:
    return {column.name: POLARS_TYPES[column.type] for column in table.columns}


def arrow_schema(table: Table) -> pa.Schema:
    return pa.schema([pa.field(column.name, ARROW_TYPES[column.type]) for column in table.columns])


def is_disk_full(error: BaseException) -> bool:
    """Polars and PyArrow give the operating system's error in words only."""
    return getattr(error, "errno", None) in FULL or any(text in str(error) for text in FULL_TEXTS)


@contextmanager
def all_or_nothing(work_dir: Path) -> Iterator[Path]:
    """A folder to write into; its files (not its folders) move to `work_dir` at the end, or vanish when anything fails.

    Raises RefusedError when the disk is full.
    """
    try:
        work_dir.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".reading-", dir=work_dir) as name:
            staging = Path(name)
            yield staging
            for path in sorted(staging.iterdir()):
                if path.is_file():
                    path.replace(work_dir / path.name)
    except (OSError, pl.exceptions.PolarsError, pa.ArrowException) as error:
        if not is_disk_full(error):
            raise
        raise RefusedError(
            "The disk is full; nothing was kept.",
            place=Place(str(work_dir)),
            do="Free some room, or give another folder, and run again.",
        ) from error


def neutralised(value: str) -> str:
    """A leading apostrophe makes a spreadsheet show the cell instead of running it."""
    return "'" + value if value.startswith(FORMULA_STARTS) else value


@dataclass(frozen=True)
class RejectedRow:
    line: int
    column: str
    value: str
    fault: Fault

    @property
    def reason(self) -> str:
        return EXPLANATIONS[self.fault].reason


class RejectedFile:
    """rejected.csv: one line for each row that was not used, as UTF-8 with a byte order mark for spreadsheets."""

    def __init__(self, path: Path) -> None:
        self._file: TextIO = path.open("w", encoding="utf-8-sig", newline="")
        self._writer = csv.writer(self._file)
        self._writer.writerow(REJECTED_COLUMNS)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def add(self, file: str, rows: Iterable[RejectedRow]) -> None:
        for row in rows:
            why = EXPLANATIONS[row.fault]
            shown = (neutralised(text) for text in (file, row.column, readable(row.value)))
            name, column, value = shown
            self._writer.writerow((name, row.line, column, value, why.reason, why.what_to_do))


def readable(value: str) -> str:
    """Control characters as escapes and at most 200 characters, so that the file stays a file of lines."""
    text = value[:200]
    return (
        text if text.isprintable() else "".join(char if char.isprintable() else f"\\x{ord(char):02x}" for char in text)
    )


class TableFile:
    """A Parquet file in the contract, written batch by batch."""

    def __init__(self, path: Path, table: Table) -> None:
        self.path = path
        self.rows = 0
        self._table = table
        self._schema = arrow_schema(table)
        repeating = [name for name in table.names if name != "source_id"]
        self._writer = pq.ParquetWriter(
            path, self._schema, compression="zstd", compression_level=1, use_dictionary=repeating
        )

    def add(self, frame: pl.DataFrame) -> None:
        """Casts to the contract's types; the values must have been validated."""
        typed = frame.select(pl.col(name).cast(kind) for name, kind in polars_schema(self._table).items())
        self._writer.write_table(typed.to_arrow().cast(self._schema))
        self.rows += frame.height

    def close(self) -> None:
        self._writer.close()


def write_table(path: Path, table: Table, frame: pl.DataFrame) -> None:
    file = TableFile(path, table)
    try:
        file.add(frame)
    finally:
        file.close()
