"""Names of other pupils of the school in a text: warned about to the staff, and masked for guardians."""

import datetime as dt

import pytest

from skoleporten.people.mentions import masker, named_in
from skoleporten.people.models import Protection
from tests.factories import make_enrolment, make_guardian, make_guardianship, make_pupil, make_school, make_user

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 23)


@pytest.fixture
def school():
    return make_school()


@pytest.fixture
def pupil(school):
    return make_enrolment(school, make_pupil("Kari", "Berg")).pupil


def at(school, given_name: str, family_name: str, **fields):
    return make_enrolment(school, make_pupil(given_name, family_name, **fields)).pupil


def test_a_schoolmate_is_found_and_the_pupil_is_not(school, pupil):
    at(school, "Jonas", "Li")
    assert named_in("Jonas så det. Jonas’ bror og Jonas.", pupil, TODAY) == ["Jonas"]
    assert named_in("Kari Berg så det.", pupil, TODAY) == []
    assert named_in(" ", pupil, TODAY) == []
    assert masker(pupil, TODAY)("Kari og Jonas") == "Kari og ▒▒▒"


def test_pupils_of_other_schools_and_those_who_have_left_are_not_looked_for(school, pupil):
    at(make_school(), "Ingrid", "Moe")
    make_enrolment(school, make_pupil("Emil", "Li"), end=dt.date(2026, 6, 19))
    assert named_in("Ingrid og Emil", pupil, TODAY) == []
    assert masker(pupil, TODAY)("Ingrid og Emil") == "Ingrid og Emil"


def test_schoolmates_of_a_school_that_the_pupil_has_left_are_still_known(school, pupil):
    before = make_school()
    make_enrolment(before, pupil, end=dt.date(2026, 6, 19), start=dt.date(2024, 8, 1))
    at(before, "Jonas", "Li")
    assert named_in("Jonas", pupil, TODAY) == ["Jonas"]


def test_a_protected_pupil_is_masked_but_no_warning_tells_that_there_is_one(school, pupil):
    at(school, "Sofie", "Ås", protected=True)
    at(school, "Nora", "Ås", protected=True, protection=Protection.STRICTLY_CONFIDENTIAL)
    assert named_in("Sofie og Nora", pupil, TODAY) == []
    assert masker(pupil, TODAY)("Sofie og Nora") == "▒▒▒ og ▒▒▒"


def test_a_twin_is_masked_for_all_but_their_own_guardian(school, pupil):
    twin = at(school, "Knut", "Berg")
    mother, stranger = make_user(), make_user()
    guardian = make_guardian(mother)
    for child in (pupil, twin):
        make_guardianship(child, guardian)
    assert masker(pupil, TODAY, mother.pk)("Kari og Knut Berg") == "Kari og Knut Berg"
    assert masker(pupil, TODAY, stranger.pk)("Kari og Knut Berg") == "Kari og ▒▒▒"
    assert masker(pupil, TODAY)("Kari og Knut Berg") == "Kari og ▒▒▒"


def test_a_pupil_of_no_school_has_no_schoolmates(school):
    alone = make_pupil("Ola", "Vik")
    at(school, "Jonas", "Li")
    assert named_in("Jonas", alone, TODAY) == []


def test_many_texts_are_masked_by_one_question(school, pupil, django_assert_num_queries):
    at(school, "Jonas", "Li")
    with django_assert_num_queries(1):
        masked = masker(pupil, TODAY)
    with django_assert_num_queries(0):
        assert [masked(text) for text in ("Jonas", "Kari")] == ["▒▒▒", "Kari"]
