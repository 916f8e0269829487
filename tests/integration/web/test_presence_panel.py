"""The minutes on the page of the case, for the team and for a school, and what happened around coming."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from skoleporten.access.models import Role
from skoleporten.presence import home
from skoleporten.web.words import day as day_in_words
from tests.case_factories import make_closed_case
from tests.factories import actor_of, make_enrolment, make_grant, make_pupil, make_school, make_user, make_user_in
from tests.intake_factories import make_case, make_lead, make_team_member
from tests.presence_factories import at, make_plan, mark

pytestmark = pytest.mark.django_db


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def school():
    return make_school("Solvik skole")


@pytest.fixture
def case(school):
    pupil = make_pupil("Ane", "Holm")
    make_enrolment(school, pupil)
    case = make_case(pupil, opened_at=timezone.now() - dt.timedelta(weeks=3))
    make_plan(case, 30)
    member = actor_of(make_team_member())
    day = timezone.localdate() - dt.timedelta(days=7)
    mark(member, case, "arrived", at("08.30", day), now=at("08.30", day), with_whom="Hemmelig Voksen")
    mark(member, case, "left", at("08.45", day), now=at("08.45", day))
    return case


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_case_tells_the_two_numbers_and_draws_the_days(case):
    text = page(signed_in(make_team_member()), reverse("case", args=[case.public_id]))
    assert "Av den avtalte planen" in text
    assert "Av den vanlige timeplanen" in text
    assert 'class="chart minutes"' in text
    assert "Kom for første gang" in text


def test_a_call_home_and_a_home_visit_stand_in_the_timeline(case):
    by = actor_of(case.owner)
    home.call(
        by=by, case=case, day=timezone.localdate(), at=timezone.now(), how="phone", result="reached",
        to_whom="Besteforelder", client_id=uuid.uuid4(),
    )  # fmt: skip
    later = timezone.now() + dt.timedelta(hours=1)
    home.go_out(by=by, case=case, expected_back=later, client_id=uuid.uuid4())
    text = page(signed_in(case.owner), reverse("case_timeline", args=[case.public_id]))
    assert "Besteforelder" in text
    assert "På hjemmebesøk" in text


def test_a_school_leader_sees_the_two_numbers_and_nothing_of_who_was_there(case, school):
    leader = make_user()
    make_grant(leader, Role.SCHOOL_LEADER, school)
    text = page(signed_in(leader), reverse("pupil", args=[case.pupil.public_id]))
    assert "Av den avtalte planen" in text
    assert "Hemmelig Voksen" not in text
    assert signed_in(leader).get(reverse("case_presence", args=[case.public_id])).status_code == 404


def test_a_leader_of_another_school_sees_nothing_of_it(case):
    stranger = signed_in(make_user_in(Role.SCHOOL_LEADER))
    assert stranger.get(reverse("pupil", args=[case.pupil.public_id])).status_code == 404


def test_after_a_case_has_ended_no_mark_is_missing(time_machine):
    """The days after it are the school's: nobody at Skoleporten was to mark them."""
    lead = make_lead()
    case = make_closed_case(lead)
    ended = timezone.localdate(case.intake.ended_at)
    time_machine.move_to(timezone.now() + dt.timedelta(weeks=10), tick=False)
    text = page(signed_in(lead), reverse("case_presence", args=[case.public_id]))
    assert f"til {day_in_words(ended)}" in text


def test_one_reads_back_to_the_first_day_of_the_case_and_no_further():
    case = make_case(opened_at=timezone.now() - dt.timedelta(weeks=30))
    opened = timezone.localdate(case.opened_at)
    client, address = signed_in(make_team_member()), reverse("case_presence", args=[case.public_id])
    long_ago = page(client, f"{address}?day={timezone.localdate() - dt.timedelta(weeks=20)}")
    assert day_in_words(timezone.localdate() - dt.timedelta(weeks=20)) in long_ago
    assert "Tidligere dager" in long_ago
    assert "Til de nyeste dagene" in long_ago
    first = page(client, f"{address}?day=1900-01-01")
    assert day_in_words(opened) in first
    assert "Tidligere dager" not in first
    assert "Til de nyeste dagene" not in page(client, address)


def test_an_old_day_that_the_history_leads_to_is_the_one_that_is_corrected():
    case = make_case(opened_at=timezone.now() - dt.timedelta(weeks=30))
    old = timezone.localdate() - dt.timedelta(weeks=20)
    text = page(signed_in(make_team_member()), f"{reverse('board_pupil', args=[case.public_id])}?day={old}")
    assert f'<p class="lead">{day_in_words(old)}</p>' in text
