"""In the browser: a text is saved while it is written and survives an ended session; the duties are for everybody."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.system.conftest import come_in
from tests.system.for_everybody import SEEN_AS, check_everywhere

pytestmark = pytest.mark.browser
SEEN = "Ola ble holdt utenfor i friminuttet."
PICTURES = os.environ.get("SKOLEPORTEN_PICTURES", "")


@pytest.fixture
def duties(leader: Page) -> Page:
    """The duties of the first pupil on the list of work."""
    leader.goto("/concerns/")
    leader.locator(".worklist h3 a").first.click()
    leader.locator("main").get_by_role("link", name="Plikter").click()
    return leader


def faults(page: Page, name: str) -> list[str]:
    found = check_everywhere(page, name)
    for width, _scheme in SEEN_AS if PICTURES else ():
        page.emulate_media(color_scheme="light")
        page.set_viewport_size({"width": width, "height": 900})
        page.screenshot(path=str(Path(PICTURES) / f"{name}-{width}.png"), full_page=True)
    return found


def test_every_page_of_the_duties_is_for_everybody(duties: Page) -> None:
    found = faults(duties, "duties")
    for link in ("Skriv ned at du har meldt", "Meld til rektor", "Meld om fysisk inngripen"):
        duties.get_by_role("link", name=link).click()
        found += faults(duties, link)
        duties.locator("main form button.ds-button").last.click()
        found += faults(duties, f"{link}-feil")
        duties.locator(".ds-breadcrumbs").get_by_role("link", name="Plikter").last.click()
    duties.get_by_role("link", name="Meld til rektor").click()
    fill_report(duties)
    duties.get_by_role("button", name="Meld", exact=True).click()
    expect(duties.get_by_text("Meldt. Du får beskjed når den er mottatt.")).to_be_visible()
    found += faults(duties, "report")
    for address in ("/duties/", "/notices/"):
        duties.goto(address)
        found += faults(duties, address.strip("/"))
    assert found == []


def fill_report(page: Page) -> None:
    page.get_by_label("Hva har du sett eller fått vite?").fill(SEEN)
    page.get_by_label("Nei, ingen som jobber her").check()
    page.get_by_label("Nei, rektor tar det").check()


def test_a_text_is_saved_while_it_is_written_and_stands_there_again(duties: Page) -> None:
    duties.get_by_role("link", name="Meld til rektor").click()
    duties.get_by_label("Hva har du sett eller fått vite?").fill(SEEN)
    expect(duties.get_by_text("Ikke lagret ennå")).to_be_visible()
    expect(duties.locator("[data-draft] [role=status]")).to_contain_text("Lagret ")
    expect(duties.get_by_text("Ikke lagret ennå")).to_be_hidden()
    kept = duties.evaluate("JSON.stringify([localStorage, sessionStorage])")
    assert "friminutt" not in kept
    duties.reload()
    expect(duties.get_by_label("Hva har du sett eller fått vite?")).to_have_value(SEEN)
    assert faults(duties, "draft") == []
    duties.get_by_role("button", name="Slett utkastet").click()
    expect(duties.get_by_label("Hva har du sett eller fått vite?")).to_have_value("")


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_form_sent_after_the_session_ended_has_its_text_after_the_log_in(
    visit: Callable[..., Page], script: bool
) -> None:
    page = come_in(visit(java_script_enabled=script))
    page.goto("/concerns/")
    page.locator(".worklist h3 a").first.click()
    page.locator("main").get_by_role("link", name="Plikter").click()
    page.get_by_role("link", name="Meld til rektor").click()
    address = page.url
    fill_report(page)
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Meld", exact=True).click()
    expect(page.get_by_text("Teksten din er tatt vare på")).to_be_visible()
    come_in_from_here(page)
    page.goto(address)
    expect(page.get_by_label("Hva har du sett eller fått vite?")).to_have_value(SEEN)
    expect(page.get_by_label("Nei, rektor tar det")).to_be_checked()
    page.get_by_role("button", name="Slett utkastet").click()


def come_in_from_here(page: Page) -> None:
    page.get_by_role("button", name="Rektor ved Solvik skole", exact=True).click()
    page.wait_for_url(lambda url: "sign-in" not in url)


def test_what_is_written_while_logged_out_is_said_to_be_kept(duties: Page) -> None:
    duties.get_by_role("link", name="Meld til rektor").click()
    duties.context.clear_cookies(name="sessionid")
    duties.get_by_label("Hva har du sett eller fått vite?").fill(SEEN)
    expect(duties.get_by_text("Teksten er tatt vare på, men du må logge inn")).to_be_visible()
