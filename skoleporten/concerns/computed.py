"""The rules over tables in memory: no database is written, and nothing of it is locked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
from django.conf import settings

from skoleporten.analytics.check import check
from skoleporten.analytics.contract import contract_tables
from skoleporten.analytics.engines import duckdb
from skoleporten.analytics.tables import Denominator
from skoleporten.rules.concern import RuleSet


@dataclass(frozen=True)
class Computed:
    """`measures` and `signals` as Arrow tables, by the source ids of pupils, schools and classes."""

    as_of: dt.date
    engine: str
    measures: pa.Table
    signals: pa.Table
    counts: dict[str, int]

    def pupils_with_signals(self) -> set[str]:
        return set(self.signals["pupil_id"].to_pylist())


def compute(
    tables: dict[str, Any], rule_sets: Sequence[RuleSet], *, as_of: dt.date | None, denominator: Denominator
) -> Computed:
    """`tables` are the contract's four by name, each an Arrow table or the path of a Parquet file."""
    with duckdb.connection(memory_limit=settings.ENGINE_MEMORY) as backend:
        result = check(backend, contract_tables(backend, **tables), as_of, rule_sets, denominator)
        return Computed(
            as_of=result.as_of,
            engine=f"duckdb {backend.version}",
            measures=result.measures.to_pyarrow(),
            signals=result.signals.to_pyarrow(),
            counts=dict(result.counts),
        )
