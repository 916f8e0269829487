"""The board on a phone: tapped with a thumb, with the keyboard, and with no script at all."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.system.conftest import come_in
from tests.system.fill_board import PROTECTED, TAPPED, TEAM_MEMBER, WITH_A_PAST, WITHOUT_SCRIPT
from tests.system.for_everybody import check_everywhere, opened

pytestmark = pytest.mark.browser
PHONE = {"viewport": {"width": 390, "height": 800}}
# The device itself says a time without the place of it.
TOLD_BY_SERVER = {"came": re.compile(r"Kom kl\. [\d.]+, "), "left": re.compile(r"Gikk kl\. [\d.]+, ")}


def card_of(page: Page, name: str) -> Locator:
    return page.locator("#board .card", has=page.get_by_role("link", name=name, exact=True))


def expect_focus_in(card: Locator) -> None:
    expect(card.locator(":focus")).to_have_count(1)


@pytest.mark.parametrize("name", [TAPPED, PROTECTED])
def test_a_tap_changes_the_card_alone_and_the_focus_stays_in_the_row(visit: Callable[..., Page], name: str) -> None:
    """What a device keeps is sent by its script; of a protected pupil nothing is kept, and the form is sent at once."""
    page = come_in(visit(**PHONE), TEAM_MEMBER)
    page.goto("/today/")
    page.evaluate("document.body.dataset.same = 'page'")
    card = card_of(page, name)
    card.get_by_role("button", name=f"Kom {name}").dblclick()
    expect(card.locator("[data-status]")).to_contain_text("Kom kl.")
    expect(page.locator("#board-said")).to_contain_text(f"{name}: Kom kl.")
    expect(card.get_by_role("button", name=f"Gikk {name}")).to_be_focused()
    page.keyboard.press("Enter")
    expect(card.locator("[data-status]")).to_contain_text("Gikk kl.")
    expect_focus_in(card)
    undo = card.get_by_role("button", name="Angre")
    for said in ("Kom kl.", "Ikke ført"):
        undo.focus()
        page.keyboard.press("Enter")
        expect(card.locator("[data-status]")).to_contain_text(said)
        expect_focus_in(card)
    assert page.evaluate("document.body.dataset.same") == "page"


def test_what_the_server_has_not_answered_for_is_not_undone_once_more(visit: Callable[..., Page]) -> None:
    """A device knows the last mark that the server told of, and not the one before it."""
    page = come_in(visit(**PHONE), TEAM_MEMBER)
    page.goto("/today/")
    card = card_of(page, TAPPED)
    status, undo = card.locator("[data-status]"), card.get_by_role("button", name="Angre")
    for button, said in (("Kom", TOLD_BY_SERVER["came"]), ("Gikk", TOLD_BY_SERVER["left"])):
        card.get_by_role("button", name=f"{button} {TAPPED}").press("Enter")
        expect(status).to_have_text(said)
    on_its_way: list[Route] = []

    def hold(route: Route) -> None:
        on_its_way.append(route)

    page.route("**/today/marks/", hold)
    undo.press("Enter")
    expect(status).to_have_text("Kom kl.")
    expect(undo).to_be_hidden()
    on_its_way[0].continue_()
    page.unroute("**/today/marks/")
    undo.press("Enter")
    expect(status).to_have_text("Ikke ført")


def test_the_board_works_without_any_script_and_leads_back_to_the_row(visit: Callable[..., Page]) -> None:
    page = come_in(visit(java_script_enabled=False, **PHONE), TEAM_MEMBER)
    page.goto("/today/")
    card = card_of(page, WITHOUT_SCRIPT)
    card.get_by_role("button", name=f"Kom {WITHOUT_SCRIPT}").click()
    page.wait_for_url("**/today/#case-*")
    expect(card.locator("[data-status]")).to_contain_text("Kom kl.")
    card.get_by_role("link", name=WITHOUT_SCRIPT, exact=True).click()
    page.locator("details", has_text="Rett en tid").locator("summary").click()
    form = page.locator("details[open] form")
    form.get_by_label("Gamingrommet").check()
    form.get_by_label("4", exact=True).check()
    form.get_by_label("Eleven valgte selv").check()
    form.get_by_role("button", name="Lagre").click()
    expect(card.locator("[data-status]")).to_contain_text("Gamingrommet")


def test_each_page_around_the_board_is_for_everybody(visit: Callable[..., Page]) -> None:
    page = come_in(visit(**PHONE), TEAM_MEMBER)
    page.goto("/today/")
    assert check_everywhere(page, "board") == []
    card_of(page, WITH_A_PAST).get_by_role("link", name=WITH_A_PAST, exact=True).click()
    assert check_everywhere(opened(page), "a day") == []
    page.get_by_role("link", name="Ring hjem").click()
    assert check_everywhere(page, "call home") == []
    page.goto("/today/home-visits/")
    assert check_everywhere(page, "go out") == []
    page.goto("/today/")
    card_of(page, WITH_A_PAST).get_by_role("link", name=WITH_A_PAST, exact=True).click()
    page.get_by_role("link", name="Alle dager").click()
    expect(page.get_by_role("heading", name="Til å se på")).to_be_visible()
    assert check_everywhere(opened(page), "history") == []
