"""A meeting from its beginning to approved minutes, on a tablet without a script; and each page for everybody."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.system.conftest import come_in
from tests.system.fill_minutes import DECIDED, ITEM, NOTED
from tests.system.fill_plan import PLANNER
from tests.system.for_everybody import check_everywhere, opened

pytestmark = pytest.mark.browser
TABLET = {"width": 810, "height": 1080}
KIND = "Koordineringsmøte"


def meeting(page: Page, list_of: str = "/meetings/") -> None:
    page.goto(list_of)
    page.locator("main").get_by_role("link", name=KIND).first.click()


def test_a_meeting_is_held_on_a_tablet_without_a_script_and_its_minutes_are_approved(
    visit: Callable[..., Page],
) -> None:
    page = come_in(visit(java_script_enabled=False, viewport=TABLET, has_touch=True), PLANNER)
    meeting(page)
    page.get_by_role("link", name="I møtet").click()
    page.get_by_role("button", name="Begynn møtet").click()
    page.get_by_label("Gjester, én på hver linje").fill("Helsesykepleier")
    page.get_by_role("button", name="Lagre hvem som er til stede").click()
    expect(page.get_by_text("1 person er til stede")).to_be_visible()
    page.locator(".meeting-items").get_by_role("link").filter(has_text=ITEM).click()
    page.get_by_role("button", name="Start tiden").click()
    item = page.locator("section[aria-labelledby=item]")
    item.get_by_label("Korte notater").fill("Hun vil sitte foran.")
    item.get_by_role("button", name="Lagre notatene").click()
    item.get_by_label("Hva er bestemt?").fill("Ringe sjåføren")
    item.get_by_role("button", name="Lagre det som er bestemt").click()
    expect(item.get_by_role("link", name="Ringe sjåføren")).to_be_visible()
    page.get_by_role("link", name="Avslutt møtet").click()
    page.get_by_role("button", name="Avslutt møtet").click()
    expect(page.get_by_text("Hun vil sitte foran.")).to_be_visible()
    page.get_by_role("button", name="Godkjenn referatet").click()
    expect(page.get_by_text(f"Godkjent av {PLANNER}")).to_be_visible()


def test_what_two_wrote_at_once_is_put_together_by_keyboard(visit: Callable[..., Page]) -> None:
    """In the meeting of last week, which is corrected: the other chair is a second window."""
    first, second = come_in(visit(), PLANNER), come_in(visit(), PLANNER)
    to_minutes(first)
    first.get_by_role("link", name="Rett referatet").click()
    first.get_by_label("Hvorfor rettes referatet?").fill("Feil stoppested")
    first.get_by_role("button", name="Lagre").click()
    second.goto(first.url)
    for page, words in ((first, "Bussen går fra havna."), (second, "Bussen går fra kaia.")):
        notes = page.locator("section[aria-labelledby=item]").get_by_label("Korte notater")
        notes.fill(words)
        notes.press("Tab")
        page.keyboard.press("Enter")
    expect(second.get_by_text("Ditt står i skjemaet under og er ikke lagret")).to_be_visible()
    expect(second.get_by_text("Bussen går fra havna.")).to_be_visible()
    expect(second.get_by_label("Korte notater")).to_have_value("Bussen går fra kaia.")


def to_minutes(page: Page) -> None:
    """Those of last week."""
    meeting(page, "/meetings/earlier/")
    page.get_by_role("link", name="Les referatet").click()


def test_every_page_of_the_minutes_is_for_everybody(visit: Callable[..., Page]) -> None:
    page, faults = come_in(visit(), PLANNER), []
    to_minutes(page)
    expect(page.get_by_text(NOTED)).to_be_visible()
    minutes = page.url
    faults += check_everywhere(opened(page), "minutes")
    page.get_by_role("link", name=DECIDED).click()
    faults += check_everywhere(opened(page), "one decision")
    for path in (f"{page.url}change/", "/meetings/decisions/?whose=all"):
        page.goto(path)
        faults += check_everywhere(opened(page), path)
    now = minutes.replace("/minutes/", "/now/")
    page.goto(now)
    if page.url != now:  # approved, and nobody is correcting it
        page.goto(f"{minutes}correct/")
        page.get_by_label("Hvorfor rettes referatet?").fill("Feil stoppested")
        page.get_by_role("button", name="Lagre").click()
    faults += check_everywhere(opened(page), "in the meeting")
    page.goto(f"{now}there/")
    faults += check_everywhere(opened(page), "who is there")
    page.goto(now)
    page.locator(".meeting-items").get_by_role("link").filter(has_text=ITEM).click()
    page.get_by_role("link", name="Gå videre med dette valget").click()
    faults += check_everywhere(opened(page), "a choice")
    assert faults == [], "\n".join(faults)
