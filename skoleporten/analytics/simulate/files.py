"""The files of a simulated municipality as Parquet sorted by pupil: the contract's tables, schools and classes."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from skoleporten.analytics.simulate.absence import DOCUMENTED, KINDS, REASONS, Events, Ints
from skoleporten.analytics.simulate.calendar import LESSON_MINUTES, SchoolYear, band
from skoleporten.analytics.simulate.names import NAMES
from skoleporten.analytics.simulate.population import Population, Roster, pupil_ids
from skoleporten.analytics.simulate.truths import Truth
from skoleporten.analytics.tables import ABSENCES, CALENDAR, ENROLMENTS, UNREGISTERED, Table

SOURCE = "simulert"
FIRST_GRADE_OF_LONGER_DAYS = 5
LAST_DAY, NEXT_FIRST_DAY = (7, 31), (8, 1)
OVERLAP_DAYS = 14
ARROW_TYPES = {"string": pa.string(), "int64": pa.int64(), "date": pa.date32()}


def arrow_schema(table: Table) -> pa.Schema:
    return pa.schema(
        [pa.field(column.name, ARROW_TYPES[column.type], nullable=not column.required) for column in table.columns]
    )


def write_table(out: Path, table: Table, columns: list[pa.Array]) -> None:
    arrays = [array.cast(ARROW_TYPES[column.type]) for column, array in zip(table.columns, columns, strict=True)]
    pq.write_table(
        pa.Table.from_arrays(arrays, schema=arrow_schema(table)), out / f"{table.name}.parquet", compression="zstd"
    )


def write_schools(out: Path, population: Population) -> None:
    rows = [
        {"school_id": s.school_id, "name": s.name, "first_grade": s.first_grade, "last_grade": s.last_grade}
        for s in population.schools
    ]
    pq.write_table(pa.Table.from_pylist(rows), out / "schools.parquet", compression="zstd")


def write_classes(out: Path, rosters: list[Roster]) -> None:
    ids = [class_id for roster in rosters for class_id in roster.class_ids]
    names = [name for roster in rosters for name in roster.class_names]
    pq.write_table(pa.table({"class_id": ids, "name": names}), out / "classes.parquet", compression="zstd")


def write_calendar(out: Path, population: Population, years: list[SchoolYear]) -> None:
    """One row a school and day, and rows of their own for grades with longer days at schools that have both."""
    schools, grades, dates, minutes = [], [], [], []
    for number, school in enumerate(population.schools):
        own = [
            g
            for g in range(FIRST_GRADE_OF_LONGER_DAYS, school.last_grade + 1)
            if school.first_grade < FIRST_GRADE_OF_LONGER_DAYS
        ]
        for grade in [0, *own]:
            of_band = int(band(np.array([grade or school.first_grade]))[0])
            for year in years:
                offered = year.lessons[school.variant, of_band]
                open_days = np.flatnonzero(offered)
                schools.append(np.full(len(open_days), number))
                grades.append(np.full(len(open_days), grade))
                dates.append(year.dates[open_days])
                minutes.append(offered[open_days].astype(np.int64) * LESSON_MINUTES)
    grade_column = np.concatenate(grades)
    names = pa.array([school.school_id for school in population.schools])
    columns = [
        names.take(pa.array(np.concatenate(schools))),
        pa.array(grade_column, mask=grade_column == 0),
        pa.array(np.concatenate(dates)),
        pa.array(np.concatenate(minutes)),
    ]
    write_table(out, CALENDAR, columns)


def write_enrolments(
    out: Path, population: Population, rosters: list[Roster], years: list[SchoolYear], truths: list[Truth]
) -> None:
    """One row a pupil and school year; a moved pupil has two that year. The last year's rows are open."""
    columns: dict[str, list[Ints]] = {name: [] for name in ("pupil", "school", "class_number", "grade", "start", "end")}
    offset = 0
    class_ids: list[str] = []
    for roster, year in zip(rosters, years, strict=True):
        last = roster.year == rosters[-1].year
        rows = _enrolment_rows(roster, year, truths if last else [], open_end=last)
        rows["class_number"] = rows["class_number"] + offset
        offset += len(roster.class_ids)
        class_ids += roster.class_ids
        for name, values in rows.items():
            columns[name].append(values)
    joined = {name: np.concatenate(values) for name, values in columns.items()}
    order = np.lexsort((joined["start"], joined["pupil"]))
    table = {name: values[order] for name, values in joined.items()}
    schools = pa.array([school.school_id for school in population.schools])
    write_table(
        out,
        ENROLMENTS,
        [
            pupil_ids(table["pupil"]),
            schools.take(pa.array(table["school"])),
            pa.array(class_ids).take(pa.array(table["class_number"])),
            pa.array(table["grade"]),
            pa.array(table["start"].astype(np.int32)),
            pa.array(table["end"].astype(np.int32), mask=table["end"] < 0),
        ],
    )


def _enrolment_rows(roster: Roster, year: SchoolYear, truths: list[Truth], *, open_end: bool) -> dict[str, Ints]:
    size = len(roster.pupil)
    start = np.full(size, _day(roster.year, NEXT_FIRST_DAY))
    end = np.full(size, -1 if open_end else _day(roster.year + 1, LAST_DAY))
    moves = [truth for truth in truths if truth.school >= 0]
    for truth in truths:
        if truth.kind == "late_start":
            start[roster.of(truth.pupil)] = year.dates[truth.day]
    places = np.array([roster.of(truth.pupil) for truth in moves], dtype=np.int64)
    days = np.array([year.dates[truth.day] for truth in moves], dtype=np.int64)
    end[places] = (
        days - 1 + np.array([OVERLAP_DAYS if truth.kind == "overlap" else 0 for truth in moves], dtype=np.int64)
    )
    return {
        "pupil": np.concatenate([roster.pupil, roster.pupil[places]]),
        "school": np.concatenate([roster.school, np.array([truth.school for truth in moves], dtype=np.int64)]),
        "class_number": np.concatenate(
            [roster.class_number, np.array([truth.class_number for truth in moves], dtype=np.int64)]
        ),
        "grade": np.concatenate([roster.grade, roster.grade[places]]),
        "start": np.concatenate([start, days]),
        "end": np.concatenate([end, np.full(len(moves), -1)]),
    }


def write_unregistered(
    out: Path, population: Population, roster: Roster, year: SchoolYear, truths: list[Truth]
) -> None:
    rows = [
        (truth.class_number, int(year.dates[day]))
        for truth in truths
        if truth.kind == "unregistered"
        for day in truth.days
    ]
    schools = [population.schools[int(roster.class_school[number])].school_id for number, _ in rows]
    classes = [roster.class_ids[number] for number, _ in rows]
    write_table(
        out, UNREGISTERED, [pa.array(schools), pa.array(classes), pa.array([date for _, date in rows], type=pa.int32())]
    )


def person_columns(rng: np.random.Generator, population: Population, language: str) -> pa.Table:
    """Names, birth dates; national ids are added by the caller. Nobody here exists."""
    given_names, family_names = NAMES[language]
    given = rng.integers(0, len(given_names), population.size)
    family = rng.integers(0, len(family_names), population.size)
    new_year = np.array(
        [_day(year, (1, 1)) for year in range(population.birth_year.min(), population.birth_year.max() + 1)]
    )
    births = new_year[population.birth_year - population.birth_year.min()] + rng.integers(0, 365, population.size)
    return pa.table(
        {
            "pupil_id": pupil_ids(np.arange(population.size)),
            "given_name": pa.array(given_names).take(pa.array(given)),
            "family_name": pa.array(family_names).take(pa.array(family)),
            "birth_date": pa.array(births.astype(np.int32)).cast(pa.date32()),
        }
    )


class AbsenceFile:
    """Events written chunk by chunk, so that a country does not have to fit in memory. `source_id` counts the rows."""

    def __init__(self, out: Path, population: Population) -> None:
        self._schools = pa.array([school.school_id for school in population.schools])
        self._writer = pq.ParquetWriter(
            out / f"{ABSENCES.name}.parquet",
            arrow_schema(ABSENCES),
            compression="zstd",
            use_dictionary=[column.name for column in ABSENCES.columns if column.name != "source_id"],
            column_encoding={"source_id": "DELTA_BYTE_ARRAY"},
        )
        self.rows = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._writer.close()

    def write(self, events: Events, dates: Ints, school: Ints) -> None:
        size = len(events.pupil)
        numbers = pa.array(np.arange(self.rows + 1, self.rows + size + 1))
        columns = [
            pupil_ids(events.pupil),
            self._schools.take(pa.array(school)),
            pa.array(dates.astype(np.int32)).cast(pa.date32()),
            pa.array(list(KINDS)).take(pa.array(events.kind)),
            pa.array(events.minutes, mask=events.minutes < 0),
            pa.array(list(DOCUMENTED)).take(pa.array(events.documented)),
            pa.array(list(REASONS)).take(pa.array(events.reason)),
            pa.repeat(pa.scalar(SOURCE), size),
            numbers.cast(pa.string()),
        ]
        self._writer.write_table(pa.Table.from_arrays(columns, schema=arrow_schema(ABSENCES)))
        self.rows += size


def _day(year: int, month_and_day: tuple[int, int]) -> int:
    return (dt.date(year, *month_and_day) - dt.date(1970, 1, 1)).days
