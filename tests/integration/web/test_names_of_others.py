"""Whoever writes another pupil's name in a text is told so, once it is saved, and the name is not said again."""

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from skoleporten.concerns.models import ConcernStep
from tests.factories import make_enrolment, make_pupil
from tests.follow_up_factories import MONDAY, at, make_followed

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
