"""The week in a browser: a table where there is room, else a list by day; set by the lead, given out as a calendar."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.system.conftest import come_in
from tests.system.for_everybody import check_everywhere

pytestmark = pytest.mark.browser
LEAD = "Leder i Skoleporten"
NARROW = {"width": 390, "height": 800}


def test_the_week_is_set_read_and_given_out_by_keyboard_and_for_everybody(visit: Callable[..., Page]) -> None:
    page = come_in(visit(), LEAD)
    page.goto("/week/entries/new/")
    page.get_by_role("button", name="Lagre").press("Enter")
    faults = check_everywhere(page, "an entry with mistakes")
    page.get_by_label("Navn på bokmål").fill("Fellestid")
    page.get_by_label("onsdag").press("Space")
    page.get_by_label("Fra", exact=False).first.select_option("10:50")
    page.get_by_label("Til", exact=False).last.select_option("12:05")
    page.get_by_role("button", name="Lagre").press("Enter")
    page.goto("/week/?day=2027-03-01")
    page.set_viewport_size({"width": 1280, "height": 900})
    page.get_by_role("link", name="Neste uke").press("Enter")
    table = page.get_by_role("table", name="Timeplanen for uke 10")
    expect(table.get_by_role("row", name="10.50–11.50")).to_contain_text("Fellestid")
    expect(table.get_by_role("row", name="11.50–12.05")).to_contain_text("Fellestid fortsetter")
    page.set_viewport_size(NARROW)
    expect(table).to_be_hidden()
    wednesday = page.get_by_role("region", name="onsdag 10. mars")
    expect(wednesday.get_by_role("listitem").filter(has_text="10.50–12.05 Fellestid")).to_be_visible()
    faults += check_everywhere(page, "the week")
    page.goto("/week/mine/")
    page.get_by_role("button", name="Lag en adresse").press("Enter")
    expect(page.locator("code")).to_contain_text("/week/feed/")
    page.get_by_role("link", name="Jeg har kopiert den").press("Enter")
    expect(page.get_by_role("button", name="Ta adressen tilbake")).to_be_visible()
    faults += check_everywhere(page, "my calendar")
    assert faults == []
