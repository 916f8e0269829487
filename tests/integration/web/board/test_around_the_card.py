"""Calling home, home visits, care, and what is put right of a day."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
import time_machine
from django.urls import reverse

from skoleporten.audit.models import Event
from skoleporten.cases.caring import write_care
from skoleporten.concerns import actions as concern_actions
from skoleporten.concerns.models import ConcernStep
from skoleporten.presence.models import CallHome, HomeVisit, Mark
from tests.factories import (
    actor_of,
    make_guardian,
    make_guardianship,
)
from tests.intake_factories import make_team_member
from tests.integration.web.board.asking import card_of, page, signed_in, tap, visit_form
from tests.presence_factories import MONDAY, at, day_of, make_plan

pytestmark = pytest.mark.django_db


def call(client, case, **fields):
    sent = {
        "whom": "other", "to_whom": "Besteforelder", "how": "phone", "at": "2026-11-23T08:50", "note": "",
        "result": "not_reached", "client_id": str(uuid.uuid4()),
    }  # fmt: skip
    return client.post(reverse("board_call", args=[case.public_id]), sent | fields)


def test_a_call_home_is_written_down_and_told_on_the_card(client, case, clock):
    make_plan(case, starts="08.30")
    clock.move_to(at("08.50"))
    assert call(client, case).status_code == 302
    made = CallHome.objects.get()
    assert (made.to_whom, made.result, made.step) == ("Besteforelder", "not_reached", None)
    card = card_of(page(client), case)
    assert "Ringte hjem 08.50: Besteforelder, fikk ikke svar" in card
    assert "Ring hjem<" not in card


def test_a_call_home_is_a_contact_of_the_concern_that_is_open(client, case, clock):
    concern = concern_actions.open_by_person(
        by=actor_of(make_team_member()), pupil=case.pupil, school_id=None, reason="Mye borte."
    )
    clock.move_to(at("08.50"))
    guardian = make_guardianship(case.pupil, make_guardian(None, phone="90 00 00 00")).guardian
    assert "90 00 00 00" in page(client, reverse("board_call", args=[case.public_id]))
    call(client, case, whom=str(guardian.public_id), to_whom="", result="reached")
    step = ConcernStep.objects.get(concern=concern)
    assert (step.kind, step.guardian, step.result) == ("home_contacted", guardian, "reached")
    assert CallHome.objects.get().step == step


def test_whoever_is_barred_is_not_among_those_to_call(client, case):
    barred = make_guardianship(
        case.pupil, make_guardian(None, phone="91 11 11 11"), barred_from=MONDAY, barred_source="Vedtak"
    )
    assert barred.guardian.phone not in page(client, reverse("board_call", args=[case.public_id]))


def test_a_home_visit_is_seen_by_the_others_and_the_passed_time_is_told_quietly(client, case, clock):
    sent = {"case": str(case.public_id), "back_at": "10:00", "with_whom": "", "client_id": str(uuid.uuid4())}
    assert client.post(reverse("board_go_out"), sent).status_code == 302
    colleague = signed_in(make_team_member("kollega"))
    text = page(colleague)
    assert "Vakt er hos Ane siden 08.20, ventes tilbake kl. 10.00." in text
    assert "Tiden er gått" not in text
    clock.move_to(at("10.01"))
    assert "Tiden er gått" in page(signed_in(make_team_member()))
    visit = HomeVisit.objects.get()
    colleague.post(reverse("board_come_back", args=[visit.public_id]))
    visit.refresh_from_db()
    assert visit.back_said_by.username == "kollega"
    assert "er hos Ane" not in page(signed_in(make_team_member()))


def test_a_home_visit_that_would_be_over_already_is_refused(client, case):
    sent = {"case": str(case.public_id), "back_at": "08:00", "client_id": str(uuid.uuid4())}
    assert "senere i dag" in client.post(reverse("board_go_out"), sent).content.decode()
    assert not HomeVisit.objects.exists()


def test_care_and_numbers_are_on_the_pupils_own_page_and_not_on_the_board(client, case):
    write_care(
        by=actor_of(case.owner), case=case, seen_version=0,
        texts={"fetched_by": "Farfar", "transport": "Taxi", "numbers": "90 12 34 56", "notes": "Trenger ro."},
    )  # fmt: skip
    board = page(client)
    assert "Farfar" in board
    assert "Taxi" in board
    assert "90 12 34 56" not in board
    assert "Trenger ro" not in board
    own = page(client, reverse("board_pupil", args=[case.public_id]))
    assert "90 12 34 56" in own
    assert "Trenger ro" in own


def test_a_time_a_place_and_who_was_there_are_corrected_by_new_events(client, case):
    tap(client, case, "arrived", place="flat")
    sent = visit_form(case, arrived="08:05", place="gaming_room", with_whom="Ali")
    address = reverse("board_pupil", args=[case.public_id])
    assert client.post(address, sent).status_code == 302
    visit = day_of(case).visits.get()
    assert (visit.arrived_at, visit.place, visit.with_whom) == (at("08.05"), "gaming_room", "Ali")
    first = Mark.objects.get(kind="arrived")
    assert (first.at, first.place) == (at("08.20"), "flat")
    assert Event.objects.filter(action="presence.marked").count() == Mark.objects.count()


def test_what_nobody_changed_is_not_written(client, case):
    tap(client, case, "arrived", place="flat")
    client.post(reverse("board_pupil", args=[case.public_id]), visit_form(case, place="flat"))
    assert Mark.objects.count() == 1


def test_how_it_was_is_the_pupils_own_and_says_who_chose(client, case, clock):
    tap(client, case, "arrived")
    clock.move_to(at("09.00"))
    tap(client, case, "left")
    assert "Hvordan var det?" in card_of(page(client), case)
    address = reverse("board_pupil", args=[case.public_id])
    wrong = client.post(address, visit_form(case, left="09:00", rating="4"))
    assert "hvem som valgte" in wrong.content.decode()
    client.post(address, visit_form(case, left="09:00", rating="4", rated_by="pupil", word="Helt greit"))
    visit = day_of(case).visits.get()
    assert (visit.rating, visit.rated_by, visit.word) == (4, "pupil", "Helt greit")
    assert "Hvordan var det?" not in card_of(page(client), case)


def test_a_mark_on_the_wrong_day_is_moved_to_the_right_one(client, case):
    tap(client, case, "arrived")
    friday = MONDAY - dt.timedelta(days=3)
    sent = visit_form(case, day=friday.isoformat(), left="08:40")
    client.post(reverse("board_pupil", args=[case.public_id]), sent)
    assert day_of(case) is None
    moved = day_of(case, friday)
    assert moved.minutes == 20


def test_a_visit_that_nobody_marked_is_written_down_afterwards(client, case):
    friday = MONDAY - dt.timedelta(days=3)
    address = reverse("board_pupil", args=[case.public_id]) + f"?day={friday.isoformat()}"
    sent = {
        "visit": "new", "day": friday.isoformat(), "arrived": "10.00", "left": "10.05", "place": "home_visit",
        "client_id": str(uuid.uuid4()),
    }  # fmt: skip
    assert client.post(address, sent).status_code == 302
    assert client.post(address, sent).status_code == 302
    assert day_of(case, friday).minutes == 5
    assert Mark.objects.count() == 2


@pytest.mark.parametrize(
    ("arrived", "left", "words"),
    [("09:00", "08:00", "ikke gå før"), ("08:00", "23:00", "fram i tid"), ("", "", "når eleven kom")],
)
def test_an_impossible_visit_is_refused_in_words(client, case, arrived, left, words):
    sent = {
        "visit": "new", "day": MONDAY.isoformat(), "arrived": arrived, "left": left, "client_id": str(uuid.uuid4()),
    }  # fmt: skip
    with time_machine.travel(at("12.00"), tick=False):
        assert words in client.post(reverse("board_pupil", args=[case.public_id]), sent).content.decode()
    assert not Mark.objects.exists()


def test_one_looks_a_day_back_and_no_further_than_today(client, case):
    text = page(client, "/today/?day=2026-11-20")
    assert "fredag 20. november 2026" in text
    assert "data-tap" not in text
    assert "?day=2026-11-24" not in page(client)
    assert page(client, "/today/?day=nonsense")
