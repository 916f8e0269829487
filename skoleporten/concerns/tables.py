"""The database as the contract's tables, streamed to Arrow. Pupils, schools and classes go by their source ids.

Ids are fetched as numbers and named in one go, so that no text is carried through the cursor a million times.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from django.db.models import Max, QuerySet

from skoleporten.absence.models import AbsenceEvent, Unregistered
from skoleporten.people.models import Enrolment, Pupil, SchoolClass
from skoleporten.schools.models import CalendarDay, School

ROWS_AT_A_TIME = 50_000
Keys = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Names:
    """Primary keys, ascending, with the source id of each."""

    keys: Keys
    names: pa.Array

    @classmethod
    def of(cls, rows: QuerySet[Any, Any]) -> Names:
        pairs = list(rows.order_by("pk").values_list("pk", "source_id"))
        return cls(
            np.array([key for key, _ in pairs], dtype=np.int64), pa.array([name for _, name in pairs], pa.string())
        )

    def of_keys(self, keys: pa.ChunkedArray) -> pa.ChunkedArray:
        """Null stays null. The caller reads names after the rows, so that no key is without one."""
        found = np.searchsorted(self.keys, keys.fill_null(0).to_numpy())
        places = pa.array(np.minimum(found, max(len(self.keys) - 1, 0)), mask=keys.is_null().to_numpy())
        return pa.chunked_array([self.names.take(places)])

    def by_name(self) -> dict[str, int]:
        return dict(zip(self.names.to_pylist(), self.keys.tolist(), strict=True))


@dataclass(frozen=True)
class DatabaseTables:
    """The contract's tables as they stand, each with `row` (its primary key), and what the source ids stand for."""

    enrolments: pa.Table
    calendar: pa.Table
    absences: pa.Table
    unregistered: pa.Table
    pupils: Names
    schools: Names
    latest_classes: dict[tuple[int, str], int]

    def contract(self) -> dict[str, pa.Table]:
        return {
            "enrolments": self.enrolments,
            "calendar": self.calendar,
            "absences": self.absences,
            "unregistered": self.unregistered,
        }


def read_tables() -> DatabaseTables:
    """Rows first and names after them: a name may be missing for a row read later, never for one read before."""
    enrolments, calendar, absences, unregistered = _enrolments(), _calendar(), _absences(), _unregistered()
    pupils, schools = Names.of(Pupil.objects.all()), Names.of(School.objects.all())
    classes = Names.of(SchoolClass.objects.all())
    names = {"pupil_id": pupils, "school_id": schools, "class_id": classes}
    return DatabaseTables(
        enrolments=_named(enrolments, names),
        calendar=_named(calendar, names),
        absences=_named(absences, names),
        unregistered=_named(unregistered, names),
        pupils=pupils,
        schools=schools,
        latest_classes=_latest_classes(),
    )


def _latest_classes() -> dict[tuple[int, str], int]:
    """By school and source id; where both come back each year, the class of the last one."""
    rows = SchoolClass.objects.order_by("school_year").values_list("school_id", "source_id", "pk")
    return {(school, source_id): key for school, source_id, key in rows}


def _enrolments() -> pa.Table:
    columns = {
        "pupil_id": ("pupil_id", pa.int64()),
        "school_id": ("school_id", pa.int64()),
        "class_id": ("school_class_id", pa.int64()),
        "grade": ("grade", pa.int64()),
        "start_date": ("start", pa.date32()),
        "end_date": ("end", pa.date32()),
    }
    return _table(Enrolment.objects.current(), columns)


def _calendar() -> pa.Table:
    columns = {
        "school_id": ("school_id", pa.int64()),
        "grade": ("grade", pa.int64()),
        "date": ("date", pa.date32()),
        "minutes_offered": ("minutes_offered", pa.int64()),
    }
    return _table(CalendarDay.objects.all(), columns)


def _absences() -> pa.Table:
    columns = {
        "pupil_id": ("pupil_id", pa.int64()),
        "school_id": ("school_id", pa.int64()),
        "date": ("date", pa.date32()),
        "kind": ("kind", pa.string()),
        "minutes": ("minutes", pa.int64()),
        "documented": ("documented", pa.string()),
        "reason": ("reason", pa.string()),
        "source": ("source", pa.string()),
        "source_id": ("source_id", pa.string()),
    }
    return _table(AbsenceEvent.objects.current(), columns)


def _unregistered() -> pa.Table:
    columns = {
        "school_id": ("school_id", pa.int64()),
        "class_id": ("school_class_id", pa.int64()),
        "date": ("date", pa.date32()),
    }
    return _table(Unregistered.objects.all(), columns)


def _table(rows: QuerySet[Any, Any], columns: dict[str, tuple[str, pa.DataType]]) -> pa.Table:
    schema = pa.schema([("row", pa.int64()), *((name, kind) for name, (_, kind) in columns.items())])
    fields = [field for field, _ in columns.values()]
    return pa.Table.from_batches(_batches(rows, fields, schema), schema)


def _batches(rows: QuerySet[Any, Any], fields: Sequence[str], schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    """By primary key, in pieces: a cursor held open keeps SQLite's log growing and PostgreSQL from cleaning up."""
    last = 0
    ordered = rows.order_by("pk").values_list("pk", *fields)
    while piece := list(ordered.filter(pk__gt=last)[:ROWS_AT_A_TIME]):
        last = piece[-1][0]
        columns = zip(zip(*piece, strict=True), schema.types, strict=True)
        yield pa.record_batch([pa.array(values, kind) for values, kind in columns], schema)


def _named(table: pa.Table, names: dict[str, Names]) -> pa.Table:
    for column, named in names.items():
        if column in table.column_names:
            table = table.set_column(table.column_names.index(column), column, named.of_keys(table[column]))
    return table


Fingerprint = tuple[int | None, ...]


def fingerprint() -> Fingerprint:
    """Changes whenever an import, the change of year or the calendar editor changes what a check would read."""
    tables = (AbsenceEvent, Enrolment, CalendarDay, Unregistered, Pupil)
    newest = tuple(table._default_manager.aggregate(newest=Max("pk"))["newest"] for table in tables)
    return (*newest, CalendarDay.objects.count())
