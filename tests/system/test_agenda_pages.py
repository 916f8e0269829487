"""An agenda with the case beside it, with and without a script, by keyboard, and each of its pages for everybody."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.system.conftest import come_in
from tests.system.fill_agenda import WORDS
from tests.system.fill_plan import PLANNER
from tests.system.for_everybody import check_everywhere, opened

pytestmark = pytest.mark.browser
NARROW = {"width": 390, "height": 800}
MEASURE = "Evaluer tiltaket"


def to_agenda(page: Page) -> str:
    """The address of the guidance meeting's."""
    page.goto("/meetings/")
    page.locator("main").get_by_role("link", name="Veiledningsmøte").first.click()
    page.get_by_role("link", name="Åpne saklisten").click()
    return page.url


def lines(page: Page) -> list[str]:
    return page.locator(".agenda-what").all_inner_texts()


def test_the_case_opens_beside_the_list_and_the_order_is_changed_by_keyboard(visit: Callable[..., Page]) -> None:
    page = come_in(visit(), PLANNER)
    to_agenda(page)
    line = page.locator(".agenda-lines li").filter(has_text=MEASURE).first
    name = line.locator("a:visible").inner_text()
    line.locator("a:visible").click()
    beside = page.locator("#agenda-beside")
    expect(beside.get_by_role("heading", name=name)).to_be_focused()
    expect(beside.get_by_role("heading", name="Planen", exact=True)).to_be_visible()
    before = lines(page)
    page.get_by_role("button", name="Ned").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".agenda-what").nth(1)).to_contain_text(before[0].split("\n")[0])
    page.locator(".agenda-lines li").filter(has_text=MEASURE).first.locator("a:visible").click()
    beside.get_by_text("Endre på saklisten").click()
    beside.get_by_label("Hvorfor tas det ut?").fill("Tas på telefon")
    beside.get_by_role("button", name="Ta det ut").click()
    expect(page.get_by_role("heading", name="Tatt ut av dette møtet")).to_be_visible()
    expect(page.get_by_text("Tas på telefon")).to_be_visible()


def test_on_a_phone_without_a_script_an_item_is_a_page_of_its_own(visit: Callable[..., Page]) -> None:
    page = come_in(visit(java_script_enabled=False, viewport=NARROW), PLANNER)
    to_agenda(page)
    page.locator(".agenda-lines a:visible").filter(has_text=WORDS).click()
    page.get_by_text("Endre på saklisten").click()
    page.get_by_label("Minutter til dette").fill("12")
    page.get_by_role("button", name="Sett av tiden").click()
    expect(page.locator(".agenda-what").filter(has_text=WORDS)).to_contain_text("12")


def test_every_page_of_the_agenda_is_for_everybody(visit: Callable[..., Page]) -> None:
    page = come_in(visit(), PLANNER)
    agenda, faults = to_agenda(page), []
    item = page.locator(".agenda-lines li").filter(has_text=MEASURE).first.locator("a:visible")
    item.click()
    expect(page.locator("#agenda-beside").get_by_role("heading", name="Planen", exact=True)).to_be_visible()
    faults += check_everywhere(opened(page), "agenda, with a case beside it")
    item.click()
    faults += check_everywhere(opened(page), "an item on a page of its own")
    for path in (f"{agenda}add/", "/meetings/morning/"):
        page.goto(path)
        faults += check_everywhere(opened(page), path)
    assert faults == [], "\n".join(faults)
