"""What a family is told and wishes is read by whom it is for, and a slip in it would be found: bugs are planted."""

import pytest
from django.db import transaction

from tests.access.planted_in_cases import planted
from tests.access.rows_of_meetings import wrong_rows
from tests.access.rows_of_the_family import PLANTED, everything

pytestmark = pytest.mark.django_db


@pytest.fixture
def standing():
    return everything()


def test_everybody_reads_what_is_meant_for_them_of_what_a_family_is_told_and_wishes(standing):
    assert list(wrong_rows(standing)) == []


@pytest.mark.slow
def test_each_planted_bug_is_found_and_leaves_nothing(standing):
    unseen = []
    for bug in PLANTED:
        with transaction.atomic(), planted(bug):
            if not any(wrong_rows(standing)):
                unseen.append(str(bug))
    assert unseen == [], unseen
    assert list(wrong_rows(standing)) == []
