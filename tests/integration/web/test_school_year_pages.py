"""The change of school year on the web: looked through, chosen, asked for, and its outcome."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from skoleporten.people.models import Enrolment
from skoleporten.people.year_change import jobs
from skoleporten.schools.models import SchoolYearChange
from tests.factories import make_administrator, make_class, make_enrolment, make_pupil, make_school
from tests.integration.web.test_calendar_pages import text_of

pytestmark = pytest.mark.django_db

ADDRESS, STATE = reverse("school_year_change", args=[2026]), reverse("school_year_state", args=[2026])


@pytest.fixture
def client(time_machine):
    time_machine.move_to(dt.datetime(2026, 6, 10, 8, tzinfo=dt.UTC), tick=False)
    client = Client()
    client.force_login(make_administrator())
    return client


@pytest.fixture
def schools():
    primary, secondary = make_school("Lund skole", 1, 7), make_school("Solgård ungdomsskole", 8, 10)
    make_enrolment(primary, make_pupil(), grade=6, school_class=make_class(primary, "6A", 6))
    make_enrolment(primary, make_pupil(), grade=7)
    make_enrolment(secondary, make_pupil(), grade=10)
    return primary, secondary


def test_the_plan_is_shown_and_nothing_is_changed(client, schools):
    shown = text_of(client.get(ADDRESS))
    assert "Lund skole" in shown
    assert "7A (1)" in shown
    assert "Disse skolene har ingen skolerute for det nye året: Lund skole, Solgård ungdomsskole." in shown
    assert Enrolment.objects.count() == 3


def test_a_next_school_can_be_chosen_and_is_part_of_what_is_applied(client, schools):
    primary, secondary = schools
    chosen = {f"from-{primary.public_id}": str(secondary.public_id)}
    answer = client.get(ADDRESS, chosen)
    assert "neste skole er ikke kjent" not in text_of(answer)
    sent = chosen | {"fingerprint": answer.context["plan"].fingerprint}
    assert client.post(ADDRESS, sent).url == STATE
    assert b"hx-trigger" in client.get(STATE).content
    jobs.apply.call(SchoolYearChange.objects.get().pk)
    assert "2 nye elevforhold, 3 avsluttet, 1 nye klasser." in text_of(client.get(STATE))
    assert Enrolment.objects.filter(school=secondary, grade=8, start=dt.date(2026, 8, 1)).exists()
    assert "Skiftet er gjennomført" in text_of(client.get(ADDRESS))


def test_a_plan_that_is_out_of_date_is_refused_by_the_job_and_says_so(client, schools):
    fingerprint = client.get(ADDRESS).context["plan"].fingerprint
    make_enrolment(schools[0], make_pupil(), grade=3)
    client.post(ADDRESS, {"fingerprint": fingerprint})
    jobs.apply.call(SchoolYearChange.objects.get().pk)
    shown = text_of(client.get(STATE))
    assert "Ingenting er endret" in shown
    assert "Elevene eller klassene er endret siden forhåndsvisningen ble laget." in shown
    assert not Enrolment.objects.filter(start=dt.date(2026, 8, 1)).exists()


def test_it_is_too_early_in_winter(client, schools, time_machine):
    time_machine.move_to(dt.datetime(2026, 2, 1, 8, tzinfo=dt.UTC), tick=False)
    assert "Det er for tidlig" in text_of(client.get(ADDRESS))
    client.post(ADDRESS, {"fingerprint": "x"})
    assert not SchoolYearChange.objects.exists()


def test_there_is_no_outcome_before_a_change_was_asked_for(client):
    assert client.get(STATE).status_code == 404


def test_the_years_are_listed_with_their_calendars(client, schools):
    shown = text_of(client.get(reverse("school_years")))
    assert "2025/26 Dette skoleåret" in shown
    assert "Se skiftet til 2026/27" in shown
