"""An administrator in a real browser: the school calendar, the change of year and a file, without JavaScript too."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.system.conftest import ADMINISTRATOR, come_in
from tests.system.for_everybody import check_everywhere, opened

pytestmark = pytest.mark.browser
CALENDAR = "/schools/calendar/2025/"
FILE = "fra;til;type;navn\n2025-09-29;2025-10-03;fri;Høstferie\n2025-11-14;;planleggingsdag;Kurs\n2025-12-01;;;Fest\n"
ABSENCE = "Id;Elevid;Skole;Dato;Type\n1;ukjent;S9;01.09.2025;Dag\n"


@pytest.fixture
def administrator(visit: Callable[..., Page]) -> Page:
    return come_in(visit(), ADMINISTRATOR)


def begin_calendar(page: Page) -> None:
    """From the days that came in, where no earlier test has begun it."""
    page.goto(CALENDAR)
    begin = page.get_by_role("button", name="Begynn skoleruta her")
    if begin.count():
        begin.click()
        expect(page.get_by_role("heading", name="Dager som skiller seg ut")).to_be_visible()


def add_planning_day(page: Page, date: str) -> None:
    page.goto(CALENDAR + "entries/add/")
    page.get_by_label("Første dag").fill(date)
    page.get_by_label("Planleggingsdag").check()
    page.get_by_role("button", name="Lagre").click()


def test_the_calendar_and_its_forms_are_for_everybody(administrator: Page):
    begin_calendar(administrator)
    found = []
    for address in ("", "entries/add/", "lengths/?from=1&to=7", "days/", "file/", "use/"):
        administrator.goto(CALENDAR + address)
        found += check_everywhere(opened(administrator), address or "calendar")
    assert found == []


def test_a_planning_day_is_entered_seen_and_taken_into_use_without_javascript(visit: Callable[..., Page]):
    page = come_in(visit(java_script_enabled=False), ADMINISTRATOR)
    begin_calendar(page)
    add_planning_day(page, "2025-11-14")
    day = page.locator("td.calendar-planning", has_text="14")
    expect(day.locator(".day-letter")).to_have_text("P")
    page.get_by_role("link", name="Se hva som vil endres").click()
    expect(page.locator("main table")).to_contain_text("14. november")
    page.get_by_role("button", name="Ta i bruk").click()
    expect(page.get_by_role("status")).to_contain_text("Skoleruta er i bruk.")


def test_a_mistake_is_told_at_the_top_and_beside_its_field(administrator: Page):
    begin_calendar(administrator)
    administrator.goto(CALENDAR + "entries/add/")
    administrator.get_by_label("Første dag").fill("2025-11-14")
    administrator.get_by_label("Siste dag").fill("2025-11-01")
    administrator.get_by_role("button", name="Lagre").click()
    expect(administrator.locator(".ds-error-summary")).to_be_focused()
    assert check_everywhere(administrator, "entry with a mistake") == []


def test_a_calendar_file_is_looked_through_line_by_line(administrator: Page, tmp_path: Path):
    begin_calendar(administrator)
    file = tmp_path / "skolerute.csv"
    file.write_text(FILE, encoding="utf-8")
    administrator.goto(CALENDAR + "file/")
    administrator.get_by_label("Fil med skolerute").set_input_files(file)
    administrator.get_by_role("button", name="Les filen").click()
    expect(administrator.locator("tbody select")).to_have_count(3)
    assert check_everywhere(administrator, "calendar file") == []


def test_the_change_of_school_year_is_for_everybody(administrator: Page):
    administrator.goto("/school-years/")
    administrator.get_by_role("link", name="Se skiftet til").first.click()
    assert check_everywhere(opened(administrator), "change of school year") == []


def test_a_file_is_handed_in_and_waits_for_the_job(administrator: Page, tmp_path: Path):
    file = tmp_path / "fravaer.csv"
    file.write_text(ABSENCE, encoding="utf-8")
    administrator.goto("/imports/hand-in/")
    administrator.get_by_label("Fil", exact=False).first.set_input_files(file)
    administrator.get_by_role("button", name="Last opp").click()
    expect(administrator.get_by_role("status")).to_contain_text("venter på tur")
    assert check_everywhere(administrator, "a file that waits") == []
