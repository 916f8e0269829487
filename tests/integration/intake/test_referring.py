"""A referral by each way in: one row, one intake, one owner; and what becomes of the hard cases."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from skoleporten.access import gate
from skoleporten.access.gate import Purpose
from skoleporten.access.models import Role
from skoleporten.access.queries import actor_of
from skoleporten.audit.models import Event
from skoleporten.intake import referring
from skoleporten.intake.models import Intake, Referral, Route
from skoleporten.intake.referring import About, Told
from skoleporten.people.models import Involvement
from skoleporten.rules.errors import RefusedError
from tests.factories import (
    make_enrolment,
    make_grant,
    make_guardian,
    make_guardianship,
    make_pupil,
    make_pupil_account,
    make_school,
    make_school_leader,
    make_user,
)
from tests.intake_factories import make_intake, make_lead

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def told(**fields) -> Told:
    return Told(**{"client_id": uuid.uuid4(), "reason": "Borte hver mandag.", "basis": "duty"} | fields)


def acting(user, role: str | None = None):
    return actor_of(user, TODAY, role)


@pytest.fixture
def lead():
    return make_lead("leder")


@pytest.fixture
def school():
    return make_school()


@pytest.fixture
def leader(school):
    return acting(make_school_leader(school))


def at(school):
    return make_enrolment(school).pupil


def test_a_schools_referral_opens_an_intake_with_the_lead_as_owner(lead, school, leader):
    pupil = at(school)
    made = referring.by_school(by=leader, pupil=pupil, told=told())
    assert (made.intake.pupil, made.intake.owner, made.intake.state) == (pupil, lead, "referred")
    assert (made.school, made.referred_by_id, made.route.code) == (school, leader.user_id, "school")
    assert [row.to_state for row in made.intake.transitions.all()] == ["referred"]


def test_it_brings_the_pupil_into_view_of_the_team(lead, school, leader):
    pupil = at(school)
    assert not gate.may_see(acting(lead), pupil.pk, Purpose.FOLLOW_UP, TODAY)
    referring.by_school(by=leader, pupil=pupil, told=told())
    assert gate.may_see(acting(lead), pupil.pk, Purpose.FOLLOW_UP, TODAY)


def test_the_log_says_who_referred_whom_and_nothing_of_why(lead, school, leader):
    pupil = at(school)
    made = referring.by_school(by=leader, pupil=pupil, told=told())
    event = Event.objects.get(action="intake.referred")
    assert [row.pupil for row in event.pupils.all()] == [pupil.public_id]
    assert (event.object_id, event.details) == (str(made.public_id), {"route": "school"})


def test_a_form_sent_twice_is_one_referral(lead, school, leader):
    pupil, same = at(school), told()
    first, second = (referring.by_school(by=leader, pupil=pupil, told=same) for _ in range(2))
    assert first == second
    assert Intake.objects.count() == Involvement.objects.count() == 1


def test_somebody_elses_form_id_opens_nothing(lead, school, leader):
    mine = referring.by_school(by=leader, pupil=at(school), told=told())
    colleague = acting(make_school_leader(school))
    with pytest.raises(RefusedError):
        referring.by_school(by=colleague, pupil=at(school), told=told(client_id=mine.client_id))


def test_two_referrals_of_one_pupil_meet_in_one_intake(lead, school, leader):
    pupil = at(school)
    guardian = make_guardianship(pupil).guardian.user
    first = referring.by_school(by=leader, pupil=pupil, told=told())
    second = referring.by_guardian(by=acting(guardian), pupil=pupil, told=told(basis="own"))
    assert first.intake == second.intake
    assert first.intake.referrals.count() == 2


def test_one_referred_again_after_the_end_gets_a_new_intake_that_knows_the_earlier(lead, school, leader):
    pupil = at(school)
    earlier = make_intake(pupil, state="declined", ended_at=timezone.now())
    made = referring.by_school(by=leader, pupil=pupil, told=told())
    assert made.intake != earlier
    assert made.intake.earlier == earlier


def test_a_school_refers_only_who_goes_there(lead, school, leader):
    moved = make_enrolment(school, end=TODAY - dt.timedelta(days=1)).pupil
    with pytest.raises(RefusedError):
        referring.by_school(by=leader, pupil=moved, told=told())


def test_without_a_word_of_why_nothing_is_sent(lead, school, leader):
    with pytest.raises(RefusedError):
        referring.by_school(by=leader, pupil=at(school), told=told(reason="  \n "))
    assert not Intake.objects.exists()


def test_where_nobody_leads_nothing_is_taken_in_without_an_owner(school, leader):
    with pytest.raises(RefusedError, match=r"leads|leder"):
        referring.by_school(by=leader, pupil=at(school), told=told())
    assert not Referral.objects.exists()
    assert not Involvement.objects.exists()


def test_a_closed_way_in_is_closed(lead, school, leader):
    Route.objects.filter(code="school").update(is_active=False)
    with pytest.raises(RefusedError):
        referring.by_school(by=leader, pupil=at(school), told=told())


def test_the_lead_with_the_fewest_open_ones_gets_the_next(lead, school, leader):
    other = make_lead()
    make_intake(owner=lead)
    assert referring.by_school(by=leader, pupil=at(school), told=told()).intake.owner == other


def test_a_lead_whose_own_child_it_is_does_not_get_it(lead, school, leader):
    other = make_lead()
    make_intake(owner=other)
    pupil = at(school)
    make_guardianship(pupil, make_guardian(lead))
    assert referring.by_school(by=leader, pupil=pupil, told=told()).intake.owner == other


def test_a_protected_pupil_goes_to_the_lead_who_has_access_by_name(lead, school, leader):
    named = make_lead()
    make_intake(owner=named)
    pupil = make_enrolment(school, make_pupil(protected=True)).pupil
    make_grant(named, Role.LEAD).__class__.objects.create(
        user=named, role=Role.LEAD, pupil=pupil, start=TODAY, end=TODAY
    )
    assert referring.by_school(by=leader, pupil=pupil, told=told()).intake.owner == named


def test_a_guardian_refers_her_own_child(lead):
    relation = make_guardianship(make_pupil())
    by = acting(relation.guardian.user)
    made = referring.by_guardian(by=by, pupil=relation.pupil, told=told(basis="own"))
    assert (made.intake.pupil, made.route.code) == (relation.pupil, "guardian")


def test_a_guardian_who_names_a_child_waits_for_a_person_to_find_it(lead):
    by = acting(make_guardian(make_user()).user)
    about = About("Kari", "Nordmann", dt.date(2014, 5, 1), "Solvik")
    made = referring.by_guardian(by=by, about=about, told=told(basis="own"))
    assert made.intake.pupil is None
    assert (made.told_name, made.told_birth_date) == ("Kari Nordmann", dt.date(2014, 5, 1))
    assert made.intake.owner == lead


def test_a_name_in_the_register_is_never_matched_by_itself(lead):
    pupil = make_pupil("Kari", "Nordmann", birth_date=dt.date(2014, 5, 1))
    by = acting(make_guardian(make_user()).user)
    made = referring.by_guardian(by=by, about=About("Kari", "Nordmann", pupil.birth_date), told=told(basis="own"))
    assert made.intake.pupil is None
    assert not Involvement.objects.filter(pupil=pupil).exists()


def test_a_pupil_asks_for_herself(lead):
    pupil = make_pupil()
    by = acting(make_pupil_account(pupil).user)
    assert referring.by_pupil(by=by, pupil=pupil, told=told(basis="own")).intake.pupil == pupil


def test_a_very_long_story_and_right_to_left_text_are_kept_whole(lead, school, leader):
    long = "الطفل لا يذهب إلى المدرسة " * 700 + "\u200f" + "😀"
    made = referring.by_school(by=leader, pupil=at(school), told=told(reason=long))
    made.refresh_from_db()
    assert made.reason == long.strip()
