"""Who is told what was decided: the family, the school, and a service from outside only when the family agrees."""

from __future__ import annotations

import pytest

from skoleporten.intake import to_tell
from skoleporten.intake.models import ToTell
from skoleporten.notices.models import Notice
from skoleporten.people.models import Guardianship
from skoleporten.rules.errors import RefusedError
from tests.consent_factories import consent_in_force
from tests.decision_factories import decide, decided, in_intake, make_meeting, make_referred_pupil
from tests.factories import actor_of, make_guardianship, make_school, make_school_leader
from tests.intake_factories import make_lead, make_referral

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead():
    return actor_of(make_lead())


def whom(decision):
    return sorted(decision.to_tell.values_list("whom", flat=True))


def test_those_who_decide_the_pupil_and_the_school_are_to_be_told():
    assert whom(decide()) == ["guardian", "pupil", "school"]


@pytest.mark.parametrize(
    "fields",
    [
        {"decides": Guardianship.Decides.NONE},
        {"decides": Guardianship.Decides.SUSPENDED},
        {"verified_at": None},
        {"barred_from": "2025-08-01", "barred_source": "Vedtak"},
    ],
)
def test_nobody_without_a_verified_right_is_told(fields):
    pupil = make_referred_pupil()
    make_guardianship(pupil, **fields)
    assert decide(in_intake(pupil)).to_tell.filter(whom="guardian").count() == 1


def test_who_was_in_the_meeting_has_heard_it_and_the_others_are_left():
    made = decide()
    told = {one.whom: one.told_how for one in made.to_tell.all()}
    assert told == {"guardian": "meeting", "pupil": "meeting", "school": ""}


def test_who_was_not_in_the_meeting_is_still_to_be_told():
    intake = in_intake()
    make_meeting(intake, attendees=(), pupil_was="part", why_pupil_was_not="Ble sliten.")
    assert {one.told_how for one in decide(intake).to_tell.all()} == {""}


def test_told_by_telephone_after_the_meeting_leaves_all_to_be_told():
    assert {one.told_how for one in decide(asked=decided(told_how="call")).to_tell.all()} == {""}


def test_it_is_written_down_once_who_told_and_how(lead):
    task = decide().to_tell.get(whom="school")
    to_tell.record_told(by=lead, task=task, how="call")
    to_tell.record_told(by=lead, task=task, how="letter")
    task.refresh_from_db()
    assert (task.told_by_id, task.told_how) == (lead.user_id, "call")


def test_how_it_was_told_is_one_of_the_ways(lead):
    with pytest.raises(RefusedError):
        to_tell.record_told(by=lead, task=decide().to_tell.get(whom="school"), how="rumour")


def test_a_service_from_outside_is_told_only_by_consent(lead):
    intake = in_intake()
    referral = make_referral(intake, "lunde", outside_service="Lunde", outside_name="Anne", basis_text="Mor")
    task = decide(intake).to_tell.get(whom="outside")
    with pytest.raises(RefusedError):
        to_tell.record_told(by=lead, task=task, how="call")
    consent_in_force(intake.pupil, "share_with_service", service="Lunde")
    to_tell.record_told(by=lead, task=task, how="call")
    referral.refresh_from_db()
    assert referral.outcome_told_by_id == lead.user_id
    assert ToTell.objects.get(pk=task.pk).told_at is not None


def test_a_consent_that_names_the_service_as_its_way_in_is_called_counts_too(lead):
    intake = in_intake()
    make_referral(intake, "smi", outside_service="SMI, Siv", outside_name="Siv", basis_text="Mor")
    task = decide(intake).to_tell.get(whom="outside")
    consent_in_force(intake.pupil, "share_with_service", service="SMI-skolen")
    to_tell.record_told(by=lead, task=task, how="call")
    assert ToTell.objects.get(pk=task.pk).told_at is not None


def test_a_leader_of_the_pupils_school_gets_a_notice_and_another_does_not():
    school = make_school("Solvik skole")
    own, stranger = make_school_leader(school), make_school_leader(make_school("Annen skole"))
    made = decide(in_intake(make_referred_pupil(school)))
    assert Notice.objects.get(user=own).link == f"/intake/decisions/school/{made.public_id}/"
    assert not Notice.objects.filter(user=stranger).exists()
