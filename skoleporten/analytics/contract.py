"""The contract's tables as an engine holds them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from skoleporten.analytics.engines import duckdb
from skoleporten.analytics.tables import CONTRACT, Table
from skoleporten.rules.errors import RefusedError


@dataclass(frozen=True)
class ContractTables:
    """Ibis tables of one backend, with the columns of analytics/tables.py."""

    enrolments: Any
    calendar: Any
    absences: Any
    unregistered: Any


def contract_tables(
    backend: Any,
    enrolments: duckdb.Source,
    calendar: duckdb.Source,
    absences: duckdb.Source,
    unregistered: duckdb.Source,
) -> ContractTables:
    """Registers Parquet files, Arrow tables or readers (read to their end) in a DuckDB backend."""
    sources = (enrolments, calendar, absences, unregistered)
    return ContractTables(
        *(
            in_contract(duckdb.register(backend, table.name, source), table)
            for table, source in zip(CONTRACT, sources, strict=True)
        )
    )


def in_contract(given: Any, table: Table) -> Any:
    """The contract's columns in the contract's types; other columns are left out."""
    missing = [name for name in table.names if name not in given.columns]
    if missing:
        raise RefusedError(
            f"The table {table.name} has no column {', '.join(missing)}.",
            do="See docs/reference/tables.md for its columns.",
        )
    return given.select(**{column.name: given[column.name].cast(column.type) for column in table.columns})
