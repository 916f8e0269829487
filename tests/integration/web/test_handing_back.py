"""The pages of the way back to school: planned with the home class in view, settled item by item, asked about after."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from skoleporten.access.models import Role
from skoleporten.cases.models import Case, FollowUp, HandingBack
from skoleporten.intake.transitions import move
from tests.factories import actor_of, make_class, make_enrolment, make_pupil, make_school, make_user_in
from tests.handing_back_factories import make_follow_up, make_ready_to_close, make_way_back
from tests.intake_factories import make_case, make_lead

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def school():
    return make_school("Solvik skole")


@pytest.fixture
def lead():
    return make_lead()


@pytest.fixture
def case(school, lead):
    pupil = make_pupil()
    make_enrolment(school, pupil, 7, make_class(school, "7B", 7))
    return make_case(pupil, lead, state="handing_back")


@pytest.fixture
def page(lead) -> Client:
    return signed_in(lead)


def address(case: Case, name: str = "case_handing_back", *further: str) -> str:
    return reverse(name, args=[case.public_id, *further])


def text_of(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, answer.status_code
    return " ".join(answer.content.decode().split())


def plan_sent(**fields) -> dict[str, str]:
    sent = {"client_id": str(uuid.uuid4()), "seen_version": "0", "to": "other", "school_name": "Fjordheim skole"}
    return sent | fields


def test_home_class_stands_on_the_case_from_the_first_day(page, case):
    case.intake.state = "active"
    case.intake.save()
    text = text_of(page, reverse("case", args=[case.public_id]))
    assert "Hjemskolen er Solvik skole." in text
    assert "Eleven har fortsatt plass i hjemmeklassen, 7B." in text


def test_plan_is_written_and_shown_with_what_is_not_agreed(page, case):
    sent = plan_sent(named_adult="Ada Vik", class_size="19", taken_over_on=str(TODAY))
    assert page.post(address(case, "case_handing_back_plan"), sent).status_code == 302
    text = text_of(page, address(case))
    assert "Fjordheim skole (en annen skole)" in text
    assert "Ada Vik" in text
    assert "19 elever" in text
    assert "ikke avtalt ennå" in text


def test_another_school_must_be_named(page, case):
    text = page.post(address(case, "case_handing_back_plan"), plan_sent(school_name="")).content.decode()
    assert "Si hvilken skole det er." in text
    assert not HandingBack.objects.exists()


def test_the_second_of_two_writers_sees_both_texts(page, case):
    row = make_way_back(case, named_adult="Ada")
    answer = page.post(address(case, "case_handing_back_plan"), plan_sent(named_adult="Bo"))
    assert answer.status_code == 409
    assert "Ada" in answer.content.decode()
    row.refresh_from_db()
    assert row.named_adult == "Ada"


def test_an_item_is_ticked_with_who_and_when(page, lead, case):
    make_way_back(case)
    sent = {"answer": "done", "client_id": str(uuid.uuid4())}
    assert page.post(address(case, "case_handing_back_item", "peers"), sent).status_code == 302
    text = text_of(page, address(case))
    assert "Ferdig" in text
    assert f"{lead}, " in text


def test_not_needed_asks_for_the_reason_and_says_so(page, case):
    make_way_back(case)
    sent = {"answer": "not_needed", "client_id": str(uuid.uuid4())}
    page.post(address(case, "case_handing_back_item", "transport"), sent)
    assert "Si hvorfor det ikke trengs." in text_of(page, address(case))
    page.post(address(case, "case_handing_back_item", "transport"), sent | {"why": "Går selv."})
    assert "Går selv." in text_of(page, address(case))


def test_what_differs_between_the_register_and_the_plan_is_shown(page, case):
    make_way_back(case, to="home", class_size=30)
    assert "Klassen har et annet antall elever i registeret enn i planen." in text_of(page, address(case))


def test_what_is_missing_before_closing_stands_on_the_case(page, case):
    make_way_back(case)
    assert "i listen uten svar" in text_of(page, reverse("case", args=[case.public_id]))


def test_closing_is_refused_in_words_from_the_page_of_the_case(page, case):
    sent = {
        "client_id": str(uuid.uuid4()), "to_state": "closed", "reason": "Ferdig.", "seen_state": "handing_back",
    }  # fmt: skip
    text = page.post(reverse("case_stage", args=[case.public_id]), sent).content.decode()
    assert "Veien tilbake er ikke avklart" in text
    case.intake.refresh_from_db()
    assert case.intake.state == "handing_back"


def closed(case: Case) -> Case:
    make_ready_to_close(case, taken_over_on=TODAY - dt.timedelta(days=30))
    move(by=actor_of(case.owner), intake=case.intake, to_state="closed", reason="Skolen har tatt over.")
    return case


def test_follow_up_is_written_after_the_case_is_closed_and_opening_again_is_at_hand(page, case):
    closed(case)
    url = address(case, "case_follow_up", "weeks_4")
    text = text_of(page, url)
    assert "Fravær siden da er ikke kjent ennå." in text
    assert "Hvis det ikke går bra" in text
    sent = {"client_id": str(uuid.uuid4()), "on": str(TODAY), "seen": "Er i alle timer.", "pupils_words": "Greit."}
    assert page.post(url, sent).status_code == 302
    assert FollowUp.objects.get().seen == "Er i alle timer."
    assert "Er i alle timer." in text_of(page, address(case))


def test_follow_up_without_the_pupils_words_asks_why(page, case):
    closed(case)
    url = address(case, "case_follow_up", "weeks_4")
    text = page.post(url, {"client_id": str(uuid.uuid4()), "on": str(TODAY), "seen": "Bra."}).content.decode()
    assert "hvorfor eleven ikke ble spurt" in text
    assert not FollowUp.objects.exists()


def test_what_is_due_is_listed_also_for_closed_cases(page, case):
    closed(case)
    text = text_of(page, reverse("case_follow_ups"))
    assert case.pupil.full_name in text
    assert "Etter 4 uker" in text
    make_follow_up(case)
    assert "Etter 12 uker" in text_of(page, reverse("case_follow_ups"))


def test_school_sees_the_plan_of_its_own_pupil_and_not_the_pupils_words(case, school):
    make_way_back(case, to="home", named_adult="Ada Vik", pupils_words="Jeg gruer meg til gangen.")
    text = text_of(signed_in(make_user_in(Role.SCHOOL_LEADER, school)), reverse("pupil", args=[case.pupil.public_id]))
    assert "Ada Vik" in text
    assert "gruer meg" not in text
    assert "Karakterer" in text or "karakterene" in text


@pytest.mark.parametrize("role", [Role.TEACHER, Role.SCHOOL_LEADER, Role.ADMINISTRATOR])
def test_the_pages_are_for_those_around_the_case(case, school, role):
    make_way_back(case)
    client = signed_in(make_user_in(role, school))
    urls = (
        address(case), address(case, "case_handing_back_plan"), address(case, "case_follow_up", "weeks_4"),
        reverse("case_follow_ups"),
    )  # fmt: skip
    assert {client.get(url).status_code for url in urls} == {404}


def test_after_closing_the_team_has_it_no_longer_in_view(case):
    closed(case)
    case.intake.involvement.refresh_from_db()
    case.intake.involvement.end = TODAY - dt.timedelta(days=1)
    case.intake.involvement.start = TODAY - dt.timedelta(days=9)
    case.intake.involvement.save()
    client = signed_in(make_user_in(Role.TEAM))
    assert client.get(address(case)).status_code == 404
    assert case.pupil.full_name not in text_of(client, reverse("case_follow_ups"))
