"""A family reads what was told in the intake talk: own words and what it was let read, without a schoolmate's name."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from skoleporten.audit.models import Event
from tests.factories import (
    make_enrolment,
    make_guardianship,
    make_pupil,
    make_pupil_account,
    make_school,
)
from tests.intake_factories import make_intake
from tests.talk_factories import make_guardians_story, make_story

pytestmark = pytest.mark.django_db
AS_TOLD = frozenset({"guardian"})


@pytest.fixture
def intake():
    school, pupil = make_school(), make_pupil("Kari", "Strand")
    make_enrolment(school, pupil, 5)
    make_enrolment(school, make_pupil("Jonas", "Li"), 5)
    return make_intake(pupil)


@pytest.fixture
def parents(intake):
    return make_guardianship(intake.pupil), make_guardianship(intake.pupil)


def read_by(user) -> str:
    client = Client()
    client.force_login(user)
    answer = client.get(reverse("my_stories"))
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_pupil_reads_own_words_and_what_a_guardian_lets_the_pupil_read(intake, parents):
    make_story(intake, words="Det er bråk i gangen.")
    make_guardians_story(intake, parents[0].guardian, words="Hun sover dårlig.", audiences=frozenset({"pupil"}))
    make_guardians_story(intake, parents[1].guardian, words="Bare for dere.")
    shown = read_by(make_pupil_account(intake.pupil).user)
    assert "Det er bråk i gangen." in shown
    assert "Hun sover dårlig." in shown
    assert "Bare for dere." not in shown


def test_a_guardian_reads_what_the_pupil_lets_her_read_and_nothing_more(intake, parents):
    make_story(intake, words="Bare de voksne her.")
    make_story(intake, part="hopes", words="Jeg håper på ro.", audiences=AS_TOLD)
    shown = read_by(parents[0].guardian.user)
    assert "Jeg håper på ro." in shown
    assert "Bare de voksne her." not in shown


def test_no_other_guardian_and_no_schoolmate_is_named(intake, parents):
    words = "Jonas erter henne."
    make_guardians_story(intake, parents[1].guardian, words=words, audiences=AS_TOLD, teller_name="Per Strand (far)")
    shown = read_by(parents[0].guardian.user)
    assert "▒▒▒ erter henne." in shown
    assert "Per Strand" not in shown
    assert "Jonas" not in shown


def test_what_is_not_told_yet_and_what_the_staff_wrote_is_not_there(intake, parents):
    make_story(intake, telling="not_yet", words="", why_not_yet="Vil vente.", audiences=AS_TOLD)
    make_story(intake, part="welcome", teller="team", telling="written", words="Til oss selv.")
    shown = read_by(parents[0].guardian.user)
    assert "Vil vente." not in shown
    assert "Til oss selv." not in shown
    assert "Ingenting å lese her ennå" in shown


def test_a_barred_parent_reads_nothing(intake):
    barred = make_guardianship(intake.pupil, barred_from=dt.date(2025, 9, 1), barred_source="Court")
    make_guardians_story(intake, make_guardianship(intake.pupil).guardian, words="Kommer snart.", audiences=AS_TOLD)
    client = Client()
    client.force_login(barred.guardian.user)
    assert "Kommer snart." not in client.get(reverse("my_stories")).content.decode()


def test_each_look_is_in_the_read_log(intake, parents):
    make_story(intake, words="Jeg håper på ro.", audiences=AS_TOLD)
    read_by(parents[0].guardian.user)
    looked = Event.objects.filter(action="intake.told_read").get()
    assert [str(row.pupil) for row in looked.pupils.all()] == [str(intake.pupil.public_id)]
