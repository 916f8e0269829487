"""How the engine goes about it: no operator of any stage makes a row of each pupil and school day, and nothing spills.

A planner that joined all pupils with the calendar first once filled a disk with 42 GB.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import ibis
import pytest

from skoleporten.analytics.check import check, contract_tables
from skoleporten.analytics.engines.duckdb import connection, spilled_bytes
from skoleporten.analytics.stages import Stages
from skoleporten.rules.concern import shipped_rule_sets
from tests.arrow_tables import arrow_tables
from tests.unit.rules.rows import MONDAY, an_absence, an_enrolment, school_days, weekdays

PUPILS, DAYS = 2_000, 150
DATES = weekdays(MONDAY, DAYS)


@pytest.fixture
def seen(monkeypatch) -> list[tuple[str, str, int]]:
    """(stage, operator, rows that it gave) of every stage, filled while a check runs."""
    operators: list[tuple[str, str, int]] = []
    keep = Stages.keep

    def keep_and_look(stages: Stages, name: str, expression: Any) -> Any:
        plan = stages.backend.con.execute(f"EXPLAIN (ANALYZE, FORMAT json) {ibis.to_sql(expression, 'duckdb')}")
        operators.extend((name, *operator) for operator in _operators(json.loads(plan.fetchone()[1])))
        return keep(stages, name, expression)

    monkeypatch.setattr(Stages, "keep", keep_and_look)
    return operators


def _operators(node: dict[str, Any]) -> Iterator[tuple[str, int]]:
    if "operator_cardinality" in node:
        yield node["operator_name"], node["operator_cardinality"]
    for child in node.get("children", []):
        yield from _operators(child)


def test_no_operator_gives_a_row_of_each_pupil_and_school_day(seen):
    enrolments = [an_enrolment(pupil_id=f"p{number}", school_id=f"s{number % 5}") for number in range(PUPILS)]
    calendar = [day for school in range(5) for day in school_days(DATES, school_id=f"s{school}")]
    absences = [an_absence(DATES[number % DAYS], pupil_id=f"p{number}") for number in range(PUPILS)]
    with connection(memory_limit="500MB") as backend:
        tables = contract_tables(backend, *arrow_tables(enrolments, calendar, absences))
        with check(backend, tables, DATES[-1], list(shipped_rule_sets().values())):
            assert spilled_bytes(backend) == 0
    assert {stage for stage, _, _ in seen} >= {"registration_words", "absent_days", "by_pupil", "signals"}
    most = max(seen, key=lambda operator: operator[2])
    assert most[2] <= 4 * PUPILS < PUPILS * DAYS, most
