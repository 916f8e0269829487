"""The panels for everybody, and a member who withdraws without any script."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.system.conftest import come_in
from tests.system.fill_panels import CHANGED, HOST, MEMBER, SAID
from tests.system.for_everybody import check_everywhere, opened

pytestmark = pytest.mark.browser


def test_every_page_of_the_panels_is_for_everybody(visit: Callable[..., Page]) -> None:
    page = come_in(visit(), HOST)
    faults = []

    def look(what: str) -> None:
        faults.extend(check_everywhere(opened(page), what))
        page.set_viewport_size({"width": 1280, "height": 800})

    page.goto("/panels/")
    look("panels")
    page.get_by_role("link", name="Foresatte").click()
    panel = page.url
    look("panel")
    for path in ("printed/", "members/"):
        page.goto(panel + path)
        look(path)
    page.goto(panel)
    page.get_by_role("heading", level=3).get_by_role("link", name=CHANGED).click()
    look("change")
    page.get_by_role("link", name=SAID).click()
    look("statement")
    page.goto("/panels/shelf/?words=telefon")
    look("shelf")
    assert faults == []


def test_a_member_withdraws_and_the_words_are_gone_without_any_script(visit: Callable[..., Page]) -> None:
    page = come_in(visit(java_script_enabled=False, viewport={"width": 320, "height": 900}), HOST)
    page.goto("/panels/")
    page.get_by_role("link", name="Foresatte").click()
    page.locator("main").get_by_role("link", name="Se hvem").click()
    page.get_by_role("link", name="Går ut av panelet").click()
    expect(page.get_by_text("1 utsagn slettes.")).to_be_visible()
    page.get_by_label("Har trukket ja-et sitt").check()
    page.get_by_role("button", name="Avslutt og slett").click()
    expect(page.get_by_text(MEMBER)).to_have_count(0)
    page.goto("/panels/")
    expect(page.get_by_text("Ingen har sagt ja her ennå. Det er 6 plasser.")).to_be_visible()
    page.get_by_role("link", name="Foresatte").click()
    page.get_by_role("heading", level=3).get_by_role("link", name=CHANGED).click()
    expect(page.locator(".panel-gone")).to_contain_text("den som sa det, er ikke lenger i panelet")
    expect(page.get_by_text(SAID)).to_have_count(0)
