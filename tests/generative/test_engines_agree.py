"""Whatever the municipality, the columns count what plain Python counts, to the last integer.

HYPOTHESIS_PROFILE=deep looks at many more of them, and makes a failing one small. The engine takes two seconds for so
many rules whatever the size, so an example is a few pupils and not one.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from skoleporten.analytics.check import CheckResult, check, contract_tables
from skoleporten.analytics.engines import reference
from skoleporten.analytics.engines.duckdb import connection
from skoleporten.rules.concern import Signal, shipped_rule_sets
from tests.generative.municipality import Municipality, municipalities
from tests.generative.rule_set import rules_of_every_kind

IS_DEEP = os.environ.get("HYPOTHESIS_PROFILE") == "deep"
RULE_SETS = [*shipped_rule_sets().values(), rules_of_every_kind()]


@pytest.fixture(scope="module")
def backend() -> Iterator[Any]:
    with connection(memory_limit="1GB") as opened:
        yield opened


@pytest.mark.slow
@settings(
    max_examples=1_000 if IS_DEEP else 15,
    deadline=None,
    phases=tuple(Phase) if IS_DEEP else (Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)
@given(municipality=municipalities())
def test_every_measure_and_signal_is_that_of_the_reference(backend: Any, municipality: Municipality) -> None:
    tables = contract_tables(backend, *municipality.arrow_tables)
    with check(backend, tables, municipality.as_of, RULE_SETS) as result:
        expected = reference.measure_all(*municipality.rows, municipality.as_of)
        assert measures_of(result) == {pupil: asdict(measures) for pupil, measures in expected.items()}
        assert signals_of(result) == expected_signals(municipality)
        assert set_aside(result) == expected_set_aside(municipality)


def measures_of(result: CheckResult) -> dict[str, dict[str, Any]]:
    names = list(reference.Measures.__dataclass_fields__)
    rows = result.measures.to_pyarrow().to_pylist()
    return {row["pupil_id"]: {name: row[name] for name in names} for row in rows}


def signals_of(result: CheckResult) -> dict[tuple[str, str], tuple[Any, ...]]:
    rows = result.signals.to_pyarrow().to_pylist()
    return {
        (row["pupil_id"], row["rule"]): (
            row["window_start"],
            row["window_end"],
            row["value"],
            row["limit"],
            row["dates"],
            row["offered_days"],
        )
        for row in rows
    }


def expected_signals(municipality: Municipality) -> dict[tuple[str, str], tuple[Any, ...]]:
    found = reference.signals(*municipality.rows, municipality.as_of, RULE_SETS)
    return {(signal.pupil_id, signal.rule_id): _told(signal) for signal in found}


def _told(signal: Signal) -> tuple[Any, ...]:
    window = (signal.window_start, signal.window_end)
    return (*window, signal.value, signal.limit, list(signal.dates), signal.offered_days)


def set_aside(result: CheckResult) -> tuple[int, int]:
    return result.counts["registrations_off_offered_days"], result.counts["unregistered_pupil_days"]


def expected_set_aside(municipality: Municipality) -> tuple[int, int]:
    histories = reference.measured_histories(*municipality.rows, municipality.as_of)
    off = sum(history.events_off_offered_days for history in histories)
    return off, sum(history.unregistered_days for history in histories)
