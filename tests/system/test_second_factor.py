"""A passkey in a real browser, with a made-up authenticator that answers as a fingerprint reader would."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.system.conftest import PASSWORD
from tests.system.for_everybody import axe_faults, sideways

pytestmark = pytest.mark.browser
INTERNAL = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}


def with_authenticator(page: Page) -> Page:
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = INTERNAL | {"isUserVerified": True, "automaticPresenceSimulation": True}
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return page


def give_password(page: Page, name: str) -> None:
    page.goto("/sign-in/")
    page.get_by_label("Brukernavn").fill(name)
    page.get_by_label("Passord").fill(PASSWORD)
    page.get_by_label("Passord").press("Enter")


def press(page: Page, role: str, name: str) -> None:
    """By keyboard alone."""
    found = page.get_by_role(role, name=name, exact=True)
    found.focus()
    found.press("Enter")


def test_a_passkey_is_made_at_the_first_log_in_and_opens_the_next(visit: Callable[..., Page]):
    page = with_authenticator(visit())
    give_password(page, "rektor.solvik")
    expect(page.get_by_role("heading", level=1)).to_have_text("Totrinnsinnlogging")
    assert axe_faults(page) == []
    press(page, "link", "Legg til passnøkkel")
    assert axe_faults(page) == []
    press(page, "button", "Lag passnøkkelen")
    expect(page.get_by_role("heading", level=1)).to_have_text("Gjenopprettingskoder")
    assert axe_faults(page) == []
    press(page, "link", "Jeg har tatt vare på dem")
    expect(page.get_by_role("navigation", name="Hovedmeny")).to_be_visible()
    page.goto("/sign-out/")
    page.locator("main").get_by_role("button", name="Logg ut").press("Enter")
    give_password(page, "rektor.solvik")
    expect(page.get_by_role("heading", level=1)).to_have_text("Ett steg til")
    assert axe_faults(page) == []
    press(page, "button", "Bruk passnøkkelen")
    expect(page.get_by_role("navigation", name="Hovedmeny")).to_be_visible()


@pytest.mark.parametrize("width", [320, 1280])
def test_the_page_with_the_picture_is_for_everybody(visit: Callable[..., Page], width: int):
    page = visit(viewport={"width": width, "height": 800})
    give_password(page, "rektor.nordnes")
    press(page, "link", "Bruk en app")
    expect(page.get_by_role("img", name="QR-kode med nøkkelen som står under")).to_be_visible()
    assert axe_faults(page) == []
    assert sideways(page) <= 0


def test_whoever_says_no_to_the_passkey_is_told_what_to_do(visit: Callable[..., Page]):
    page = visit()
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = INTERNAL | {"isUserVerified": False, "automaticPresenceSimulation": True}
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    give_password(page, "rektor.nordnes")
    press(page, "link", "Legg til passnøkkel")
    refuse = "() => Promise.reject(new DOMException('no', 'NotAllowedError'))"
    page.evaluate(f"() => {{ navigator.credentials.create = {refuse} }}")
    press(page, "button", "Lag passnøkkelen")
    expect(page.get_by_role("alert")).to_contain_text("Ingen passnøkkel ble brukt.")
    assert axe_faults(page) == []
