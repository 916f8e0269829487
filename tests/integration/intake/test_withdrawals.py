"""Withdrawing the consent to join: a case goes back to the school at once, and the team sees it through."""

import pytest

from skoleporten.access import gate
from skoleporten.access.gate import Purpose
from skoleporten.access.roles import Role
from skoleporten.audit.models import Event
from skoleporten.consents import actions
from skoleporten.intake.models import Transition
from skoleporten.notices.models import Notice
from tests.consent_factories import acting, consent_in_force, make_consent, team_member, today
from tests.intake_factories import make_intake

pytestmark = pytest.mark.django_db


def withdrawn(state: str, purpose: str = "join_skoleporten"):
    """An intake in the state, after a consent that was in force has been withdrawn."""
    intake = make_intake(state=state)
    consent = consent_in_force(intake.pupil, purpose)
    actions.withdraw(by=team_member(), answer=consent.answers.first(), today=today())
    intake.refresh_from_db()
    return intake


@pytest.mark.parametrize(("before", "after"), [("active", "handing_back"), ("offered", "declined")])
def test_what_is_offered_or_under_way_changes_in_the_same_transaction(before, after):
    intake = withdrawn(before)
    assert intake.state == after
    row = Transition.objects.get(intake=intake)
    assert (row.from_state, row.to_state, row.by) == (before, after, None)
    assert row.reason
    assert Event.objects.filter(action="intake.moved").count() == 1
    assert Notice.objects.filter(user=intake.owner, kind="to_review").exists()


def test_the_team_keeps_its_access_until_the_way_back_is_closed():
    intake = withdrawn("active")
    member = team_member()
    assert gate.may_see(member, intake.pupil.pk, Purpose.FOLLOW_UP, today())
    assert intake.ended_at is None


def test_an_offer_that_is_declined_ends_the_teams_access_and_the_lead_keeps_the_record():
    intake = withdrawn("offered")
    assert intake.ended_at is not None
    assert gate.may_see(acting(intake.owner, Role.LEAD), intake.pupil.pk, Purpose.FOLLOW_UP, today())


@pytest.mark.parametrize("state", ["referred", "in_intake", "waiting", "handing_back"])
def test_elsewhere_a_person_decides(state):
    assert withdrawn(state).state == state


def test_another_purpose_changes_nothing():
    assert withdrawn("active", "research").state == "active"


def test_asking_again_after_a_withdrawal_does_not_move_it_once_more():
    intake = withdrawn("in_intake")
    intake.state = "offered"
    intake.save()
    make_consent(intake.pupil)
    intake.refresh_from_db()
    assert intake.state == "offered"
