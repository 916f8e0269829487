"""Writing results: under a temporary name until all of it is there, so that nothing is ever half written."""

from __future__ import annotations

import errno
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Self

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from skoleporten.analytics.sources.faults import EXPLANATIONS, Fault
from skoleporten.analytics.tables import Table
from skoleporten.rules.errors import Place, RefusedError

FULL = {errno.ENOSPC, errno.EFBIG, errno.EDQUOT}
FULL_TEXTS = ("No space left", "File too large", "Disk quota", "os error 28", "os error 27")
FORMULA_START = r"^[=+\-@\t\r]"
LONGEST_SHOWN = 200
STAGING = ".reading-"
REJECTED_COLUMNS = ("file", "line", "column", "value", "reason", "what_to_do")
POLARS_TYPES: dict[str, Any] = {"string": pl.String, "int64": pl.Int64, "date": pl.Date}
ARROW_TYPES: dict[str, Any] = {"string": pa.string(), "int64": pa.int64(), "date": pa.date32()}


def polars_schema(table: Table) -> dict[str, Any]:
    return {column.name: POLARS_TYPES[column.type] for column in table.columns}


def arrow_schema(table: Table) -> pa.Schema:
    return pa.schema([pa.field(column.name, ARROW_TYPES[column.type]) for column in table.columns])


def _remove_left_over(work_dir: Path) -> None:
    """What a killed process of before could not remove. One at a time reads into a folder."""
    for path in work_dir.glob(STAGING + "*"):
        shutil.rmtree(path, ignore_errors=True)


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
        _remove_left_over(work_dir)
        with tempfile.TemporaryDirectory(prefix=STAGING, dir=work_dir) as name:
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


@dataclass(frozen=True)
class RejectedRow:
    line: int
    column: str
    value: str
    fault: Fault

    @property
    def reason(self) -> str:
        return EXPLANATIONS[self.fault].reason


REJECTED = {"line": pl.UInt32(), "column": pl.String(), "value": pl.String(), "fault": pl.UInt8()}
REASONS = {int(fault): why.reason for fault, why in EXPLANATIONS.items()}
WHAT_TO_DO = {int(fault): why.what_to_do for fault, why in EXPLANATIONS.items()}


def rejected_frame(rows: Iterable[RejectedRow]) -> pl.DataFrame:
    told = [(row.line, row.column, row.value, int(row.fault)) for row in rows]
    return pl.DataFrame(told, schema=REJECTED, orient="row")


class RejectedFile:
    """rejected.csv: one line for each row that was not used, as UTF-8 with a byte order mark for spreadsheets."""

    def __init__(self, path: Path) -> None:
        self._file: BinaryIO = path.open("wb")
        self._file.write(b"\xef\xbb\xbf" + ",".join(REJECTED_COLUMNS).encode() + b"\n")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._file.close()

    def add(self, file: str, rows: pl.DataFrame) -> None:
        """`rows` has the columns of REJECTED."""
        if rows.is_empty():
            return
        fault = pl.col("fault")
        told = rows.select(
            pl.lit(file).alias("file"),
            "line",
            "column",
            pl.col("value").fill_null("").str.head(LONGEST_SHOWN),
            fault.replace_strict(REASONS, return_dtype=pl.String).alias("reason"),
            fault.replace_strict(WHAT_TO_DO, return_dtype=pl.String).alias("what_to_do"),
        )
        told = told.with_columns(_readable(told["value"])).with_columns(
            _neutralised(name) for name in ("file", "column", "value")
        )
        told.write_csv(self._file, include_header=False)


def _readable(values: pl.Series) -> pl.Series:
    """Control characters as escapes, so that the file stays a file of lines."""
    if not values.str.contains(r"\p{C}").any():
        return values
    return values.map_elements(escaped, return_dtype=pl.String)


def escaped(text: str) -> str:
    return "".join(char if char.isprintable() else f"\\x{ord(char):02x}" for char in text)


def _neutralised(name: str) -> pl.Expr:
    """A leading apostrophe makes a spreadsheet show the cell instead of running it."""
    text = pl.col(name)
    return pl.when(text.str.contains(FORMULA_START)).then(pl.concat_str(pl.lit("'"), text)).otherwise(text).alias(name)


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
