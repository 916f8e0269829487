"""What hangs on a case is read by whom it is for, and a slip in it would be found: bugs are planted one by one."""

import pytest
from django.db import transaction

from tests.access import planted_in_cases as bugs
from tests.access.rows_of_cases import everything, wrong_rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def standing():
    return everything()


def test_everybody_reads_what_is_meant_for_them_and_nothing_else(standing):
    assert list(wrong_rows(*standing)) == []


@pytest.mark.slow
def test_each_planted_bug_is_found(standing):
    """All in one test: the rows are the same, and each asks little."""
    unseen = []
    for bug in bugs.PLANTED:
        with transaction.atomic(), bugs.planted(bug):
            if not any(wrong_rows(*standing)):
                unseen.append(str(bug))
    assert unseen == [], unseen


def test_nothing_is_left_of_a_bug_afterwards(standing):
    with bugs.planted(bugs.PLANTED[0]):
        assert any(wrong_rows(*standing))
    assert list(wrong_rows(*standing)) == []
