"""The intake talk in a browser: every page of it for everybody, and a talk that is held on a telephone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.system.conftest import come_in
from tests.system.for_everybody import check_everywhere, opened

pytestmark = pytest.mark.browser
LEADS_THE_TALK = "Leder av samtalen"
PARTS = ("welcome", "childs_story", "guardians_story", "schools_story", "strengths", "relations", "factors", "hopes")
PARTS += ("own_questions", "consent", "offer")


@pytest.fixture
def talk(visit: Callable[..., Page]) -> Page:
    page = come_in(visit(), LEADS_THE_TALK)
    page.goto("/intake/")
    page.get_by_role("link", name="Talia Samtale").first.click()
    page.get_by_role("link", name="Gå til siden for samtalen").click()
    return page


def test_every_part_of_the_talk_is_for_everybody(talk: Page) -> None:
    here = talk.url
    found = check_everywhere(talk, "talk")
    for part in PARTS:
        talk.goto(f"{here}{part}/")
        found += check_everywhere(opened(talk), part)
    assert found == []


def test_every_form_of_the_talk_is_for_everybody(talk: Page) -> None:
    here, found = talk.url, []
    for form in ("childs_story/told/pupil", "near", "answers", "scores", "hypotheses", "squeeze", "welcome/told/team"):
        talk.goto(f"{here}{form}/")
        found += check_everywhere(opened(talk), form)
    talk.goto(f"{here}factors/")
    talk.locator("#accounts ~ ul a").first.click()
    found += check_everywhere(opened(talk), "account")
    assert found == []


def test_the_childs_story_is_told_on_a_telephone_and_on_to_the_next_part(talk: Page) -> None:
    talk.set_viewport_size({"width": 390, "height": 800})
    talk.get_by_role("link", name="Det hver av oss håper på").click()
    talk.get_by_role("link", name="Dette sier Talia").click()
    talk.get_by_role("button", name="Lagre").click()
    expect(talk.locator(".ds-error-summary")).to_be_focused()
    talk.get_by_label("Fortalt", exact=True).check()
    talk.get_by_label("Hva håper du på?").fill("At noen ser når det bråker.")
    talk.get_by_label("Bare de voksne i Skoleporten").check()
    talk.get_by_role("button", name="Lagre").click()
    expect(talk.get_by_text("At noen ser når det bråker.")).to_be_visible()
    talk.get_by_role("button", name="Denne delen er ferdig").click()
    expect(talk.get_by_role("heading", level=1)).to_have_text("Våre egne spørsmål")
    talk.get_by_role("link", name="Alle delene").click()
    expect(talk.get_by_role("listitem").filter(has_text="Det hver av oss håper på")).to_contain_text("Ferdig")


def test_a_conflict_shows_both_texts_to_everybody(talk: Page) -> None:
    talk.get_by_role("link", name="Elevens fortelling").click()
    talk.get_by_role("link", name="Endre").first.click()
    talk.get_by_label("Med egne ord").fill("Min tekst")
    talk.locator('[name="seen_version"]').evaluate("field => field.value = 0")
    talk.get_by_role("button", name="Lagre").click()
    expect(talk.get_by_text("Noen har endret dette mens du skrev.").first).to_be_visible()
    expect(talk.get_by_text("Det er bråk i garderoben")).to_be_visible()
    assert check_everywhere(talk, "conflict") == []


def test_what_was_told_is_read_by_the_family(visit: Callable[..., Page]) -> None:
    page = come_in(visit(), "Foresatt i samtalen")
    page.locator("details.more-places > summary").click()
    page.get_by_role("navigation", name="Hovedmeny").get_by_role("link", name="Det som er fortalt").click()
    expect(page.get_by_text("Det er bråk i garderoben")).to_be_visible()
    assert check_everywhere(page, "what was told") == []
