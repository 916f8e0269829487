"""Would the tests of access find a slip? Bugs are planted one by one, and each must be found.

A handful each time; SKOLEPORTEN_MUTANTS=all (make mutants) plants every one.
"""

import os

import pytest
from django.db import transaction

from tests.access import planted as bugs
from tests.access.tally import Tally
from tests.access.test_oracle import compare_former
from tests.access.worlds import World
from tests.unit.rules import test_visibility

pytestmark = pytest.mark.django_db

EVERY = 1 if os.environ.get("SKOLEPORTEN_MUTANTS") == "all" else 16
WORLDS = 25


def fault_found() -> bool:
    """Whether the checks that stand in `make test` go red: the table of what is visible, then world after world."""
    if is_red(test_visibility.wrong_cells) or is_red(test_visibility.wrong_items):
        return True
    if test_visibility.visibility.visible("superuser"):
        return True
    return any(is_red(lambda seed=seed: faults_of(seed)) for seed in range(WORLDS))


def is_red(check) -> bool:
    try:
        return bool(check())
    except AssertionError:
        return True


def faults_of(seed: int) -> str:
    with transaction.atomic():
        tally, world = Tally(), World(seed)
        world.check(4, tally)
        if not tally.first_fault and seed % 5 == 0:
            for person in world.people:
                compare_former(world, person, world.day())
        transaction.set_rollback(True)
    return tally.first_fault


def test_without_a_bug_nothing_is_found():
    assert not is_red(test_visibility.wrong_cells)
    assert not is_red(test_visibility.wrong_items)
    assert not any(faults_of(seed) for seed in range(2))


def test_there_are_at_least_fifty_different_ones():
    assert len(set(bugs.PLANTED)) == len(bugs.PLANTED) >= 50


@pytest.mark.parametrize("bug", bugs.PLANTED[::EVERY], ids=str)
def test_a_planted_bug_is_found(bug):
    with bugs.planted(bug):
        assert fault_found(), f"nobody noticed {bug}"


def test_nothing_is_left_of_a_bug_afterwards():
    with bugs.planted(bugs.PLANTED[2]):
        pass
    assert faults_of(3) == ""
