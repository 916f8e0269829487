"""The letter that asks the family to the talk, and what a service that referred is told afterwards."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from skoleporten.documents.models import Document
from skoleporten.intake.booking import Plan, book
from skoleporten.intake.models import Intake
from tests.consent_factories import consent_in_force
from tests.factories import actor_of, make_guardianship, make_user
from tests.intake_factories import make_intake, make_lead, make_referral
from tests.pages import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead():
    return make_lead("leder")


@pytest.fixture
def booked(lead) -> Intake:
    intake = make_intake(owner=lead)
    guardian = make_guardianship(intake.pupil).guardian
    plan = Plan(timezone.now() + dt.timedelta(days=7), "Leiligheten", "Veileder", "unanswered", [guardian])
    book(by=actor_of(lead), intake=intake, plan=plan, client_id=uuid.uuid4())
    return intake


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_the_invitation_is_a_letter_in_the_language_that_was_asked_for(lead, booked, language):
    answer = signed_in(lead).post(f"/intake/{booked.public_id}/talk-time/letter/", {"language": language}, follow=True)
    assert answer.content.startswith(b"%PDF-")
    assert Document.objects.get().language == language


def test_the_guardian_who_is_asked_opens_it_and_another_does_not(lead, booked):
    signed_in(lead).post(f"/intake/{booked.public_id}/talk-time/letter/", {"language": "nb"})
    letter = Document.objects.get()
    guardian = booked.pupil.guardianships.get().guardian.user
    assert signed_in(guardian).get(f"/documents/{letter.public_id}/").status_code == 200
    assert signed_in(make_user()).get(f"/documents/{letter.public_id}/").status_code != 200


def test_without_a_booked_talk_there_is_no_letter(lead):
    intake = make_intake()
    assert signed_in(lead).post(f"/intake/{intake.public_id}/talk-time/letter/", {"language": "nb"}).status_code == 404


def test_a_service_is_told_the_outcome_only_while_a_consent_to_share_with_it_is_in_force(lead):
    referral = make_referral(code="smi", outside_service="SMI, Siv", basis="consent", basis_text="Mor")
    address = f"/intake/{referral.intake.public_id}/"
    client, sent = signed_in(lead), {"referral": str(referral.public_id)}
    assert "De får ikke vite noe" in client.get(address).content.decode()
    client.post(f"{address}outcome-told/", sent)
    referral.refresh_from_db()
    assert referral.outcome_told_at is None
    consent_in_force(referral.intake.pupil, "share_with_service", service="SMI-skolen")
    assert "Familien samtykker" in client.get(address).content.decode()
    client.post(f"{address}outcome-told/", sent)
    referral.refresh_from_db()
    assert referral.outcome_told_by == lead


def test_a_consent_to_share_with_another_service_opens_nothing(lead):
    referral = make_referral(code="smi", outside_service="SMI, Siv", basis="consent", basis_text="Mor")
    consent_in_force(referral.intake.pupil, "share_with_service", service="ABUP")
    assert "De får ikke vite noe" in signed_in(lead).get(f"/intake/{referral.intake.public_id}/").content.decode()
