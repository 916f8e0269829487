"""The school reads what Skoleporten knows of a week; it says what is not known, and never shows that as 0."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from skoleporten.access.actor import software
from skoleporten.access.models import Role
from skoleporten.audit.models import Event
from skoleporten.presence.models import StatementRead
from skoleporten.presence.statements import make
from tests.factories import make_calendar_day, make_enrolment, make_pupil, make_school, make_user_in
from tests.intake_factories import make_case
from tests.integration.presence.test_absence_rows import be_there, register
from tests.plan_factories import make_step, week

pytestmark = pytest.mark.django_db

# Two weeks ago, so that it is among those that are listed.
MONDAY = timezone.localdate() - dt.timedelta(days=timezone.localdate().weekday() + 14)


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def school():
    made = make_school("Solvik skole")
    for number in range(5):
        make_calendar_day(made, MONDAY + dt.timedelta(days=number), 300)
    return made


@pytest.fixture
def case(school):
    pupil = make_pupil()
    make_enrolment(school, pupil)
    made = make_case(pupil, opened_at=timezone.now() - dt.timedelta(days=60))
    make_step(made, week(60), starts_on=MONDAY, by=None)
    return made


@pytest.fixture
def leader(school):
    return make_user_in(Role.SCHOOL_LEADER, school)


def make_it(case):
    made = make(by=software("statements"), case=case, week=MONDAY)
    assert made is not None
    return made


def text_of(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, answer.status_code
    return " ".join(answer.content.decode().split())


def test_school_reads_minutes_what_is_not_known_and_whose_the_register_is(case, leader):
    be_there(case, "08.30", "09.30", day=MONDAY)
    register(case, MONDAY)
    text = text_of(signed_in(leader), reverse("statement", args=[make_it(case).public_id]))
    assert "Skolen fører fraværet og avgjør hva som står på vitnemålet." in text
    assert "Ikke kjent: ingenting er ført" in text
    assert "4\xa0t" in text or "4 t" in text
    assert text.count("<dd>ikke kjent</dd>") == 3 * 4


def test_opening_it_is_kept_and_shown_to_the_team(case, leader):
    made = make_it(case)
    lead = signed_in(case.owner)
    assert "ikke åpnet på skolen ennå" in text_of(lead, reverse("case", args=[case.public_id]))
    text_of(signed_in(leader), reverse("statement", args=[made.public_id]))
    assert StatementRead.objects.get().by == leader
    assert f"lest av {leader}" in text_of(lead, reverse("case", args=[case.public_id]))
    assert Event.objects.filter(action="presence.statement_opened").exists()


def test_a_corrected_one_says_which_days_and_the_old_one_leads_to_it(case, leader):
    first = make_it(case)
    be_there(case, "08.30", "09.30", day=MONDAY)
    second = make_it(case)
    page = signed_in(leader)
    assert "Meldt annerledes enn før: mandag" in text_of(page, reverse("statement", args=[second.public_id]))
    assert reverse("statement", args=[second.public_id]) in text_of(page, reverse("statement", args=[first.public_id]))


def test_list_has_the_newest_of_each_week_and_what_is_not_opened(case, leader):
    first = make_it(case)
    be_there(case, "08.30", "09.30", day=MONDAY)
    second = make_it(case)
    text = text_of(signed_in(leader), reverse("statements"))
    assert str(second.public_id) in text
    assert str(first.public_id) not in text
    assert "Ikke åpnet av deg" in text


def test_file_leaves_what_is_not_known_empty(case, leader):
    be_there(case, "08.30", "09.30", day=MONDAY)
    url = reverse("statement_file", args=[make_it(case).public_id])
    lines = signed_in(leader).get(url).content.decode("utf-8-sig").splitlines()
    assert lines[1] == f"{MONDAY};Kom;300;60;60;0;240;"
    assert lines[2].endswith("Ikke kjent: ingenting er ført;300;60;;;;")


def test_newest_stand_on_the_pupils_own_page_for_the_school(case, leader):
    make_it(case)
    assert "Ukemelding til skolen" in text_of(signed_in(leader), reverse("pupil", args=[case.pupil.public_id]))


def test_another_school_and_those_without_a_part_in_it_get_404(case):
    made = make_it(case)
    elsewhere = make_school("Nordnes skole")
    for role in (Role.SCHOOL_LEADER, Role.TEACHER, Role.ADMINISTRATOR):
        client = signed_in(make_user_in(role, elsewhere))
        for name in ("statement", "statement_file"):
            assert client.get(reverse(name, args=[made.public_id])).status_code == 404
    stranger = signed_in(make_user_in(Role.SCHOOL_LEADER, elsewhere))
    assert case.pupil.full_name not in text_of(stranger, reverse("statements"))
