"""From the received file to the contract's tables on disk. Runs in a job, and writes nothing to the database."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from dataclasses import asdict, dataclass, field
from functools import cached_property
from pathlib import Path

import polars as pl
import pyarrow.parquet as pq

from skoleporten.analytics.sources.contract import table_of
from skoleporten.analytics.sources.reading import read_sources
from skoleporten.analytics.sources.recognition import recognise
from skoleporten.analytics.tables import CALENDAR, ENROLMENTS
from skoleporten.concerns.tables import DatabaseTables
from skoleporten.imports.models import Import
from skoleporten.imports.names import read_names
from skoleporten.imports.receiving import RECEIVED
from skoleporten.imports.unpacking import unpacked

TABLES, STAGED = "tables", "staged.json"
# These formats tell of absence alone; the others bring enrolments of their own.
WITHOUT_ROSTER = ("csv",)


@dataclass(frozen=True)
class Staged:
    """What was read, in `folder`. `*_from` is given, derived, database, or empty where there is none."""

    folder: Path
    format: str
    profile: str
    denominator: str
    enrolments_from: str
    calendar_from: str
    rows: dict[str, int]
    last_date: dt.date | None
    warnings: list[str] = field(default_factory=list)

    def table(self, name: str) -> pl.DataFrame:
        return pl.read_parquet(self.folder / f"{name}.parquet")

    @cached_property
    def names(self) -> dict[str, pl.DataFrame]:
        return read_names(_files(self.folder.parent / RECEIVED))

    @property
    def rejected(self) -> Path:
        return self.folder / "rejected.csv"

    def save(self) -> None:
        stored = {name: value for name, value in asdict(self).items() if name != "folder"}
        text = json.dumps(stored, default=dt.date.isoformat, ensure_ascii=False, indent=1)
        (self.folder / STAGED).write_text(text, encoding="utf-8")

    @classmethod
    def load(cls, imported: Import) -> Staged:
        folder = imported.folder / TABLES
        stored = json.loads((folder / STAGED).read_text(encoding="utf-8"))
        stored["last_date"] = dt.date.fromisoformat(stored["last_date"]) if stored["last_date"] else None
        return cls(folder=folder, **stored)


@dataclass(frozen=True)
class Known:
    """What the database can lend to a file: enrolments and school days that were given to it, not derived ones."""

    tables: DatabaseTables
    has_roster: bool
    has_calendar: bool


def read(imported: Import, known: Known) -> Staged:
    """Raises RefusedError with what is wrong and what to do. Safe to run again: it begins anew."""
    folder = imported.folder / TABLES
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    files = _files(imported.folder / RECEIVED)
    brings = _brings(files, imported.profile)
    lent = _lend(folder, known, brings)
    loaded = read_sources(
        files,
        profile=imported.profile or None,
        enrolments=lent.get("enrolments"),
        calendar=lent.get("calendar"),
        work_dir=folder,
        needs_denominator=False,
    )
    staged = Staged(
        folder=folder,
        format=loaded.format,
        profile=loaded.profile or "",
        denominator=loaded.denominator or "",
        enrolments_from=_enrolments_from(lent, brings),
        calendar_from=_calendar_from(loaded.denominator, lent),
        rows=asdict(loaded.rows),
        last_date=loaded.last_date,
        warnings=list(loaded.warnings),
    )
    staged.save()
    return staged


def _files(folder: Path) -> list[Path]:
    return unpacked(sorted(folder.iterdir()))


def _brings(files: list[Path], profile: str) -> set[str]:
    """Which of enrolments and calendar the source has itself."""
    recognised = recognise(files, profile or None)
    if recognised.format in WITHOUT_ROSTER:
        return set()
    if recognised.format == "contract":
        return {table.name for file in recognised.files if (table := table_of(file))}
    return {ENROLMENTS.name, CALENDAR.name} if recognised.format == "edfi" else {ENROLMENTS.name}


def _lend(folder: Path, known: Known, brings: set[str]) -> dict[str, Path]:
    """Writes what the database lends as Parquet; school days are lent beside a roster of the file's own too."""
    lent = {}
    if known.has_roster and ENROLMENTS.name not in brings:
        lent["enrolments"] = folder / "database-enrolments.parquet"
        enrolments = pl.DataFrame(pl.from_arrow(known.tables.enrolments)).drop("row")
        # The reader asks for a grade; here the table only tells which pupils and schools there are.
        enrolments.with_columns(pl.col("grade").fill_null(1)).write_parquet(lent["enrolments"])
    if known.has_calendar and CALENDAR.name not in brings:
        lent["calendar"] = folder / "database-calendar.parquet"
        pq.write_table(known.tables.calendar.drop(["row"]), lent["calendar"])
    return lent


def _calendar_from(denominator: str | None, lent: dict[str, Path]) -> str:
    if CALENDAR.name in lent:
        return "database"
    return {"calendar": "given", "presence": "derived"}.get(denominator or "", "")


def _enrolments_from(lent: dict[str, Path], brings: set[str]) -> str:
    if ENROLMENTS.name in lent:
        return "database"
    return "given" if ENROLMENTS.name in brings else "derived"
