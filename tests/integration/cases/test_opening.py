"""When a case begins: with its intake's first move to active, and never twice."""

import pytest

from skoleporten.audit.models import Event
from skoleporten.cases.models import Case
from skoleporten.intake.transitions import move
from skoleporten.rules.transitions import Stage
from tests.factories import actor_of
from tests.handing_back_factories import make_ready_to_close
from tests.intake_factories import make_intake, make_lead

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead():
    return make_lead()


def begin(lead, intake):
    return move(by=actor_of(lead), intake=intake, to_state="active", consent_in_force=True)


def test_an_offer_that_is_accepted_opens_the_case(lead):
    intake = make_intake(owner=lead, state="offered")
    made = begin(lead, intake)
    case = Case.objects.get(intake=intake)
    assert (case.pupil, case.opened_at, case.owner, case.stage) == (intake.pupil, made.at, lead, Stage.ACTIVE)
    assert Event.objects.filter(action="case.opened", object_id=str(case.public_id)).count() == 1


def test_a_move_to_another_stage_opens_none(lead):
    intake = make_intake(owner=lead, state="referred")
    move(by=actor_of(lead), intake=intake, to_state="in_intake")
    assert not Case.objects.exists()


def test_opened_again_it_is_the_same_case(lead):
    intake = make_intake(owner=lead, state="offered")
    begin(lead, intake)
    opened = Case.objects.get()
    by = actor_of(lead)
    move(by=by, intake=intake, to_state="handing_back", reason="Skolen tar over.")
    make_ready_to_close(opened)
    move(by=by, intake=intake, to_state="closed", reason="Skolen har tatt over.")
    assert not Case.objects.open().exists()
    move(by=by, intake=intake, to_state="active", reason="Det var for tidlig.", consent_in_force=True)
    assert Case.objects.open().get() == opened
