"""The pages around the log-in with real codes and a real provider, each in light and dark, wide and narrow."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

import pytest
from allauth.mfa.totp.internal.auth import hotp_value
from playwright.sync_api import Page, expect

from tests.fake_provider import FakeProvider
from tests.system.for_everybody import check_everywhere
from tests.system.test_second_factor import give_password, press

pytestmark = pytest.mark.browser
HALF_A_MINUTE = 30
MANY = 51
PUPIL = re.compile(r'href="(/pupils/[0-9a-f-]{36}/)')


def new_code(secret: str, but: int = 0) -> tuple[str, int]:
    """A code opens once, so the one of half a minute later than `but` is waited for."""
    while (now := int(time.time()) // HALF_A_MINUTE) == but:
        time.sleep(0.5)
    return f"{hotp_value(secret, now):06}", now


def open_many(page: Page) -> None:
    """As a machine would; the answers are not shown."""
    addresses: list[str] = []
    for number in range(1, 5):
        addresses += PUPIL.findall(page.request.get(f"/pupils/?page={number}").text())
    for address in list(dict.fromkeys(addresses))[:MANY]:
        assert page.request.get(address, max_redirects=0).status == 200


def test_whoever_opens_very_many_pupils_shows_a_code_again_and_goes_on(visit: Callable[..., Page]):
    page = visit()
    give_password(page, "inspektor.solvik")
    press(page, "link", "Legg til passnøkkel")
    assert check_everywhere(page, page.url) == []
    page.goto("/second-factor/codes/")
    assert check_everywhere(page, page.url) == []
    secret = page.locator("code.key").inner_text().replace(" ", "")
    code, used = new_code(secret)
    page.get_by_label("Kode").fill(code)
    page.get_by_label("Kode").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Gjenopprettingskoder")
    page.goto("/second-factor/recovery-codes/new/")
    assert check_everywhere(page, page.url) == []
    open_many(page)
    page.goto("/pupils/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Vis igjen at det er deg")
    assert check_everywhere(page, page.url) == []
    page.get_by_label("Kode").fill(new_code(secret, but=used)[0])
    page.get_by_label("Kode").press("Enter")
    page.wait_for_url("**/pupils/")
    expect(page.get_by_role("navigation", name="Hovedmeny")).to_be_visible()


def test_whoever_only_the_provider_knows_is_told_what_to_do(visit: Callable[..., Page], openid: FakeProvider):
    page = visit()
    openid.subject = "nobody-here"
    page.goto("/sign-in/")
    press(page, "link", "Logg inn med Feide")
    expect(page.get_by_role("heading", level=1)).to_have_text("Du kom ikke inn")
    assert check_everywhere(page, page.url) == []


def test_logging_out_leads_on_to_the_provider(visit: Callable[..., Page], openid: FakeProvider):
    page = visit()
    openid.subject = "inspektor"
    page.goto("/sign-in/")
    press(page, "link", "Logg inn med Feide")
    expect(page.get_by_role("navigation", name="Hovedmeny")).to_be_visible()
    page.route(f"{openid.issuer}/end*", lambda route: route.fulfill(status=204))  # so that the page stays
    page.goto("/sign-out/")
    page.locator("main").get_by_role("button", name="Logg ut").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Feide")
    assert check_everywhere(page, page.url) == []
