"""The ladder and its small steps, and the tablet on which the pupil answers."""

from __future__ import annotations

import pytest
from django.utils import timezone

from skoleporten.plans.models import PlanStep
from skoleporten.rules.ladder import Rung
from tests.integration.web.plans.asking import DAY, address, monday
from tests.plan_factories import (
    at,
    make_move,
    make_step,
    week,
)

pytestmark = pytest.mark.django_db


def test_the_pupil_answers_one_question_at_a_time_and_nothing_is_lost_between(case, team):
    make_step(case, week(20), starts_on=monday() - 7 * DAY, now=at(monday() - 7 * DAY))
    start = address(case, "plan/together/")
    assert "Hei, Kari" in team.get(start).content.decode()
    assert "Hvem du møter" in team.get(f"{start}change/").content.decode()
    answers = {
        "change": {"what_changes": "place"},
        "week": {f"d{day}p1_minutes": "20" for day in range(5)} | {f"d{day}p1_starts": "08:30" for day in range(5)},
        "place": {"usual_place": "gaming_room"},
        "people": {"usual_people": "Ben"},
        "hard_day": {"fallback": "Jeg sender en melding."},
        "words": {"answer": "in_part", "words": "Bare gamingrommet.", "answer_for": ["guardians"]},
    }
    for question, given in answers.items():
        assert team.get(f"{start}{question}/").status_code == 200
        answer = team.post(f"{start}{question}/", given)
        assert answer.status_code == 302, (question, answer.content.decode()[:3000])
    look = team.get(f"{start}look/").content.decode()
    for text in (
        "Stedet",
        "20\u00a0min hver dag",
        "Gamingrommet",
        "Ben",
        "Jeg sender en melding.",
        "Bare gamingrommet.",
    ):
        assert text in look
    assert PlanStep.objects.count() == 1
    form = team.get(address(case, "plan/new/")).content.decode()
    assert "Bare gamingrommet." in form
    assert "Jeg sender en melding." in form


@pytest.mark.parametrize("question", ["", "change/", "week/", "words/", "look/"])
def test_while_the_pupil_holds_the_tablet_there_is_no_menu_to_other_pupils(case, team, question):
    page = team.get(address(case, f"plan/together/{question}")).content.decode()
    assert "site-nav" not in page
    assert 'href="/pupils/' not in page
    assert 'href="/cases/"' not in page


def test_the_tablet_does_not_offer_that_the_pupil_is_not_asked(case, team):
    page = team.get(address(case, "plan/together/words/")).content.decode()
    assert "not_asked" not in page


def test_the_small_steps_show_where_the_pupil_has_been_is_and_may_go_in_words_too(case, team):
    make_step(case, week(5), starts_on=monday() - 14 * DAY, now=at(monday() - 14 * DAY))
    make_step(case, week(30), starts_on=monday() - 7 * DAY, now=at(monday() - 7 * DAY))
    page = team.get(address(case)).content.decode()
    assert 'class="stair-here"' in page
    assert "Her nå: 30\u00a0min." in page
    assert page.count('class="stair-been"') == 1
    assert "har vært brukt" in page


def test_the_ladder_goes_on_back_and_stays_with_a_row_for_each(case, team):
    today = timezone.localdate()
    for number, (rung, kind) in enumerate(
        [("routine", "begynner her"), ("welcome", "runde til"), ("welcome", "en stund til"), ("group", "hopper fram")]
    ):
        last = case.rung_moves.order_by("on", "pk").last()
        given = {
            "client_id": f"7b0c5f0e-9f0b-4a55-9d2e-0d6a4a9f6f2{number}", "seen": last.pk if last else 0, "to": rung,
            "on": today.isoformat(), "why": f"Grunn {number}",
        }  # fmt: skip
        page = team.post(address(case, "ladder/move/"), given, follow=True).content.decode()
        assert kind in page
        assert f"Grunn {number}" in page
    assert case.rung_moves.count() == 4


def test_a_move_from_an_old_page_shows_both(case, team):
    make_move(case, Rung.ROUTINE, on=monday())
    given = {
        "client_id": "7b0c5f0e-9f0b-4a55-9d2e-0d6a4a9f6f31", "seen": 0, "to": "group",
        "on": timezone.localdate().isoformat(), "why": "Min grunn",
    }  # fmt: skip
    answer = team.post(address(case, "ladder/move/"), given)
    assert answer.status_code == 409
    assert "Vi er blitt kjent." in answer.content.decode()
    assert "Min grunn" in answer.content.decode()


@pytest.mark.parametrize("on", ["2020-01-01", "2090-01-01"])
def test_a_move_on_a_wrong_day_is_refused_with_clear_words(case, team, on):
    given = {"client_id": "7b0c5f0e-9f0b-4a55-9d2e-0d6a4a9f6f32", "seen": 0, "to": "group", "on": on, "why": "Grunn"}
    page = team.post(address(case, "ladder/move/"), given).content.decode()
    assert "Eleven hadde ikke begynt" in page or "Dagen har ikke kommet ennå" in page
    assert case.rung_moves.count() == 0
