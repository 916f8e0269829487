"""A school leader's day in a real browser: in, choose, open, understand, act, print, out."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.system.conftest import PASSWORD, come_in

pytestmark = pytest.mark.browser
PICTURE = Path(__file__).resolve().parents[2] / "docs" / "pictures" / "concerns.png"
MOST_BYTES = 400_000


def open_list(page: Page) -> Page:
    page.get_by_role("navigation", name="Hovedmeny").get_by_role("link", name="Fravær å følge opp").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Fravær å følge opp")
    return page


def open_first_of_list(page: Page) -> str:
    link = open_list(page).locator(".worklist h3 a").first
    name = link.inner_text()
    link.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    return name


def test_her_password_alone_opens_no_page(visit: Callable[..., Page]) -> None:
    """The way in with a second factor is walked in test_second_factor."""
    page = visit()
    page.goto("/concerns/")
    page.get_by_label("Brukernavn").fill("rektor.solvik")
    page.get_by_label("Passord").fill(PASSWORD)
    page.get_by_role("button", name="Logg inn").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("Totrinnsinnlogging|Ett steg til"))
    expect(page.get_by_role("navigation", name="Hovedmeny")).to_have_count(0)
    expect(page.locator(".worklist")).to_have_count(0)


def test_a_wrong_password_says_so_and_takes_the_focus_there(visit: Callable[..., Page]) -> None:
    page = visit()
    page.goto("/sign-in/")
    page.get_by_label("Brukernavn").fill("rektor.solvik")
    page.get_by_label("Passord").fill("wrong")
    page.get_by_role("button", name="Logg inn").click()
    summary = page.locator(".ds-error-summary")
    expect(summary).to_be_focused()
    expect(summary).to_contain_text("Dette må rettes")


def test_she_filters_by_reason_and_clears_it_again(leader: Page) -> None:
    open_list(leader)
    everybody = leader.locator(".worklist > li").count()
    leader.get_by_label("Grunn").select_option(label="Borte fra 10 eller flere enkelttimer dette halvåret.")
    leader.get_by_role("button", name="Vis", exact=True).click()
    expect(leader.locator(".worklist > li").first).to_contain_text("enkelttimer")
    assert 0 < leader.locator(".worklist > li").count() < everybody
    leader.get_by_role("link", name="Nullstill utvalget").click()
    expect(leader.locator(".worklist > li")).to_have_count(everybody)


def test_she_opens_one_and_sees_the_year_the_rules_and_their_days(leader: Page) -> None:
    open_first_of_list(leader)
    expect(leader.get_by_role("heading", name="Hvorfor er det fravær å følge opp?")).to_be_visible()
    expect(leader.locator(".reason").first).to_contain_text("Dagene det gjelder")
    expect(leader.locator(".month")).to_have_count(11)
    assert leader.locator(".month .absent").count() > 0
    expect(leader.locator("#weeks svg[role=img]:visible")).to_have_count(1)


def test_every_marked_day_of_the_calendar_is_in_the_list_of_days(leader: Page) -> None:
    open_first_of_list(leader)
    leader.get_by_text("Vis dagene i en liste").click()
    marked = leader.locator(".month .day-letter").count()
    expect(leader.locator(".day-list li")).to_have_count(marked)


def test_the_chart_and_its_table_tell_of_the_same_weeks(leader: Page) -> None:
    open_first_of_list(leader)
    leader.get_by_text("Vis tallene i en tabell").click()
    rows = leader.locator("#weeks tbody tr")
    expect(rows.first).to_be_visible()
    with_absence = [row for row in rows.locator("td:nth-child(2)").all_inner_texts() if row not in {"–", "0,0\u00a0%"}]
    drawn = leader.locator("#weeks .wide rect.bar").evaluate_all(
        "bars => new Set(bars.map(b => b.getAttribute('x'))).size"
    )
    assert drawn == len(with_absence)


def test_she_writes_down_what_she_did_and_it_is_on_the_timeline(leader: Page) -> None:
    name = open_first_of_list(leader)
    leader.get_by_text("Skriv ned hva som er gjort").click()
    leader.get_by_label("Snakket med eleven").check()
    leader.get_by_label("Kort sagt").fill("Avtalte en prat til på fredag.")
    leader.get_by_role("button", name="Lagre").click()
    expect(leader.get_by_role("status")).to_contain_text("Skrevet ned")
    expect(leader.locator(".timeline li").first).to_contain_text("Snakket med eleven")
    open_list(leader)
    waiting = leader.get_by_role("region", name="Ingen har gjort noe ennå")
    expect(waiting.get_by_role("link", name=name)).to_have_count(0)


def test_closing_without_a_reason_is_refused_where_she_stands(leader: Page) -> None:
    open_first_of_list(leader)
    leader.get_by_text("Avslutt med en avgjørelse").click()
    leader.get_by_role("button", name="Avslutt oppfølgingen").click()
    summary = leader.locator(".ds-error-summary")
    expect(summary).to_be_focused()
    summary.get_by_role("link", name="Skriv hvorfor oppfølgingen kan avsluttes.").click()
    expect(leader.get_by_label("Hvorfor kan oppfølgingen avsluttes?")).to_be_focused()


def test_the_keyboard_alone_is_enough(leader: Page) -> None:
    leader.goto("/concerns/")
    leader.keyboard.press("Tab")
    expect(leader.get_by_role("link", name="Hopp til innholdet")).to_be_focused()
    leader.keyboard.press("Enter")
    for _ in range(12):
        leader.keyboard.press("Tab")
        if leader.evaluate("document.activeElement.closest('.worklist') !== null"):
            break
    name = leader.evaluate("document.activeElement.innerText")
    leader.keyboard.press("Enter")
    expect(leader.get_by_role("heading", level=1)).to_have_text(name)


def test_the_menu_of_oneself_closes_with_escape_and_gives_the_focus_back(leader: Page) -> None:
    summary = leader.locator(".who > summary")
    summary.focus()
    leader.keyboard.press("Enter")
    expect(leader.get_by_role("button", name="Logg ut")).to_be_visible()
    leader.keyboard.press("Tab")
    leader.keyboard.press("Escape")
    expect(leader.get_by_role("button", name="Logg ut")).to_be_hidden()
    expect(summary).to_be_focused()


def test_everything_works_without_javascript(visit: Callable[..., Page]) -> None:
    page = come_in(visit(java_script_enabled=False))
    open_first_of_list(page)
    page.get_by_text("Vis dagene i en liste").click()
    expect(page.locator(".day-list li").first).to_be_visible()
    page.get_by_text("Avslutt med en avgjørelse").click()
    page.get_by_role("button", name="Avslutt oppfølgingen").click()
    expect(page.locator(".ds-error-summary")).to_contain_text("Skriv hvorfor oppfølgingen kan avsluttes.")
    page.locator(".who > summary").click()
    page.get_by_role("button", name="Logg ut").click()
    expect(page.get_by_role("button", name="Logg inn")).to_be_visible()


def test_back_after_logging_out_shows_no_pupil(leader: Page) -> None:
    name = open_first_of_list(leader)
    leader.locator(".who > summary").click()
    leader.get_by_role("button", name="Logg ut").click()
    expect(leader.get_by_role("button", name="Logg inn")).to_be_visible()
    leader.go_back()
    expect(leader.get_by_text(name)).to_have_count(0)


def test_paper_has_the_reasons_and_the_calendar_and_no_buttons(leader: Page) -> None:
    open_first_of_list(leader)
    leader.emulate_media(media="print")
    expect(leader.locator(".reason").first).to_be_visible()
    expect(leader.locator(".month").first).to_be_visible()
    expect(leader.get_by_role("navigation", name="Hovedmeny")).to_be_hidden()
    expect(leader.locator("main button:visible")).to_have_count(0)
    expect(leader.get_by_text("Skrevet ut av")).to_be_visible()


def test_the_days_download_as_a_file(leader: Page) -> None:
    open_first_of_list(leader)
    with leader.expect_download() as download:
        leader.get_by_role("link", name="Last ned dagene (CSV)").click()
    text = Path(download.value.path()).read_text(encoding="utf-8-sig")
    assert text.startswith("Dato;Skole;Hva;")
    assert len(text.splitlines()) > 100


@pytest.mark.parametrize(
    ("language", "heading"), [("Nynorsk", "Fråvær å følgje opp"), ("English", "Absence to follow up")]
)
def test_the_page_speaks_the_language_one_chooses(leader: Page, language: str, heading: str) -> None:
    open_list(leader)
    leader.get_by_role("link", name=language).click()
    expect(leader.get_by_role("heading", level=1)).to_have_text(heading)
    assert leader.locator("html").get_attribute("lang") == ("nn" if language == "Nynorsk" else "en")


def test_the_picture_of_the_readme_can_be_taken_again(leader: Page, tmp_path: Path) -> None:
    """With SKOLEPORTEN_RETAKE_PICTURES=1 it replaces the one in docs/pictures."""
    open_list(leader)
    target = PICTURE if os.environ.get("SKOLEPORTEN_RETAKE_PICTURES") == "1" else tmp_path / PICTURE.name
    target.parent.mkdir(exist_ok=True)
    leader.screenshot(path=target)
    assert target.stat().st_size < MOST_BYTES
    assert PICTURE.exists(), "README shows a picture that has not been taken: SKOLEPORTEN_RETAKE_PICTURES=1"
