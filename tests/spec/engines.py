"""Every engine that must give what the specification says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from skoleporten.analytics.check import check, contract_tables
from skoleporten.analytics.engines import duckdb, reference
from tests.arrow_tables import arrow_tables
from tests.spec.tables import (
    Case,
    FoundSignal,
    absence_rows,
    calendar_rows,
    enrolment_rows,
    rule_set,
    unregistered_rows,
)


@dataclass(frozen=True)
class Answer:
    measures: dict[str, dict[str, Any]]
    signals: list[FoundSignal]
    counts: dict[str, int]


def rows(case: Case) -> tuple[Any, Any, Any, Any]:
    return (
        enrolment_rows(case.enrolments),
        calendar_rows(case.calendar),
        absence_rows(case.absences),
        unregistered_rows(case.unregistered),
    )


def ask_reference(case: Case) -> Answer:
    tables, as_of = rows(case), case.seen_from
    measured = reference.measure_all(*tables, as_of, case.denominator)
    found = reference.signals(*tables, as_of, [rule_set(case.rules)], case.denominator)
    return Answer(
        {pupil_id: asdict(measures) for pupil_id, measures in measured.items()},
        sorted((one.pupil_id, one.rule_id, one.window_start, one.window_end, one.value, one.dates) for one in found),
        reference.counts(*tables, as_of),
    )


def ask_duckdb(case: Case) -> Answer:
    with duckdb.connection() as backend:
        tables = contract_tables(backend, *arrow_tables(*rows(case)))
        with check(backend, tables, case.seen_from, [rule_set(case.rules)], case.denominator) as result:
            measures = result.measures.to_pyarrow().to_pylist()
            signals = result.signals.to_pyarrow().to_pylist()
    return Answer(
        {row["pupil_id"]: row for row in measures},
        sorted(
            (row["pupil_id"], row["rule"], row["window_start"], row["window_end"], row["value"], tuple(row["dates"]))
            for row in signals
        ),
        result.counts,
    )


ENGINES: dict[str, Callable[[Case], Answer]] = {"reference": ask_reference, "duckdb": ask_duckdb}
