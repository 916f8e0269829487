"""The list of cases, the page of one, and the forms that hang on it: for everybody, and without any script."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.system.conftest import come_in
from tests.system.fill_plan import PLANNER
from tests.system.for_everybody import check_everywhere, opened

pytestmark = pytest.mark.browser
FORMS = ("team/", "decisions/", "care/", "hand-over/", "timeline/")


def first_case(page: Page) -> str:
    """Of those the reader owns."""
    page.goto("/cases/")
    return str(page.locator("main table a").first.get_attribute("href"))


def test_the_case_tells_its_story_to_everybody(visit: Callable[..., Page]) -> None:
    page = come_in(visit(), PLANNER)
    case = first_case(page)
    assert check_everywhere(page, "cases") == []
    page.goto(case)
    assert check_everywhere(opened(page), "case") == []
    for form in FORMS:
        page.goto(case + form)
        assert check_everywhere(opened(page), form) == []


def test_what_the_door_must_know_and_a_decision_are_written_down_without_any_script(visit: Callable[..., Page]) -> None:
    page = come_in(visit(java_script_enabled=False, viewport={"width": 320, "height": 900}), PLANNER)
    case = first_case(page)
    page.goto(f"{case}care/")
    page.get_by_label("Hvem som henter eleven").fill("Bestemor, unntatt fredag")
    page.get_by_role("button", name="Lagre").click()
    expect(page.get_by_text("Bestemor, unntatt fredag")).to_be_visible()
    page.goto(f"{case}decisions/")
    page.get_by_label("Fjernundervisning").check()
    page.get_by_label("Gjelder fra").fill("2026-01-05")
    page.get_by_label("Bestemt av").fill("Rektor, Solvik skole")
    page.get_by_label("Hvor dokumentet ligger").fill("Elements 26/1234")
    page.get_by_role("button", name="Lagre").click()
    expect(page.get_by_text("Fjernundervisning må begrunnes i loven.").first).to_be_visible()
    page.get_by_label("Begrunnelsen i loven").fill("Bare i matematikk, i særlege tilfelle.")
    page.get_by_role("button", name="Lagre").click()
    expect(page.get_by_text("Elements 26/1234")).to_be_visible()
