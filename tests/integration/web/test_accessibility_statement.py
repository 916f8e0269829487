"""The accessibility statement: open to all, in three languages, and no better than what was tested."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from importlib.metadata import version

import pytest
from django.test import Client
from django.urls import reverse

from skoleporten.rules.readability import lix
from skoleporten.web.statement import tested as walked
from skoleporten.web.statement import views
from tests.front_factories import FACTS, make_facts
from tests.intake_factories import make_lead
from tests.integration.web.test_open_page import running_text
from tests.pages import signed_in
from tests.walk import report

pytestmark = pytest.mark.django_db
ADDRESS = "/accessibility/"
PLAIN_ENOUGH = 40
WALKED = walked.Tested(dt.date(2026, 11, 23), "0.6", "4.14.1", 300, 150, 11, 9000, 600, 0)


def page(client: Client, language: str = "nb") -> str:
    client.cookies["django_language"] = language
    answer = client.get(ADDRESS)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def told(monkeypatch):
    """Shows the page as if the walk had found something else."""

    def tell(**numbers):
        changed = dataclasses.replace(WALKED, **numbers)
        monkeypatch.setattr(views, "tested", lambda: changed)

    return tell


@pytest.mark.parametrize(
    ("language", "heading"), [("nb", "Tilgjengelighet"), ("nn", "Tilgjenge"), ("en", "Accessibility")]
)
def test_who_has_not_signed_in_reads_it_in_a_language_of_her_own(language, heading):
    assert f">{heading}</h1>" in page(Client(), language)


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_it_is_plain_to_read(told, language):
    told()
    assert lix(running_text(page(Client(), language))) < PLAIN_ENOUGH


def test_the_numbers_are_those_of_the_walk(told):
    told(pages=271, looks=8123, violations=0, tested_on=dt.date(2026, 11, 20))
    text = page(Client(), "en")
    assert all(number in text for number in ("<dd>271</dd>", "8123", "20 November 2026"))
    assert "We know of no page that does not meet this." in text


def test_faults_that_were_found_are_not_hidden(told):
    told(violations=3)
    text = page(Client(), "en")
    assert "<dd>3</dd>" in text
    assert "Some pages do not meet this yet." in text
    assert "We know of no page" not in text


def test_a_version_that_was_not_walked_says_so(told):
    told(version="0.0")
    assert f"You use version {version('skoleporten')}" in page(Client(), "en")


def test_the_version_that_was_walked_does_not(told):
    told(version=version("skoleporten"))
    assert "You use version" not in page(Client(), "en")


def test_it_says_what_nobody_has_tested():
    text = page(Client(), "en")
    for untested in ("Firefox and Safari were not tested", "finds only some of the faults", "screen reader every day"):
        assert untested in text


def test_it_tells_whom_to_tell(settings):
    assert "has not put its telephone number here yet" in page(Client(), "en")
    make_facts(dataclasses.replace(FACTS, phone="38 00 00 00", email="hei@example.no"))
    text = page(Client(), "en")
    assert 'href="tel:38000000"' in text
    assert 'href="mailto:hei@example.no"' in text
    assert "uutilsynet.no" in text


def test_the_municipalitys_own_declaration_is_linked_where_there_is_one(settings):
    assert "own declaration" not in page(Client(), "en")
    settings.ACCESSIBILITY_DECLARATION = "https://uustatus.no/nb/erklaringer/publisert/1"
    assert 'href="https://uustatus.no/nb/erklaringer/publisert/1"' in page(Client(), "en")


def test_every_page_leads_to_it():
    link = f'href="{reverse("accessibility_statement")}"'
    assert link in Client().get("/sign-in/").content.decode()
    assert link in Client().get("/welcome/").content.decode()
    assert link in signed_in(make_lead()).get("/").content.decode()


def test_before_the_first_walk_nothing_is_said_to_be_met(monkeypatch):
    monkeypatch.setattr(views, "tested", lambda: None)
    text = page(Client(), "en")
    assert "It has not been counted yet." in text
    assert "We know of no page" not in text


def test_what_the_walk_writes_is_what_the_page_reads():
    rows = [
        {"page": "a/", "name": "a", "is_sent": sent, "role": "pupil", "how": how, "faults": []}
        for sent, how in ((False, "nb 320 light"), (False, "by keyboard"), (True, "nb 320 light"))
    ]
    found = walked.read(json.loads(json.dumps(report.numbers(rows))))
    assert (found.pages, found.pages_with_mistakes, found.looks) == (1, 1, 3)
    assert (found.by_keyboard, found.roles, found.violations) == (1, 1, 0)
