"""The page of a case and the list of cases, asked as a browser does."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from skoleporten.audit.models import Event
from skoleporten.cases.caring import write_care
from skoleporten.cases.models import Care, CaseMember, StandingDecision
from skoleporten.intake import owners
from skoleporten.intake.transitions import move
from tests.consent_factories import consent_in_force
from tests.factories import actor_of, make_enrolment, make_pupil, make_school
from tests.intake_factories import make_case, make_lead, make_team_member

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def lead():
    return make_lead("leder")


@pytest.fixture
def colleague():
    return make_team_member("kollega")


@pytest.fixture
def pupil():
    pupil = make_pupil("Ane", "Holm")
    make_enrolment(make_school("Solvik skole"), pupil)
    return pupil


@pytest.fixture
def case(lead, pupil):
    return make_case(pupil, lead)


@pytest.fixture
def page(lead):
    return signed_in(lead)


def address(case, name="case", **more) -> str:
    return reverse(name, kwargs={"public_id": case.public_id} | more)


def text_of(client, case, name="case") -> str:
    answer = client.get(address(case, name))
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_page_tells_whose_the_case_is_and_where_it_stands(page, case):
    text = text_of(page, case)
    for said in ("Ane Holm", "Leder", "I Skoleporten siden", "helsetjenestens journal"):
        assert said in text
    event = Event.objects.get(action="cases.opened")
    assert [str(one.pupil) for one in event.pupils.all()] == [str(case.pupil.public_id)]
