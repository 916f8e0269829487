"""Messages and the adult on call: for everybody, by keyboard alone, and without any script on a narrow phone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.system.conftest import come_in
from tests.system.fill_messages import ANSWERS, GUARDIAN, PUPIL
from tests.system.for_everybody import check_everywhere

pytestmark = pytest.mark.browser


def at_the_messages(visit: Callable[..., Page], who: str, **context: object) -> Page:
    page = come_in(visit(**context), who)
    page.goto("/mine/messages/")
    page.get_by_role("heading", name="Meldinger", level=1).wait_for()
    return page


def test_each_page_of_messages_and_of_the_adult_on_call_is_for_everybody(visit: Callable[..., Page]) -> None:
    page = at_the_messages(visit, GUARDIAN)
    here = page.url
    faults: list[str] = []
    page.get_by_role("link", name="Om morgenen").click()
    faults += check_everywhere(page, "a message")
    for address in ("new/", "../adult-now/"):
        page.goto(here + address)
        faults += check_everywhere(page, address)
    page = come_in(visit(), ANSWERS)
    page.goto("/threads/?show=all")
    page.get_by_role("link", name="Om morgenen").click()
    faults += check_everywhere(page, "a message, for the team")
    page.goto("/on-call/")
    faults += check_everywhere(page, "on call")
    assert faults == []


def test_a_pupil_writes_by_keyboard_alone_and_reads_by_when_she_has_an_answer(visit: Callable[..., Page]) -> None:
    page = at_the_messages(visit, PUPIL)
    press_until(page, page.get_by_role("link", name="Skriv en melding"))
    page.keyboard.press("Enter")
    press_until(page, page.get_by_role("radio", name="Planen"))
    page.keyboard.press("Space")
    press_until(page, page.get_by_label("Hva vil du si?"))
    page.keyboard.type("Kan jeg begynne litt senere på fredag?")
    press_until(page, page.get_by_role("button", name="Send", exact=True))
    page.keyboard.press("Enter")
    expect(page.get_by_text("Meldingen er sendt. Du får svar innen")).to_be_visible()
    expect(page.get_by_text("Kan jeg begynne litt senere på fredag?")).to_be_visible()


def test_she_asks_for_an_adult_without_any_script_and_is_told_what_has_happened(visit: Callable[..., Page]) -> None:
    """On a public holiday nobody is on call, and the page says that instead."""
    page = at_the_messages(visit, PUPIL, java_script_enabled=False, viewport={"width": 320, "height": 800})
    page.get_by_role("link", name="Jeg trenger en voksen nå").click()
    expect(page.get_by_role("link", name="116 111", exact=True)).to_be_visible()
    button = page.get_by_role("button", name="Jeg trenger en voksen nå")
    if not button.count():
        expect(page.get_by_text("Ingen i Skoleporten har vakt nå.")).to_be_visible()
        return
    page.get_by_label("Hvor kan vi få tak i deg?").fill("Biblioteket")
    button.click()
    expect(page.get_by_text(f"Vi sender en melding til {ANSWERS} nå.")).to_be_visible()
    staff = come_in(visit(), ANSWERS)
    staff.get_by_role("link", name="Noen har bedt om en voksen, og ingen har svart ennå").click()
    expect(staff.get_by_text("Biblioteket")).to_be_visible()
    staff.get_by_role("button", name="Jeg ringer nå").click()
    page.get_by_role("link", name="Se hvordan det går nå").click()
    expect(page.get_by_text(f"{ANSWERS} ringer deg nå.")).to_be_visible()


def press_until(page: Page, wanted: object, most: int = 60) -> None:
    """Tab, until it has the focus."""
    for _press in range(most):
        page.keyboard.press("Tab")
        if wanted.evaluate("one => one === document.activeElement"):  # type: ignore[attr-defined]
            return
    raise AssertionError("it is not reached by the keyboard")
