"""I dag, asked as a browser does: with and without a script."""

from __future__ import annotations

import datetime as dt
import re
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from skoleporten.presence.models import Mark
from tests.factories import (
    actor_of,
    make_enrolment,
    make_pupil,
    make_school,
)
from tests.intake_factories import make_case, make_lead
from tests.integration.web.board.asking import card_of, page, signed_in, state_of, tap
from tests.presence_factories import MONDAY, add_part, at, make_plan, mark

pytestmark = pytest.mark.django_db


def test_who_is_expected_stands_with_time_place_and_minutes(client, case):
    make_plan(case, 30, starts="08.30", place="flat")
    card = card_of(page(client), case)
    assert "Avtalt kl. 08.30, Leiligheten, 30 min" in card
    assert "Ikke ført" in card
    assert 'data-state="expected"' in card


def test_a_tap_without_a_script_leads_back_to_the_row(client, case):
    answer = tap(client, case, "arrived", place="flat")
    assert answer.status_code == 302
    assert answer["Location"] == f"/today/#case-{case.public_id}"
    card = card_of(page(client), case)
    assert "Kom kl. 08.20, Leiligheten" in card
    assert state_of(page(client), case) == "here"


def test_came_left_and_undone(client, case, clock):
    tap(client, case, "arrived")
    clock.move_to(at("08.50"))
    assert "30 min" in card_of(page(client), case)
    tap(client, case, "left")
    assert state_of(page(client), case) == "gone"
    last = re.search(r'name="about" value="([\w-]{36})"', card_of(page(client), case))
    tap(client, case, "undo", about=last[1])
    assert state_of(page(client), case) == "here"


def test_with_a_script_only_the_card_comes_back_and_says_what_was_done(client, case):
    answer = tap(client, case, "arrived", htmx=True)
    text = answer.content.decode()
    assert text.lstrip().startswith('<li class="card"')
    assert 'id="board-said"' in text
    assert "Ane: Kom kl. 08.20" in re.sub(r"\s+", " ", text)


def test_two_taps_with_the_same_id_are_one_mark(client, case):
    same = str(uuid.uuid4())
    tap(client, case, "arrived", id=same)
    tap(client, case, "arrived", id=same)
    assert Mark.objects.count() == 1


def test_what_is_no_mark_is_refused_in_words(client, case):
    answer = tap(client, case, "kept", htmx=True)
    assert "Velg" in answer.content.decode()
    assert not Mark.objects.exists()


def test_not_coming_is_said_and_is_no_zero_minutes_of_somebody_who_came(client, case):
    make_plan(case)
    tap(client, case, "not_coming")
    card = card_of(page(client), case)
    assert "Kommer ikke i dag" in card
    assert "mandag 0 min av 30 min" in card


def test_not_marked_and_zero_never_look_alike_in_the_week(client, case, clock):
    """Monday unmarked, Tuesday 0: on Wednesday the one is hollow with «?», the other a thin line."""
    make_plan(case)
    clock.move_to(at("08.20", MONDAY + dt.timedelta(days=1)))
    tap(client, case, "not_coming")
    clock.move_to(at("08.20", MONDAY + dt.timedelta(days=2)))
    card = card_of(page(client), case)
    assert "mandag ikke ført, tirsdag 0 min av 30 min, onsdag 30 min avtalt" in card
    assert card.count('class="not-known"') == 1
    assert card.count('class="none"') == 1
    assert ">?</text>" in card


def test_longer_than_the_plan_is_shown_as_more(client, case, clock):
    make_plan(case, 5, place="home_visit")
    tap(client, case, "arrived")
    clock.move_to(at("08.40"))
    tap(client, case, "left")
    assert "20 min, mer enn de avtalte 5 min" in card_of(page(client), case)


def test_no_plan_yet_and_an_agreed_pause_are_told_as_what_they_are(client, case):
    pause = make_case(make_enrolment(make_school(), make_pupil("Bo")).pupil)
    make_plan(pause, 0)
    text = page(client)
    assert "Ingen plan ennå" in card_of(text, case)
    assert "Avtalt pause" in card_of(text, pause)


def test_a_plan_changed_after_the_pupil_came_holds_from_the_next_day(client, case, clock):
    make_plan(case, 30)
    tap(client, case, "arrived")
    make_plan(case, 60, starts_on=MONDAY, written_at=at("10.00"))
    clock.move_to(at("10.10"))
    assert 'data-target="30"' in card_of(page(client), case)
    clock.move_to(at("08.10", MONDAY + dt.timedelta(days=1)))
    assert 'data-target="60"' in card_of(page(client), case)


def test_two_places_in_one_day_are_two_lines_and_the_next_one_is_tapped(client, case, clock):
    step = make_plan(case, 30, starts="08.30", place="skoleporten")
    add_part(step, 0, 45, starts="10.00", place="class", number=2)
    tap(client, case, "arrived", place="skoleporten")
    clock.move_to(at("09.00"))
    tap(client, case, "left")
    card = card_of(page(client), case)
    assert "Avtalt kl. 08.30, Skoleporten" in card
    assert "Avtalt kl. 10.00, I klassen" in card
    assert 'name="place" value="class"' in card
    assert 'data-target="75"' in card


def test_the_card_asks_to_call_home_only_after_the_agreed_delay(client, case, clock):
    make_plan(case, starts="08.30")
    clock.move_to(at("08.44"))
    assert "Ring hjem" not in card_of(page(client), case)
    clock.move_to(at("08.45"))
    assert "Ring hjem" in card_of(page(client), case)
    tap(client, case, "arrived")
    assert "Ring hjem" not in card_of(page(client), case)


def test_a_municipality_sets_the_delay_itself(client, case, clock, settings):
    settings.ASK_HOME_AFTER_MINUTES = 5
    make_plan(case, starts="08.30")
    clock.move_to(at("08.35"))
    assert "Ring hjem" in card_of(page(client), case)


# What it costs --------------------------------------------------------------------------------------------------------
def fill(number: int) -> None:
    """Each with a plan and a visit of the day before, of one school."""
    school, lead = make_school(), make_lead()
    for _ in range(number):
        made = make_case(make_enrolment(school, make_pupil()).pupil, lead)
        make_plan(made)
        mark(actor_of(lead), made, "arrived", at("08.00"))
        mark(actor_of(lead), made, "left", at("08.20"))


def test_a_longer_board_asks_the_database_no_more_than_a_short_one(member):
    counted = []
    for _ in range(2):
        fill(2 if not counted else 6)
        client = signed_in(member)
        page(client)
        with CaptureQueriesContext(connection) as asked:
            page(client)
        counted.append(len(asked))
    assert counted[0] == counted[1]
    assert counted[0] <= 40
