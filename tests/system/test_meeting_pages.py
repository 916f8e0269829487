"""The rhythm of meetings: the editor's ten dates with a script and without, a move, and each page for everybody."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.system.conftest import come_in
from tests.system.for_everybody import check_everywhere

pytestmark = pytest.mark.browser
LEAD, OWN_KIND = "Leder i Skoleporten", "Lesesirkel"
NARROW = {"width": 320, "height": 900}
PAGES = ("", "kinds/coordination/", "kinds/coordination/change/", "kinds/guidance/choose/")
OF_A_MEETING = ("people/", "")


def first_date(page: Page) -> str:
    return page.locator("#dates-now li").first.inner_text()


def week_in(words: str) -> int:
    found = re.search(r"uke (\d+)", words)
    assert found is not None, words
    return int(found[1])


def make_kind(page: Page) -> None:
    page.goto("/meetings/kinds/new/")
    for label in ("Navn på bokmål", "Navn på nynorsk", "Navn på engelsk"):
        page.get_by_label(label).fill(OWN_KIND)
    page.get_by_label("Begynner").fill("10:00")
    page.get_by_label("Hvor mange minutter").fill("45")
    page.get_by_role("radio", name="Annenhver uke: oddetallsuker").check()
    page.get_by_role("checkbox", name="onsdag").check()


def test_the_next_ten_dates_follow_what_is_filled_in_and_the_meetings_what_is_saved(visit: Callable[..., Page]) -> None:
    page = come_in(visit(), LEAD)
    make_kind(page)
    expect(page.locator("#dates-now li")).to_have_count(10)
    assert week_in(first_date(page)) % 2 == 1
    page.get_by_role("radio", name="Annenhver uke: partallsuker").check()
    expect(page.locator("#dates-now li").first).to_have_text(re.compile(r"uke \d*[02468]\)"))
    page.get_by_role("button", name="Lagre").click()
    page.get_by_role("link", name=OWN_KIND).click()
    expect(page.get_by_role("heading", name="De neste ti datoene")).to_be_visible()
    page.goto("/meetings/")
    page.locator("#by-kind + dl").get_by_role("link", name=re.compile("onsdag")).first.click()
    faults = []
    here = page.url
    for address in OF_A_MEETING:
        page.goto(f"{here}{address}")
        faults += check_everywhere(page, address or "a meeting")
    assert faults == []


def test_without_a_script_the_dates_are_shown_by_a_button_and_a_move_asks_how_it_goes_on(
    visit: Callable[..., Page],
) -> None:
    page = come_in(visit(java_script_enabled=False, viewport=NARROW), LEAD)
    make_kind(page)
    for label in ("Navn på bokmål", "Navn på nynorsk", "Navn på engelsk"):
        page.get_by_label(label).fill("Skrivesirkel")
    page.get_by_role("button", name="Vis datoene slik skjemaet står").click()
    expect(page.locator("#dates-now li")).to_have_count(10)
    page.get_by_role("button", name="Lagre").click()
    page.goto("/meetings/")
    page.get_by_role("link", name="Skrivesirkel").first.click()
    page.get_by_role("link", name="Flytt").click()
    day = page.get_by_label("Dag")
    moved_to = page.evaluate(
        "day => { const at = new Date(day); at.setDate(at.getDate() + 7); return at.toISOString().slice(0, 10); }",
        day.input_value(),
    )
    day.fill(moved_to)
    page.get_by_role("button", name="Lagre").click()
    expect(page.get_by_text("er en partallsuke").first).to_be_visible()
    page.get_by_role("radio", name="Annenhver uke derfra").check()
    page.get_by_role("button", name="Lagre").click()
    expect(page.get_by_text("Møtet er flyttet.")).to_be_visible()


def test_each_page_of_the_rhythm_is_for_everybody(visit: Callable[..., Page]) -> None:
    page = come_in(visit(), LEAD)
    faults: list[str] = []
    for address in PAGES:
        page.goto(f"/meetings/{address}")
        faults += check_everywhere(page, address or "meetings")
    assert faults == []
