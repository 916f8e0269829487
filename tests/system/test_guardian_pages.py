"""A guardian's pages: for everybody, on a phone without any script, and a wish from the door to the agenda."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.system.conftest import come_in
from tests.system.fill_guardian import CHILD, GUARDIAN, LEAD_OF_CASE, SISTER
from tests.system.for_everybody import check_everywhere

pytestmark = pytest.mark.browser
# With the most that may go wrong; each page in one width and scheme is walked by another test.
PAGES = ("plan/", "meetings/")


def at_the_child(visit: Callable[..., Page], **context: object) -> Page:
    page = come_in(visit(**context), GUARDIAN)
    page.goto("/")
    page.get_by_role("main").get_by_role("link", name=CHILD).click()
    page.get_by_role("heading", name="Oversikt", level=1).wait_for()
    return page


def test_the_pages_of_a_guardian_are_for_everybody(visit: Callable[..., Page]) -> None:
    page = come_in(visit(), GUARDIAN)
    page.goto("/")
    faults = check_everywhere(page, "the choice between children")
    page.get_by_role("main").get_by_role("link", name=CHILD).click()
    home = page.url
    for address in ("", *PAGES):
        page.goto(home + address)
        faults += check_everywhere(page, address or "a guardian's first page")
    assert faults == []


def test_on_a_phone_without_scripts_she_finds_her_way_between_pages_and_children(visit: Callable[..., Page]) -> None:
    page = at_the_child(visit, java_script_enabled=False, viewport={"width": 320, "height": 800})
    pages = page.get_by_role("navigation", name=f"Sider om {CHILD}")
    page.get_by_text("Alle sider").click()
    pages.get_by_role("link", name="Planen").click()
    expect(page.get_by_text("Jeg vil bli med på turen.")).to_be_visible()
    expect(pages.get_by_role("link", name="Møter")).to_be_hidden()
    page.get_by_text("Alle sider").click()
    pages.get_by_role("link", name="Hvem er hvem").click()
    page.get_by_role("link", name=f"Gå til {SISTER}").click()
    expect(page.get_by_role("heading", name="Hvem er hvem", level=1)).to_be_visible()
    expect(page.locator(".portal-child")).to_have_text(SISTER)


def test_a_wish_goes_by_keyboard_from_her_door_to_the_teams_agenda(visit: Callable[..., Page]) -> None:
    page = at_the_child(visit, viewport={"width": 390, "height": 844})
    page.goto(page.url + "meetings/")
    expect(page.get_by_text("Vi snakker om skolebussen.")).to_be_visible()
    page.get_by_label("Hva vil du at vi skal snakke om?").focus()
    page.keyboard.type("Hvem følger henne hjem?")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Vi har ikke svart ennå.")).to_be_visible()
    team = come_in(visit(), LEAD_OF_CASE)
    team.goto("/meetings/wishes/")
    team.get_by_role("link", name=CHILD).first.click()
    faults = check_everywhere(team, "a wish of a family")
    team.get_by_label("Svaret ditt").fill("Vi følger henne til døra.")
    team.get_by_role("button", name="Svar", exact=True).click()
    page.reload()
    expect(page.get_by_text("Vi følger henne til døra.")).to_be_visible()
    assert faults == []


def test_staff_look_through_her_door_before_they_share_more(visit: Callable[..., Page]) -> None:
    page = come_in(visit(), LEAD_OF_CASE)
    page.goto("/cases/")
    page.get_by_role("link", name=", ".join(reversed(CHILD.split()))).click()
    page.get_by_role("link", name="Se det familien ser").click()
    faults = check_everywhere(page, "who in the family sees what")
    page.get_by_role("link", name="ser det").first.click()
    page.get_by_role("link", name="Planen", exact=True).click()
    expect(page.get_by_text("Jeg vil bli med på turen.")).to_be_visible()
    faults += check_everywhere(page, "the plan as a guardian sees it")
    assert faults == []
