"""Ownership: offered, then accepted; or taken by one's own wish. Never nobody's."""

from __future__ import annotations

import uuid

import pytest
from django.utils import timezone

from skoleporten.intake import owners
from skoleporten.intake.models import IntakeHandover
from skoleporten.rules.errors import RefusedError
from tests.factories import actor_of, make_guardian, make_guardianship, make_school, make_school_leader
from tests.intake_factories import make_intake, make_lead, make_team_member

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def mine():
    return make_lead()


@pytest.fixture
def intake(mine):
    return make_intake(owner=mine)


def test_an_offer_changes_nothing_until_it_is_accepted(mine, intake):
    other = make_team_member()
    offer = owners.offer(by=actor_of(mine), intake=intake, to=other, note="Kan du ta denne?")
    intake.refresh_from_db()
    assert intake.owner == mine
    owners.answer(by=actor_of(other), handover=offer, accepts=True)
    intake.refresh_from_db()
    assert intake.owner == other


def test_one_refused_stays_where_it_was(mine, intake):
    other = make_team_member()
    offer = owners.offer(by=actor_of(mine), intake=intake, to=other)
    owners.answer(by=actor_of(other), handover=offer, accepts=False)
    intake.refresh_from_db()
    assert intake.owner == mine


def test_nobody_accepts_for_another(mine, intake):
    offer = owners.offer(by=actor_of(mine), intake=intake, to=make_team_member())
    with pytest.raises(RefusedError):
        owners.answer(by=actor_of(make_team_member()), handover=offer, accepts=True)


def test_an_answer_given_twice_is_one(mine, intake):
    other = make_team_member()
    offer = owners.offer(by=actor_of(mine), intake=intake, to=other)
    owners.answer(by=actor_of(other), handover=offer, accepts=True)
    owners.answer(by=actor_of(other), handover=offer, accepts=False)
    intake.refresh_from_db()
    assert intake.owner == other


def test_an_offer_sent_twice_is_one(mine, intake):
    other, same = make_team_member(), uuid.uuid4()
    for _ in range(2):
        owners.offer(by=actor_of(mine), intake=intake, to=other, client_id=same)
    assert IntakeHandover.objects.count() == 1


def test_a_newer_offer_takes_the_place_of_the_unanswered_one(mine, intake):
    first, second = make_team_member(), make_team_member()
    old = owners.offer(by=actor_of(mine), intake=intake, to=first)
    owners.offer(by=actor_of(mine), intake=intake, to=second)
    owners.answer(by=actor_of(first), handover=old, accepts=True)
    intake.refresh_from_db()
    assert intake.owner == mine


def test_it_is_offered_to_the_team_only(mine, intake):
    with pytest.raises(RefusedError):
        owners.offer(by=actor_of(mine), intake=intake, to=make_school_leader(make_school()))


def test_it_is_not_offered_to_whom_the_gate_keeps_out(mine, intake):
    parent = make_team_member()
    make_guardianship(intake.pupil, make_guardian(parent))
    with pytest.raises(RefusedError):
        owners.offer(by=actor_of(mine), intake=intake, to=parent)


def test_one_of_the_team_takes_it_by_her_own_wish(intake):
    member = make_team_member()
    owners.take(by=actor_of(member), intake=intake)
    intake.refresh_from_db()
    assert intake.owner == member


def test_an_open_offer_falls_when_somebody_takes_it(mine, intake):
    offer = owners.offer(by=actor_of(mine), intake=intake, to=make_team_member())
    owners.take(by=actor_of(make_team_member()), intake=intake)
    offer.refresh_from_db()
    assert offer.is_accepted is False
