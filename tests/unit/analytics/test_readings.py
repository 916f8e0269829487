from __future__ import annotations

from typing import Any

from skoleporten.analytics.check import check, contract_tables
from skoleporten.analytics.engines.duckdb import connection
from skoleporten.rules.calendar import SCHOOL_YEAR
from skoleporten.rules.concern import Measure, RuleSet
from tests.arrow_tables import arrow_tables
from tests.unit.rules.rows import MONDAY, a_rule, an_absence, an_enrolment, school_days, weekdays

TWENTY = weekdays(MONDAY, 20)


def values(**rule: Any) -> list[float]:
    """Of the signals of a pupil who was away two of twenty days, both Mondays."""
    absences = [an_absence(TWENTY[0]), an_absence(TWENTY[5])]
    tables = arrow_tables([an_enrolment()], school_days(TWENTY), absences)
    rules = RuleSet("set", "1", {}, "", (a_rule(window=SCHOOL_YEAR, **rule),), "", "")
    with (
        connection(memory_limit="500MB") as backend,
        check(backend, contract_tables(backend, *tables), TWENTY[-1], [rules]) as result,
    ):
        return result.signals.value.to_pyarrow().to_pylist()


def test_exactly_the_limit_is_at_least_it_and_not_more():
    assert values(measure=Measure.ABSENCE_RATE, limit=1_000) == [0.1]
    assert values(measure=Measure.ABSENCE_RATE, limit=1_000, inclusive=False) == []
    assert values(measure=Measure.ABSENCE_RATE, limit=1_001) == []


def test_a_share_of_few_days_is_asked_about_only_from_the_rules_number_of_days():
    share = {"measure": Measure.SHARE_WEEKDAY, "limit": 5_000, "weekday": "monday"}
    assert values(**share, minimum_days_absent=2) == [1.0]
    assert values(**share, minimum_days_absent=3) == []


def test_offered_days_bound_a_rule_at_both_ends_and_both_are_within():
    days = {"measure": Measure.DAYS_ABSENT, "limit": 2}
    assert values(**days, minimum_offered_days=20, maximum_offered_days=20) == [2.0]
    assert values(**days, minimum_offered_days=21) == values(**days, maximum_offered_days=19) == []
