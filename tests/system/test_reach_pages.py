"""How one is reached, in a browser: for everybody, by keyboard alone; and pages that are written from right to left."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.system.conftest import LEADER, come_in
from tests.system.for_everybody import axe_faults, check_everywhere, settled, sideways

pytestmark = pytest.mark.browser
TO_THE_LEFT = "document.documentElement.dir = 'rtl'; document.documentElement.lang = 'ar';"
PAGES = ("/", "/settings/reach/", "/concerns/", "/pupils/", "/notices/")


def test_one_chooses_by_keyboard_alone_and_the_pages_are_for_everybody(visit: Callable[..., Page]) -> None:
    page = come_in(visit(), LEADER)
    page.goto("/settings/reach/")
    page.get_by_role("radio", name="I tider jeg velger selv").focus()
    page.keyboard.press("Space")
    page.get_by_label("Stille fra").fill("21:30")
    page.get_by_label("Stille til").fill("06:00")
    page.get_by_role("button", name="Lagre", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Det er lagret.")).to_be_visible()
    expect(page.get_by_label("Stille fra")).to_have_value("21:30")
    faults = check_everywhere(settled(page), "how one is reached")

    page.goto("/settings/reach/email/")
    page.get_by_label("E-postadressen din").fill("ny@example.no")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Vi sender en kode til ny@example.no")).to_be_visible()
    page.get_by_label("Koden").fill("0")
    page.keyboard.press("Enter")
    expect(page.locator(".ds-error-summary")).to_be_focused()
    assert faults + axe_faults(page) == []


def test_what_is_written_from_right_to_left_runs_out_on_no_side(visit: Callable[..., Page]) -> None:
    """As in Arabic or Sorani, which a municipality may add."""
    page = come_in(visit(), LEADER)
    for address in PAGES:
        page.goto(address)
        page.evaluate(TO_THE_LEFT)
        for width in (1280, 320):
            page.set_viewport_size({"width": width, "height": 900})
            assert sideways(settled(page)) <= 0, (address, width)
        heading = page.locator("h1").bounding_box()
        assert heading is not None
        assert page.locator("h1").evaluate("one => getComputedStyle(one).direction") == "rtl"
