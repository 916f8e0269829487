"""The contract's tables as Arrow, from the rows of the rules."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import pyarrow as pa

from skoleporten.analytics.tables import ABSENCES, CALENDAR, ENROLMENTS, UNREGISTERED, Table
from skoleporten.rules.absence import AbsenceEvent, CalendarDay, Enrolment, UnregisteredDay

ARROW = {"string": pa.string(), "int64": pa.int64(), "date": pa.date32()}
ArrowTables: TypeAlias = tuple[pa.Table, pa.Table, pa.Table, pa.Table]


def arrow_tables(
    enrolments: Sequence[Enrolment] = (),
    calendar: Sequence[CalendarDay] = (),
    absences: Sequence[AbsenceEvent] = (),
    unregistered: Sequence[UnregisteredDay] = (),
) -> ArrowTables:
    """In the order of the contract."""
    return (
        _table(ENROLMENTS, [(e.pupil_id, e.school_id, e.class_id, e.grade, e.start, e.end) for e in enrolments]),
        _table(CALENDAR, [(day.school_id, day.grade, day.date, day.minutes_offered) for day in calendar]),
        _table(ABSENCES, [_absence(event) for event in absences]),
        _table(UNREGISTERED, [(day.school_id, day.class_id, day.date) for day in unregistered]),
    )


def _absence(event: AbsenceEvent) -> tuple[object, ...]:
    what = (event.kind.value, event.minutes, event.documented.value, event.reason.value)
    return (event.pupil_id, event.school_id, event.date, *what, event.source, event.source_id)


def _table(contract: Table, rows: list[tuple[object, ...]]) -> pa.Table:
    columns = list(zip(*rows, strict=True)) or [()] * len(contract.columns)
    arrays = [pa.array(values, ARROW[column.type]) for column, values in zip(contract.columns, columns, strict=True)]
    return pa.Table.from_arrays(arrays, names=list(contract.names))
