"""An intake moves along the table of rules, each move a row; its end takes the pupil out of view."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from skoleporten.access import gate
from skoleporten.access.gate import Purpose
from skoleporten.intake.models import Transition
from skoleporten.intake.transitions import DAYS_KEPT, move
from skoleporten.rules.errors import RefusedError
from tests.factories import actor_of, make_school, make_school_leader
from tests.intake_factories import make_intake, make_lead, make_team_member

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
LATER = TODAY + dt.timedelta(days=14)


@pytest.fixture
def lead():
    return actor_of(make_lead())


def test_the_team_takes_a_referral_up(lead):
    intake = make_intake()
    made = move(by=actor_of(make_team_member()), intake=intake, to_state="in_intake")
    intake.refresh_from_db()
    assert (made.from_state, made.to_state, intake.state) == ("referred", "in_intake", "in_intake")
    assert intake.state_since == made.at


def test_the_same_move_sent_twice_is_one(lead):
    intake, same = make_intake(), uuid.uuid4()
    for _ in range(2):
        move(by=lead, intake=intake, to_state="in_intake", client_id=same)
    assert Transition.objects.filter(intake=intake).count() == 1


def test_a_move_that_the_table_does_not_know_is_refused(lead):
    with pytest.raises(RefusedError):
        move(by=lead, intake=make_intake(), to_state="active")


def test_a_role_that_the_table_does_not_name_is_refused():
    leader = actor_of(make_school_leader(make_school()))
    with pytest.raises(RefusedError):
        move(by=leader, intake=make_intake(), to_state="in_intake")


def test_what_is_missing_is_said_in_words(lead):
    intake = make_intake(state="in_intake")
    with pytest.raises(RefusedError, match=r"a reason|begrunnelse"):
        move(by=lead, intake=intake, to_state="declined")


def test_waiting_needs_a_date_and_somebody_who_follows_up_meanwhile(lead):
    intake = make_intake(state="offered")
    with pytest.raises(RefusedError):
        move(by=lead, intake=intake, to_state="waiting", reason="Fullt", next_review=LATER)
    follower = make_team_member()
    move(by=lead, intake=intake, to_state="waiting", reason="Fullt", next_review=LATER, followed_up_by=follower)
    intake.refresh_from_db()
    assert (intake.next_review, intake.followed_up_by) == (LATER, follower)


def test_a_page_that_was_old_is_refused(lead):
    intake = make_intake()
    move(by=lead, intake=intake, to_state="in_intake")
    with pytest.raises(RefusedError):
        move(by=lead, intake=intake, to_state="declined", reason="Nei", seen_state="referred")


def test_an_end_takes_the_pupil_out_of_the_teams_view_tomorrow_and_the_lead_keeps_it_a_while(lead):
    intake, team = make_intake(), actor_of(make_team_member())
    move(by=lead, intake=intake, to_state="declined", reason="Familien vil ikke.")
    intake.refresh_from_db()
    tomorrow, gone = TODAY + dt.timedelta(days=1), TODAY + dt.timedelta(days=DAYS_KEPT + 1)
    assert intake.ended_at is not None
    assert not gate.may_see(team, intake.pupil_id, Purpose.FOLLOW_UP, tomorrow)
    assert gate.may_see(lead, intake.pupil_id, Purpose.FOLLOW_UP, tomorrow)
    assert not gate.may_see(lead, intake.pupil_id, Purpose.FOLLOW_UP, gone)


def test_one_taken_up_again_is_in_view_again(lead):
    intake = make_intake()
    move(by=lead, intake=intake, to_state="declined", reason="Familien vil ikke.")
    move(by=lead, intake=intake, to_state="in_intake", reason="De har tenkt om.")
    intake.refresh_from_db()
    assert intake.ended_at is None
    assert intake.involvement.end is None


def test_one_is_not_taken_up_again_beside_a_newer_one(lead):
    intake = make_intake()
    move(by=lead, intake=intake, to_state="declined", reason="Familien vil ikke.")
    make_intake(intake.pupil)
    with pytest.raises(RefusedError):
        move(by=lead, intake=intake, to_state="in_intake", reason="De har tenkt om.")


def test_one_that_nobody_has_matched_can_only_be_put_away(lead):
    now = timezone.now()
    intake = make_intake().__class__.objects.create(owner=make_lead(), state="referred", state_since=now, opened_at=now)
    with pytest.raises(RefusedError):
        move(by=lead, intake=intake, to_state="in_intake")
    move(by=lead, intake=intake, to_state="declined", reason="Bor i en annen kommune.")
    assert intake.ended_at is not None
