"""A note in under a minute, with and without a script; and each page of notes, loop and goals for everybody."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.system.conftest import ADMINISTRATOR, come_in
from tests.system.fill_judgement import GOAL, TURN
from tests.system.fill_plan import PLANNER
from tests.system.for_everybody import check_everywhere, opened

pytestmark = pytest.mark.browser
PAGES = ("notes/", "notes/new/", "loop/", "loop/new/", "goals/", "goals/new/")
OF_A_TURN = ("", "assess/", "decide/", "measures/new/", "end/")
A_MINUTE = 60


def case_of(page: Page) -> str:
    """The address of the case in which there is something to read."""
    page.goto("/cases/")
    cases = page.locator("main a[href^='/cases/']").evaluate_all(
        "links => links.map(link => link.getAttribute('href'))"
    )
    for case in dict.fromkeys(cases):
        page.goto(f"{case}goals/")
        if page.get_by_role("link", name=GOAL).count():
            return str(case)
    raise AssertionError("No case has a goal.")


def test_a_note_is_three_touches_and_a_sentence_on_a_phone(visit: Callable[..., Page]) -> None:
    page = come_in(visit(viewport={"width": 390, "height": 800}, has_touch=True), PLANNER)
    page.goto(case_of(page))
    began = time.monotonic()
    page.get_by_role("link", name="Skriv notat").tap()
    field = page.get_by_label("Hva så eller hørte du?")
    field.tap()
    field.fill("Hun kom inn døra klokka halv ni.")
    page.get_by_role("button", name="Lagre").tap()
    expect(page.get_by_text("Notatet er skrevet.")).to_be_visible()
    assert time.monotonic() - began < A_MINUTE
    expect(page.get_by_text("Hun kom inn døra klokka halv ni.")).to_be_visible()


def test_the_question_stands_beside_the_field_and_holds_nobody_up(visit: Callable[..., Page]) -> None:
    page = come_in(visit(), PLANNER)
    page.goto(f"{case_of(page)}notes/new/")
    page.get_by_label("Hva så eller hørte du?").fill("Hun virker umotivert.")
    page.keyboard.press("Tab")
    asked = page.get_by_role("status").filter(has_text="Hva så eller hørte du?")
    expect(asked).to_contain_text("umotivert")
    page.get_by_role("button", name="Lagre").click()
    expect(page.get_by_text("Notatet er skrevet.")).to_be_visible()


def test_without_a_script_the_question_is_asked_once(visit: Callable[..., Page]) -> None:
    page = come_in(visit(java_script_enabled=False, viewport={"width": 320, "height": 800}), PLANNER)
    page.goto(f"{case_of(page)}notes/new/")
    page.get_by_label("Hva så eller hørte du?").fill("Hun er lat.")
    page.get_by_role("button", name="Lagre").click()
    expect(page.get_by_role("status").filter(has_text="lat")).to_be_visible()
    page.get_by_role("button", name="Lagre").click()
    expect(page.get_by_text("Notatet er skrevet.")).to_be_visible()


def test_every_page_of_judgement_is_for_everybody(visit: Callable[..., Page]) -> None:
    page = come_in(visit(), PLANNER)
    case, faults = case_of(page), []
    for path in PAGES:
        page.goto(case + path)
        faults += check_everywhere(opened(page), path)
    page.goto(f"{case}notes/")
    page.locator("article h2 a").last.click()
    faults += check_everywhere(opened(page), "one note")
    page.get_by_role("link", name="Rett det").click()
    faults += check_everywhere(opened(page), "correct")
    page.goto(f"{case}goals/")
    page.get_by_role("link", name=GOAL).click()
    faults += check_everywhere(opened(page), "one goal")
    page.goto(f"{case}loop/")
    page.get_by_role("link", name=TURN).click()
    turn = page.url
    for path in OF_A_TURN:
        page.goto(turn + path)
        faults += check_everywhere(opened(page), f"turn {path}")
    page.goto(turn)
    page.locator("#act ~ article h3 a").click()
    faults += check_everywhere(opened(page), "measure")
    administrator = come_in(visit(), ADMINISTRATOR)
    administrator.goto("/cases/words/")
    faults += check_everywhere(opened(administrator), "words")
    assert faults == []
