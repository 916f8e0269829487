"""A child's first log-in by keyboard on a phone, from the card in her hand to the door shut behind her."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.system.conftest import come_in
from tests.system.fill_family import INE
from tests.system.for_everybody import check_everywhere, settled

pytestmark = pytest.mark.browser
TEAM, MOTHER, PUPIL = "Teammedlem i Skoleporten", "Mor til Sofie", "Sofie Lunde"
PHONE = {"viewport": {"width": 390, "height": 844}}
WORDS = "grønn sofa på taket"
Visit = Callable[..., Page]


def card_from(team: Page) -> tuple[str, list[str]]:
    """The start code and the codes of a card that is made now."""
    team.goto(f"/pupils/{INE}/ways-in/")
    assert check_everywhere(team, "how the family logs in") == []
    team.get_by_role("button", name="Lag et kort til Ine Kortlund").click()
    assert check_everywhere(team, "the sheet") == []
    codes = [cell.replace(" ", "") for cell in team.locator(".way-in-codes td").all_inner_texts()]
    return team.locator(".way-in-code").inner_text(), codes


def write(page: Page, label: str, text: str) -> None:
    """By keyboard alone."""
    page.get_by_label(label).focus()
    page.keyboard.type(text)


def heading(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(text)


def test_a_child_comes_in_with_her_card_by_keyboard_and_shuts_the_door_behind_her(visit: Visit) -> None:
    start, codes = card_from(come_in(visit(), TEAM))
    page = visit(**PHONE)
    page.goto("/letter/")
    write(page, "Koden", start.lower())
    page.keyboard.press("Enter")
    heading(page, "Velg hvordan du logger inn")
    assert check_everywhere(page, "own words") == []
    write(page, "Velg dine egne ord", WORDS)
    write(page, "De samme ordene en gang til", WORDS)
    page.keyboard.press("Enter")
    heading(page, "Logg inn med kort")
    write(page, "Dine egne ord", WORDS)
    page.keyboard.press("Enter")
    heading(page, "Ett steg til")
    assert check_everywhere(page, "the number") == []
    write(page, "Kode nummer 1 på kortet ditt", codes[0])
    page.keyboard.press("Enter")
    leave_and_go_back(page, "Ine Kortlund")


@pytest.mark.parametrize("who", [MOTHER, PUPIL])
def test_on_a_tablet_that_the_family_shares_back_shows_nothing_after_logging_out(visit: Visit, who: str) -> None:
    page = come_in(visit(**PHONE), who)
    page.locator("main a[href*='/mine/']").first.click()
    leave_and_go_back(page, page.get_by_role("heading", level=1).inner_text())


def leave_and_go_back(page: Page, said: str) -> None:
    """`said` stood on the page that was left."""
    assert said in settled(page).content()
    page.locator("form.leave button").press("Enter")
    for _step in range(3):
        page.evaluate("history.back()")
        page.wait_for_timeout(300)
        shown = settled(page).content()
        assert said not in shown
        assert "who-name" not in shown
