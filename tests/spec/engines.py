"""Every engine that must give what the specification says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import asdict, dataclass, fields, replace
from functools import cache
from typing import Any

from skoleporten.analytics.check import check, contract_tables
from skoleporten.analytics.engines import duckdb, reference
from skoleporten.rules.concern import RuleSet
from tests.arrow_tables import arrow_tables
from tests.spec.cases import CASES
from tests.spec.tables import (
    Case,
    FoundSignal,
    absence_rows,
    calendar_rows,
    enrolment_rows,
    rule_set,
    unregistered_rows,
)

SET = "spec"


@dataclass(frozen=True)
class Answer:
    """Signals are (pupil, rule, first date, last date, value, dates), in order."""

    measures: dict[str, dict[str, Any]]
    signals: list[FoundSignal]
    counts: dict[str, int]


def rows_of(case: Case) -> tuple[list[Any], list[Any], list[Any], list[Any]]:
    return (
        enrolment_rows(case.enrolments),
        calendar_rows(case.calendar),
        absence_rows(case.absences),
        unregistered_rows(case.unregistered),
    )


def ask_reference(case: Case) -> Answer:
    rows, as_of = rows_of(case), case.seen_from
    measured = reference.measure_all(*rows, as_of, case.denominator)
    found = reference.signals(*rows, as_of, [rule_set(case.rules, SET)], case.denominator)
    return Answer(
        {pupil_id: asdict(measures) for pupil_id, measures in measured.items()},
        sorted((one.pupil_id, one.rule_id, one.window_start, one.window_end, one.value, one.dates) for one in found),
        reference.counts(*rows, as_of),
    )


def ask_duckdb(case: Case) -> Answer:
    """A case about counts is checked alone, since they are of a whole check; others together, since checks cost."""
    together = [one for one in CASES if not one.counts and _occasion(one) == _occasion(case)]
    cases = (case,) if case.counts else tuple(together)
    return _answer(_checked(cases), cases.index(case))


def _occasion(case: Case) -> tuple[dt.date, str]:
    return case.seen_from, case.denominator


def _rows_of_all(cases: tuple[Case, ...]) -> list[list[Any]]:
    """Pupils and schools of each case have the case's number before their ids, so that cases share nothing."""
    tables: list[list[Any]] = [[], [], [], []]
    for number, case in enumerate(cases):
        for table, rows in zip(tables, rows_of(case), strict=True):
            table += [_numbered(row, number) for row in rows]
    return tables


def _numbered(row: Any, number: int) -> Any:
    ids = {"pupil_id", "school_id"} & {field.name for field in fields(row)}
    return replace(row, **{name: f"{number}:{getattr(row, name)}" for name in ids})


@cache
def _checked(cases: tuple[Case, ...]) -> tuple[list[dict[str, Any]], list[dict[str, Any]], dict[str, int]]:
    as_of, denominator = _occasion(cases[0])
    rules: list[RuleSet] = [rule_set(case.rules, f"{number}:{SET}") for number, case in enumerate(cases)]
    with duckdb.connection() as backend:
        tables = contract_tables(backend, *arrow_tables(*_rows_of_all(cases)))
        with check(backend, tables, as_of, rules, denominator) as result:
            return result.measures.to_pyarrow().to_pylist(), result.signals.to_pyarrow().to_pylist(), result.counts


def _answer(checked: tuple[list[dict[str, Any]], list[dict[str, Any]], dict[str, int]], number: int) -> Answer:
    measures, signals, counts = checked
    case = f"{number}:"
    return Answer(
        {row["pupil_id"].removeprefix(case): row for row in measures if row["pupil_id"].startswith(case)},
        sorted(
            (
                row["pupil_id"].removeprefix(case),
                row["rule"].removeprefix(case),
                row["window_start"],
                row["window_end"],
                row["value"],
                tuple(row["dates"]),
            )
            for row in signals
            if row["pupil_id"].startswith(case) and row["rule"].startswith(case)
        ),
        counts,
    )


ENGINES: dict[str, Callable[[Case], Answer]] = {"reference": ask_reference, "duckdb": ask_duckdb}
