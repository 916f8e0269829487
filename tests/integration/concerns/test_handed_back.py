"""Measures that were decided in the intake go on in the pupil's concern at the school."""

from __future__ import annotations

import uuid

import pytest

from skoleporten.concerns import actions
from skoleporten.concerns.handed_back import begin_measures
from skoleporten.concerns.models import Concern
from tests.decision_factories import a_measure
from tests.factories import actor_of, make_enrolment, make_school
from tests.intake_factories import make_lead

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead():
    return actor_of(make_lead())


@pytest.fixture
def stay():
    return make_enrolment(make_school("Solvik skole"))


def begin(lead, stay, client_id=None, measures=None):
    return begin_measures(
        by=lead, pupil=stay.pupil, school_id=stay.school_id, measures=[a_measure()] if measures is None else measures,
        reason="Bestemt i inntaket.", client_id=client_id or uuid.uuid4(),
    )  # fmt: skip


def test_in_the_concern_that_is_open(lead, stay):
    concern = actions.open_by_person(by=lead, pupil=stay.pupil, school_id=stay.school_id, reason="Mye borte.")
    (made,) = begin(lead, stay)
    assert made.concern == concern
    assert Concern.objects.count() == 1


def test_in_a_new_one_where_the_last_is_closed(lead, stay):
    concern = actions.open_by_person(by=lead, pupil=stay.pupil, school_id=stay.school_id, reason="Mye borte.")
    actions.close(by=lead, concern=concern, decision="taken_further", reason="Henvist.")
    (made,) = begin(lead, stay)
    assert (made.concern.opening_reason, made.concern.school) == ("Bestemt i inntaket.", stay.school)


def test_sent_twice_they_are_begun_once(lead, stay):
    same = uuid.uuid4()
    measures = [a_measure(), a_measure(problem="Mat")]
    assert begin(lead, stay, same, measures) == begin(lead, stay, same, measures)
    assert Concern.objects.get().measures.count() == 2


def test_without_measures_no_concern_is_opened(lead, stay):
    assert begin(lead, stay, measures=[]) == []
    assert not Concern.objects.exists()
