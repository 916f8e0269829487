"""A girl of fifteen writes by keyboard on a phone and lets one parent read; somebody on the team reads what it asks."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.system.conftest import come_in
from tests.system.for_everybody import check_everywhere

pytestmark = pytest.mark.browser
TEAM, MOTHER, FATHER, PUPIL = "Teammedlem i Skoleporten", "Mor til Sofie", "Far til Sofie", "Sofie Lunde"
PHONE = {"viewport": {"width": 390, "height": 844}}
SAID = "Jeg vil begynne når gangen er tom."
Visit = Callable[..., Page]


def words_of(page: Page) -> Page:
    """By way of the navigation under the child's name."""
    page.goto("/")
    link = page.locator(".portal-sections a[href$='/words/']")
    page.goto(str(link.get_attribute("href")))
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


def test_own_words_from_a_phone_to_whom_they_were_meant_for(visit: Visit) -> None:
    sofie = words_of(come_in(visit(**PHONE), PUPIL))
    press_until(sofie, "Enter", "Skriv noe")
    assert check_everywhere(sofie, "the form") == []
    sofie.set_viewport_size(PHONE["viewport"])
    sofie.get_by_label("Hva vil du fortelle?").focus()
    sofie.keyboard.type(SAID)
    press_until(sofie, "Space", "Urolig")
    press_until(sofie, "Space", "Gro")
    press_until(sofie, "Enter", "Send")
    expect(sofie.get_by_text("Det er sendt.")).to_be_visible()
    expect(sofie.get_by_text("Ingen har lest det ennå.")).to_be_visible()
    assert check_everywhere(sofie, "one's own word") == []
    readers = [words_of(come_in(visit(), name)).get_by_text(SAID).count() for name in (MOTHER, FATHER)]
    assert sorted(readers) == [0, 1]
    team = come_in(visit(java_script_enabled=False), TEAM)  # so axe can not look; `make accessibility` does
    team.goto("/voices/")
    team.get_by_role("link", name="Sofie Lunde: Egne ord").last.click()
    expect(team.get_by_text(SAID)).to_be_visible()
    expect(team.get_by_role("link", name="Meld fra til barnevernet")).to_be_visible()
    team.get_by_role("button", name="Jeg har lest det").click()
    expect(team.get_by_text("Du har lest det.")).to_be_visible()
    sofie.reload()
    expect(sofie.get_by_text("En som jobber her, har lest det")).to_be_visible()
