"""Whoever writes another pupil's name in a text is told so, once it is saved, and the name is not said again."""

import uuid

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from skoleporten.concerns.models import ConcernStep
from skoleporten.intake.models import Referral
from tests.consent_factories import make_consent, years_ago
from tests.factories import make_enrolment, make_guardianship, make_involvement, make_pupil, make_school
from tests.follow_up_factories import MONDAY, at, make_followed
from tests.intake_factories import make_intake, make_lead

pytestmark = pytest.mark.django_db
WARNING = "Teksten ser ut til å nevne en annen elev."


@pytest.fixture(autouse=True)
def monday_morning():
    with time_machine.travel(at(MONDAY), tick=False):
        yield


def told_after(note: str, to_whom: str = "Mor") -> str:
    """The page that a teacher comes to after she has written down a contact."""
    followed = make_followed()
    make_enrolment(followed.school, make_pupil("Jonas", "Li"), 8)
    client = Client()
    client.force_login(followed.teacher)
    address = reverse("concern_contact", args=[followed.concern.public_id])
    form = client.get(address).context["form"]
    filled = {name: form[name].value() or "" for name in form.fields}
    filled |= {"at": form["at"].value().strftime("%Y-%m-%dT%H:%M"), "whom": form.fields["whom"].choices[-1][0]}
    answer = client.post(address, {**filled, "to_whom": to_whom, "result": "reached", "note": note}, follow=True)
    assert ConcernStep.objects.get().note == note
    return answer.content.decode()


def test_a_note_that_names_a_schoolmate_is_kept_and_told_of():
    page = told_after("Sier at Jonas ertet i friminuttet.")
    assert WARNING in page
    assert "Jonas" not in page.split(WARNING)[1][:300]


def test_a_note_about_the_pupil_is_not_told_of():
    assert WARNING not in told_after("Kari vil gjerne komme i morgen.")


def test_the_name_of_whoever_was_called_is_no_other_pupil():
    assert WARNING not in told_after("Vil snakke mer i morgen.", to_whom="Jonas Li")


def consent_that_names_a_schoolmate():
    pupil = make_pupil("Kari", "Strand", birth_date=years_ago(10))
    school = make_school()
    make_enrolment(school, pupil, 5)
    make_enrolment(school, make_pupil("Jonas", "Li"), 5)
    make_involvement(pupil)
    relation = make_guardianship(pupil)
    scope, withheld = "Planen, og at Jonas erter.", "Det Jonas har sagt."
    consent = make_consent(pupil, "share_with_service", scope=scope, withheld=withheld)
    return consent, relation.guardian.user


@pytest.mark.parametrize("page", ["consent_paper", "consent"])
def test_the_text_that_a_family_is_asked_with_names_no_schoolmate(page):
    consent, _guardian = consent_that_names_a_schoolmate()
    client = Client()
    client.force_login(consent.asked_by)
    shown = client.get(reverse(page, args=[consent.public_id])).content.decode()
    assert "Planen, og at ▒▒▒ erter." in shown
    assert "Det ▒▒▒ har sagt." in shown


def test_a_guardian_reads_what_is_shared_without_the_name_of_a_schoolmate():
    consent, guardian = consent_that_names_a_schoolmate()
    client = Client()
    client.force_login(guardian)
    shown = client.get(reverse("my_consent", args=[consent.public_id])).content.decode()
    assert "Planen, og at ▒▒▒ erter." in shown
    assert "Jonas" not in shown


@pytest.mark.parametrize(("reason", "is_told"), [("Jonas Li erter henne.", True), ("Hun er borte hver mandag.", False)])
def test_a_referral_that_names_a_schoolmate_is_sent_and_told_of(reason, is_told):
    followed = make_followed()
    make_enrolment(followed.school, make_pupil("Jonas", "Li"), 8)
    make_lead()
    client = Client()
    client.force_login(followed.leader)
    sent = {"client_id": str(uuid.uuid4()), "reason": reason, "hope": "Ro", "seen_version": "0"}
    answer = client.post(reverse("refer", args=[followed.pupil.public_id]), sent, follow=True)
    assert Referral.objects.get().reason == reason
    assert (WARNING in answer.content.decode()) is is_told


def test_a_booking_that_names_a_schoolmate_is_kept_and_told_of():
    school, pupil = make_school(), make_pupil("Kari", "Strand")
    make_enrolment(school, pupil, 8)
    make_enrolment(school, make_pupil("Jonas", "Li"), 8)
    intake = make_intake(pupil)
    client = Client()
    client.force_login(intake.owner)
    sent = {
        "client_id": str(uuid.uuid4()), "day": "2099-01-05", "time": "14:30", "place": "Leiligheten",
        "asks_pupil": "no", "why_pupil_is_not_asked": "Redd for Jonas Li.", "family_adviser": "Fam. Veileder",
        "adviser_offer": "unanswered", "interpreter": "not_needed",
    }  # fmt: skip
    answer = client.post(reverse("intake_book", args=[intake.public_id]), sent, follow=True)
    assert intake.bookings.get().why_pupil_is_not_asked == "Redd for Jonas Li."
    assert WARNING in answer.content.decode()
