"""The way back to school on a telephone without any script; and each page of it, and of the week, for everybody."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.system.conftest import LEADER, come_in
from tests.system.fill_way_back import HANDER
from tests.system.for_everybody import check_everywhere, opened

pytestmark = pytest.mark.browser


def way_back(page: Page) -> str:
    """The address of the case that is on its way back, from the list of whom to ask."""
    page.goto("/cases/follow-ups/")
    return str(page.locator("main .reasons a").first.get_attribute("href")).split("after/")[0]


def test_items_are_settled_and_somebody_asks_how_it_goes_without_any_script(visit: Callable[..., Page]) -> None:
    page = come_in(visit(java_script_enabled=False, viewport={"width": 320, "height": 800}), HANDER)
    page.goto(way_back(page))
    expect(page.get_by_text("Klassen har et annet antall elever i registeret enn i planen.")).to_be_visible()
    page.get_by_role("button", name="Ferdig: Veien til og fra skolen er avtalt.").click()
    expect(page.get_by_role("status")).to_contain_text("Skrevet ned.")
    item = page.locator("#item-transport")
    expect(item).to_contain_text(HANDER)
    page.get_by_role("link", name="Skriv ned hvordan det går: Etter 4 uker").click()
    page.get_by_label("Hva som ble sett").fill("Er i klassen hver dag.")
    page.get_by_label("Med elevens egne ord").fill("Det er greit.")
    page.get_by_role("button", name="Lagre").click()
    expect(page.get_by_text("Er i klassen hver dag.")).to_be_visible()


def test_the_pages_of_the_way_back_and_of_the_week_are_for_everybody(visit: Callable[..., Page]) -> None:
    page = come_in(visit(), HANDER)
    found = check_everywhere(opened(page), "whom to ask") if page.goto("/cases/follow-ups/") else ["no page"]
    address = way_back(page)
    for tail in ("", "plan/", "after/weeks_4/"):
        page.goto(address + tail)
        found += check_everywhere(opened(page), f"way back {tail}")
    leader = come_in(visit(), LEADER)
    leader.goto("/statements/")
    found += check_everywhere(leader, "weekly statements")
    leader.locator("main .reasons a").first.click()
    found += check_everywhere(leader, "a weekly statement")
    assert found == []
