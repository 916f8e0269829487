"""A contact teacher in the browser, with a keyboard's few keys and on a telephone; each page is for everybody."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.system.conftest import LEADER, come_in
from tests.system.fill_follow_up import ADVISER, TEACHER
from tests.system.for_everybody import check_everywhere

pytestmark = pytest.mark.browser
OF_A_CONCERN = ("contact/", "measures/", "told/?whom=guardians", "hand-over/", "discussions/", "decision/?step=meeting")


@pytest.fixture
def teacher(visit: Callable[..., Page]) -> Page:
    return come_in(visit(), TEACHER)


def test_a_contact_takes_two_clicks_and_one_page(teacher: Page) -> None:
    """Open the form in the list, and say how it went: all else is filled in."""
    rows = teacher.locator(".worklist > li")
    before = rows.count()
    teacher.get_by_role("link", name="Skriv ned en kontakt").first.click()
    form = teacher.locator("form.contact")
    expect(form.get_by_label("Med hvem?")).to_contain_text("90012345")
    expect(form.get_by_role("button", name="Vi snakket sammen")).to_be_focused()
    form.get_by_role("button", name="Fikk ikke svar").click()
    expect(teacher.get_by_role("status")).to_contain_text("Skrevet ned for")
    assert teacher.url.split("#")[0].endswith("/")
    assert teacher.locator(".worklist > li").count() == before


def test_a_contact_is_written_without_any_script(visit: Callable[..., Page]) -> None:
    page = come_in(visit(java_script_enabled=False, viewport={"width": 390, "height": 800}), TEACHER)
    page.get_by_role("link", name="Skriv ned en kontakt").last.click()
    page.get_by_role("button", name="La igjen beskjed").click()
    expect(page.get_by_role("status")).to_contain_text("Skrevet ned for")


def test_the_teachers_pages_are_for_everybody(teacher: Page) -> None:
    found = check_everywhere(teacher, "a teacher's start")
    teacher.get_by_role("link", name="Skriv ned en kontakt").first.click()
    teacher.locator("form.contact").wait_for()
    found += check_everywhere(teacher, "a teacher's start with an open form")
    teacher.locator(".worklist h3 a").first.click()
    concern = teacher.url
    for page in OF_A_CONCERN:
        teacher.goto(concern + page)
        found += check_everywhere(teacher, page)
    assert found == []


def test_a_measure_and_a_discussion_are_for_everybody(teacher: Page) -> None:
    found = []
    for address in teacher.locator(".worklist h3 a").evaluate_all("links => links.map(link => link.href)"):
        teacher.goto(address)
        if teacher.locator(".measures a").count():
            break
    for link in (".measures a", ".tasks a[href*=discussions]"):
        teacher.goto(address)
        teacher.locator(link).first.click()
        found += check_everywhere(teacher, link)
    assert found == []


def test_the_sheet_is_for_everybody_and_names_nobody(visit: Callable[..., Page]) -> None:
    page = come_in(visit(), ADVISER)
    page.goto("/advice/")
    found = check_everywhere(page, "advice")
    page.locator("main .tasks a").first.click()
    assert found + check_everywhere(page, "one sheet") == []
    expect(page.get_by_role("heading", name="En elev")).to_be_visible()


def test_a_leader_hands_over_and_sees_how_it_goes(visit: Callable[..., Page]) -> None:
    page = come_in(visit(), LEADER)
    page.goto("/concerns/overview/")
    expect(page.get_by_role("row", name=TEACHER)).to_be_visible()
    assert check_everywhere(page, "overview") == []
