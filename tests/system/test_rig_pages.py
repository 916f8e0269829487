"""The rig: for everybody, by keyboard, and a room that is taken, without any script."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.system.conftest import come_in
from tests.system.fill_board import TEAM_MEMBER
from tests.system.for_everybody import check_everywhere

pytestmark = pytest.mark.browser
LEAD = "Leder i Skoleporten"
READ = ("", "rooms/?day=2026-06-02", "services/", "capacity/", "away/", "set-up/")
WRITTEN = ("rooms/book/",)


def test_each_page_of_the_rig_is_for_everybody(visit: Callable[..., Page]) -> None:
    page = come_in(visit(), LEAD)
    page.goto("/rig/away/new/")
    page.get_by_role("radio", name="Ferie").check()
    page.get_by_role("button", name="Lagre").click()
    faults: list[str] = []
    for address in (*READ, *WRITTEN):
        page.goto(f"/rig/{address}")
        faults += check_everywhere(page, address or "the rig")
    page.goto("/rig/away/")
    page.get_by_role("link", name="Hva det berører").first.click()
    faults += check_everywhere(page, "what days away touch")
    assert faults == []


def test_a_room_is_booked_and_the_next_one_is_told_who_has_it_without_any_script(visit: Callable[..., Page]) -> None:
    page = come_in(visit(java_script_enabled=False, viewport={"width": 320, "height": 900}), TEAM_MEMBER)
    for words in ("Veiledning", "Samtale"):
        page.goto("/rig/rooms/?day=2026-06-03")
        page.get_by_role("link", name="Sett av et rom").click()
        page.get_by_label("Rom", exact=False).first.select_option(label="Leiligheten")
        page.get_by_label("Dag", exact=False).first.fill("2026-06-03")
        page.get_by_label("Fra", exact=False).first.fill("10:00")
        page.get_by_label("Til", exact=False).first.fill("11:00")
        page.get_by_label("Hva det gjelder", exact=False).first.fill(words)
        page.get_by_role("button", name="Sett av").click()
    expect(page.get_by_text("Leiligheten er opptatt onsdag 3. juni fra 10.00 til 11.00").first).to_be_visible()
    expect(page.get_by_text("Gamingrommet, Klasserom 1, Klasserom 2.")).to_be_visible()
    page.goto("/rig/rooms/?day=2026-06-03")
    page.get_by_role("button", name="Gjør rommet ledig").click()
    expect(page.get_by_text("Rommet er ledig igjen.")).to_be_visible()
