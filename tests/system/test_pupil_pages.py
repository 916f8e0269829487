"""A girl of fifteen on a phone, by keyboard: her day, her way, what helps her, and a talk that is answered."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.system.conftest import come_in
from tests.system.for_everybody import check_everywhere

pytestmark = pytest.mark.browser
TEAM, PUPIL = "Teammedlem i Skoleporten", "Sofie Lunde"
PHONE = {"viewport": {"width": 390, "height": 844}}
HELPS = "At noen venter ute."
Visit = Callable[..., Page]


def go(page: Page, section: str) -> Page:
    """By way of the navigation under her name."""
    page.goto("/")
    page.goto(str(page.locator(f".portal-sections a[href$='/{section}/']").get_attribute("href")))
    return page


def press_until(page: Page, key: str, name: str) -> None:
    """Tab on to what has that name, and press the key there."""
    for _ in range(60):
        page.keyboard.press("Tab")
        focused = page.evaluate("document.activeElement.labels?.[0]?.innerText ?? document.activeElement.innerText")
        if str(focused).strip().startswith(name):
            page.locator(":focus").press(key)
            return
    raise AssertionError(f"Nobody comes to «{name}» by keyboard.")


@pytest.mark.parametrize("section", ["way", "class"])
def test_the_pages_that_she_reads_are_for_everybody(visit: Visit, section: str) -> None:
    sofie = come_in(visit(**PHONE), PUPIL)
    assert section == "class" or check_everywhere(sofie, "today") == []
    assert check_everywhere(go(sofie, section), section) == []


def test_what_helps_and_a_talk_from_a_phone_by_keyboard_alone(visit: Visit) -> None:
    sofie = go(come_in(visit(**PHONE), PUPIL), "what-helps")
    press_until(sofie, "Enter", "Legg til noe som hjelper")
    sofie.get_by_label("Med dine egne ord").focus()
    sofie.keyboard.type(HELPS)
    press_until(sofie, "Space", "De voksne på skolen min")
    press_until(sofie, "Enter", "Lagre")
    expect(sofie.get_by_text(HELPS, exact=True).first).to_be_visible()
    assert check_everywhere(sofie, "what helps") == []
    sofie.set_viewport_size(PHONE["viewport"])
    go(sofie, "talk")
    press_until(sofie, "Space", "Sitte sammen")
    press_until(sofie, "Space", "Så snart dere kan")
    press_until(sofie, "Enter", "Spør")
    expect(sofie.get_by_text("Vi svarer deg innen")).to_be_visible()
    assert check_everywhere(sofie, "a talk") == []
    team = come_in(visit(java_script_enabled=False), TEAM)
    team.get_by_role("link", name="ber om en samtale").click()
    team.locator("main").get_by_role("link", name="Svar").first.click()
    team.get_by_label("Svaret ditt til eleven").fill("I morgen klokka ti.")
    team.get_by_role("button", name="Send").click()
    go(sofie, "talk")
    expect(sofie.get_by_text("I morgen klokka ti.")).to_be_visible()
