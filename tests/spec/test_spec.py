"""What is true of absence, in tables a person can check by hand; every engine must give it."""

import pytest

from tests.spec.cases import CASES
from tests.spec.engines import ENGINES
from tests.spec.tables import Case, expected_measures, expected_signals


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.states)
def test_engine_gives_what_the_specification_says(case: Case, engine: str):
    answer = ENGINES[engine](case)
    expected = expected_measures(case.expected)
    found = {pupil_id: {name: answer.measures[pupil_id][name] for name in expected[pupil_id]} for pupil_id in expected}
    assert found == expected
    assert answer.signals == expected_signals(case.signals)
    assert {name: answer.counts[name] for name in case.counts} == case.counts


def test_every_case_states_something_of_its_own():
    assert len({case.states for case in CASES}) == len(CASES)
    assert all(case.expected or case.rules or case.counts for case in CASES)
