"""Our own contract as Parquet or CSV: tables named enrolments, calendar, absences and unregistered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from skoleporten.analytics.sources import delimited, remarks
from skoleporten.analytics.sources.context import Context, context
from skoleporten.analytics.sources.delimited import FORMULA, LINE
from skoleporten.analytics.sources.faults import Fault
from skoleporten.analytics.sources.intake import Intake
from skoleporten.analytics.sources.output import RejectedFile, RejectedRow, polars_schema, rejected_frame, write_table
from skoleporten.analytics.sources.staging import Staging
from skoleporten.analytics.sources.validation import FAULT, faults_of_context
from skoleporten.analytics.sources.watched import unchanged
from skoleporten.analytics.tables import ABSENCES, CALENDAR, CONTRACT, ENROLMENTS, UNREGISTERED, Column, Table
from skoleporten.rules.absence import Kind
from skoleporten.rules.errors import Place, RefusedError

ROWS_AT_A_TIME = 1_000_000
FAULTY_COLUMN, RAW = "faulty_column", "raw_"
PARTLY = (Kind.LATE.value, Kind.LEFT_EARLY.value)


def table_of(path: Path) -> Table | None:
    """The table of the contract that a file holds: by its headings; further columns only where its name says it too."""
    names = set(headings(path))
    fitting = [table for table in CONTRACT if {column.name for column in table.columns if column.required} <= names]
    fitting = [table for table in fitting if path.stem == table.name or names <= set(table.names)]
    return max(fitting, key=lambda table: len(table.columns)) if fitting else None


def headings(path: Path) -> tuple[str, ...]:
    if path.suffix == ".parquet":
        try:
            return tuple(pq.read_schema(path).names)
        except (pa.ArrowException, OSError) as error:
            raise RefusedError("The file is not Parquet.", place=Place(path.name), do="Export it again.") from error
    with path.open("rb") as file:
        return delimited.sniff(file, path.name).headings


@dataclass(frozen=True)
class Counts:
    used: int
    rejected: int
    duplicates: int

    def told(self, table: str) -> list[str]:
        parts = {remarks.LEFT_OUT_REJECTED: self.rejected, remarks.LEFT_OUT_REPEATED: self.duplicates}
        return [remark(table=table, count=count) for remark, count in parts.items() if count]


def read_table(path: Path, table: Table, target: Path, rejected: RejectedFile) -> Counts:
    """Writes the sound rows of a table that fits in memory; of rows with the same key the first is kept."""
    batches, faulty = [pl.DataFrame(schema={LINE: pl.UInt32, **polars_schema(table)})], 0
    for frame in checked_frames(path, table):
        rows = rejected_rows(frame)
        rejected.add(path.name, rows)
        faulty += rows.height
        batches.append(frame.filter(pl.col(FAULT) == 0).select(LINE, *table.names))
    sound = pl.concat(batches)
    is_first = pl.struct(table.key).is_first_distinct()
    again = sound.filter(~is_first)
    key = pl.concat_str(table.key, separator=" ", ignore_nulls=True)
    told = again.select(
        LINE, column=pl.lit(", ".join(table.key)), value=key, fault=pl.lit(int(Fault.DUPLICATE), pl.UInt8)
    )
    rejected.add(path.name, told)
    write_table(target, table, sound.filter(is_first))
    return Counts(sound.height - again.height, faulty, again.height)


def read(files: Sequence[Path], staging: Staging, folder: Path, known: Context) -> Intake:
    """Stages the absences; the other tables are written to `folder` and named in the Intake."""
    intake = Intake("contract")
    paths = _tables(files)
    for table in (ENROLMENTS, CALENDAR, UNREGISTERED):
        if table.name in paths:
            target = folder / f"given-{table.name}.parquet"
            counts = read_table(paths[table.name], table, target, staging.rejected)
            refuse_unusable(paths[table.name], counts)
            intake.warnings += counts.told(table.name)
            setattr(intake, table.name, target)
    if ABSENCES.name in paths:
        own = context(intake.enrolments, intake.calendar)
        _stage_absences(paths[ABSENCES.name], staging, own.unless(known))
    return intake


def _tables(files: Sequence[Path]) -> dict[str, Path]:
    found: dict[str, Path] = {}
    for file in files:
        table = table_of(file)
        if table and table.name in found:
            raise RefusedError(
                f"The table {table.name} is there twice: {found[table.name].name} and {file.name}.",
                do="Take one of them away.",
            )
        if table:
            found[table.name] = file
    return found


def refuse_unusable(path: Path, counts: Counts) -> None:
    if counts.rejected and not counts.used:
        raise RefusedError(
            f"None of the {counts.rejected} rows can be used.",
            place=Place(path.name),
            do="Check that the file is whole.",
        )


def _stage_absences(path: Path, staging: Staging, known: Context) -> None:
    for frame in checked_frames(path, ABSENCES, known):
        staging.reject(path.name, rejected_rows(frame))
        sound = frame.filter(pl.col(FAULT) == 0)
        empty = {"class_id": pl.lit(None, pl.String), "grade": pl.lit(None, pl.Int8)}
        slot = pl.col("source_id").hash(6) + pl.col("source").hash(7)
        staging.stage(path.name, sound.with_columns(**empty, slot=slot))


def checked_frames(path: Path, table: Table, known: Context | None = None) -> Iterator[pl.DataFrame]:
    """Typed rows with LINE, FAULT and FAULTY_COLUMN, and the texts as they were with the prefix RAW."""
    for raw in _raw_frames(path, table):
        lazy = raw.lazy().with_columns(_typed(column, raw.schema[RAW + column.name]) for column in table.columns)
        if known and known.days is not None:
            lazy = lazy.join(known.days.lazy(), on=["school_id", "date"], how="left", maintain_order="left")
        yield lazy.with_columns(_first_fault(table, known)).unnest(FAULT).collect()


def rejected_rows(frame: pl.DataFrame) -> pl.DataFrame:
    faulty = frame.filter(pl.col(FAULT) != 0)
    return rejected_frame(
        RejectedRow(row[LINE], row[FAULTY_COLUMN], _text(row[RAW + row[FAULTY_COLUMN]]), Fault(row[FAULT]))
        for row in faulty.iter_rows(named=True)
    )


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _raw_frames(path: Path, table: Table) -> Iterator[pl.DataFrame]:
    frames = _parquet_frames(path) if path.suffix == ".parquet" else _csv_frames(path)
    for frame in frames:
        absent = [column.name for column in table.columns if column.name not in frame.columns]
        if required := [column.name for column in table.columns if column.required and column.name in absent]:
            raise RefusedError(
                f"The table {table.name} lacks {', '.join(required)}.",
                place=Place(path.name),
                do="See docs/reference/tables.md.",
            )
        yield frame.select(
            LINE, *(pl.col(column.name).alias(RAW + column.name) if column.name not in absent
                    else pl.lit(None, pl.String).alias(RAW + column.name) for column in table.columns),
        )  # fmt: skip


def _parquet_frames(path: Path) -> Iterator[pl.DataFrame]:
    line = 1
    with unchanged(path) as file:
        try:
            batches = pq.ParquetFile(file).iter_batches(batch_size=ROWS_AT_A_TIME)
            for batch in batches:
                frame = pl.DataFrame(pl.from_arrow(batch))
                yield frame.with_row_index(LINE, offset=line)
                line += frame.height
        except (pa.ArrowException, OSError) as error:
            raise RefusedError(
                "The file is not whole Parquet.", place=Place(path.name), do="Export it again."
            ) from error


def _csv_frames(path: Path) -> Iterator[pl.DataFrame]:
    with unchanged(path) as file:
        dialect = delimited.sniff(file, path.name)
        names = {f"c{number}": name for number, name in enumerate(dialect.headings)}
        for block in delimited.frames(file, dialect, list(range(len(names)))):
            texts = (
                block.frame.select(LINE, *names)
                .rename(names)
                .with_columns(pl.col(pl.String).str.strip_chars().replace("", None))
            )
            yield texts.filter(pl.any_horizontal(pl.exclude(LINE).is_not_null()))


def _typed(column: Column, kind: pl.DataType) -> pl.Expr:
    raw = pl.col(RAW + column.name)
    if column.type == "date" and kind == pl.String:
        return raw.str.to_date("%Y-%m-%d", strict=False).alias(column.name)
    return raw.cast(polars_schema(Table("", "", (column,)))[column.name], strict=False).alias(column.name)


def _first_fault(table: Table, known: Context | None) -> pl.Expr:
    fault = _told(Fault.NONE, "")
    for number, column, condition in reversed(list(_faults(table, known))):
        fault = pl.when(condition.fill_null(value=False)).then(_told(number, column)).otherwise(fault)
    return fault.alias(FAULT)


def _told(fault: Fault, column: str) -> pl.Expr:
    return pl.struct(pl.lit(int(fault), pl.UInt8).alias(FAULT), pl.lit(column).alias(FAULTY_COLUMN))


def _faults(table: Table, known: Context | None) -> Iterator[tuple[Fault, str, pl.Expr]]:
    for column in table.columns:
        value, raw = pl.col(column.name), pl.col(RAW + column.name)
        yield Fault.BAD_VALUE, column.name, raw.is_not_null() & value.is_null()
        if column.required:
            yield Fault.MISSING_VALUE, column.name, value.is_null()
        if column.name in {"pupil_id", "school_id"}:
            yield Fault.FORMULA, column.name, value.str.contains(FORMULA)
        if column.one_of:
            yield Fault.BAD_VALUE, column.name, ~value.is_in(list(column.one_of))
        if column.at_least is not None:
            yield Fault.BAD_VALUE, column.name, ~value.is_between(column.at_least, column.at_most)
    if table is ABSENCES:
        yield Fault.NO_LENGTH, "minutes", pl.col("minutes").is_null() & ~pl.col("kind").is_in(PARTLY)
    if table is ENROLMENTS:
        yield Fault.BAD_VALUE, "end_date", pl.col("end_date") < pl.col("start_date")
    columns = {Fault.UNKNOWN_SCHOOL: "school_id", Fault.NO_ENROLMENT: "pupil_id", Fault.MINUTES_ABOVE_DAY: "minutes"}
    for fault, condition in faults_of_context(known) if known else []:
        yield fault, columns[fault], condition
