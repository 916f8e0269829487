"""Notes, turns and goals of a case with a long history: on paper, in the timeline, and without more questions asked."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from skoleporten.judgement.models import Assessment
from skoleporten.web.judgement import panel
from skoleporten.web.judgement.presenters import note_in_words
from tests.intake_factories import make_case, make_team_member
from tests.judgement_factories import make_decision, make_goal, make_measure, make_note, make_round

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    return make_case()


@pytest.fixture
def member():
    client = Client()
    client.force_login(make_team_member())
    return client


def of(case, name: str) -> str:
    return reverse(name, args=[case.public_id])


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer
    return answer.content.decode()


def test_on_paper_too_an_interpretation_stands_under_its_mark_below_what_was_seen(case):
    note = make_note(case, interpretation="Kanskje er hun redd.")
    facts = panel.printed_note(note_in_words(note)).facts
    names = [name for name, _value in facts]
    assert names[:2] == ["Sett eller hørt", "Tolkning: hva noen tror, ikke hva de så"]
    assert dict(facts)["Tolkning: hva noen tror, ikke hva de så"] == "Kanskje er hun redd."


def test_on_paper_what_is_not_known_is_not_among_what_the_facts_point_to():
    said = Assessment(facts_point_to="Gangen er trang.", not_known="Om det gjelder alle fag.", law="§ 11-1")
    told = {one.heading: one for one in panel.printed_assessment(said)}
    assert list(told["Det fakta tyder på"].texts) == ["Gangen er trang."]
    assert ("Loven", "§ 11-1") in told["Det fakta tyder på"].facts
    assert list(told["Det vi ikke vet ennå"].texts) == ["Om det gjelder alle fag."]


def test_in_the_timeline_an_interpretation_is_marked(case, member):
    make_note(case, interpretation="Kanskje er hun redd.")
    shown = page(member, of(case, "case_timeline"))
    assert "Tolkning: hva noen tror, ikke hva de så: Kanskje er hun redd." in shown


@pytest.mark.parametrize("name", ["case", "case_notes", "case_loop", "case_goals"])
def test_a_long_history_asks_no_more_of_the_database(case, member, name):
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            page(member, of(case, name))
        return len(queries)

    def write() -> None:
        turn = make_round(case)
        make_decision(turn)
        make_measure(turn)
        make_note(case)
        make_goal(case)

    write()
    page(member, of(case, name))
    few = asked()
    for _time in range(5):
        write()
    assert asked() == few
