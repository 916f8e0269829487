"""The plan made with the pupil on a tablet, without any script; and each page of it for everybody."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.system.conftest import LEADER, come_in
from tests.system.fill_plan import PLANNER
from tests.system.for_everybody import check_everywhere, opened

pytestmark = pytest.mark.browser
PAGES = (
    "plan/",
    "plan/new/",
    "plan/together/",
    "plan/together/week/",
    "plan/together/words/",
    "ladder/",
    "ladder/move/",
)


def plan_of_the_case(page: Page) -> str:
    """The address of the one case that has a plan."""
    page.goto("/cases/")
    cases = page.locator("main a[href^='/cases/']").evaluate_all(
        "links => links.map(link => link.getAttribute('href'))"
    )
    for case in dict.fromkeys(cases):
        page.goto(f"{case}plan/")
        if page.get_by_role("heading", name="Avtalt nå").count():
            return str(case)
    raise AssertionError("No case has a plan.")


def test_the_plan_is_made_with_the_pupil_one_question_at_a_time_without_any_script(visit: Callable[..., Page]) -> None:
    page = come_in(visit(java_script_enabled=False, viewport={"width": 320, "height": 900}), PLANNER)
    case = plan_of_the_case(page)
    page.goto(f"{case}plan/together/")
    page.get_by_role("link", name="Begynn").click()
    further = page.get_by_role("button", name="Neste")
    page.get_by_label("Stedet").check()
    further.click()
    expect(page.get_by_role("group", name="Mandag")).to_be_visible()
    further.click()
    page.get_by_label("Stedet").select_option("Gamingrommet")
    further.click()
    further.click()
    page.get_by_label("Det som hjelper deg").fill("Jeg går en tur.")
    further.click()
    page.get_by_label("Noe av det").check()
    page.get_by_label("Med dine egne ord").fill("Bare i gamingrommet.")
    further.click()
    expect(page.get_by_text("Bare i gamingrommet.")).to_be_visible()
    page.get_by_role("link", name="Gå videre sammen med en voksen").click()
    expect(page.get_by_label("Med elevens egne ord")).to_have_value("Bare i gamingrommet.")
    page.get_by_role("button", name="Lagre steget").click()
    expect(page.get_by_role("status")).to_contain_text("Steget er skrevet ned.")
    expect(page.get_by_role("heading", name="Planlagt framover")).to_be_visible()


def test_the_pages_of_the_plan_and_the_ladder_are_for_everybody(visit: Callable[..., Page]) -> None:
    page = come_in(visit(), PLANNER)
    case, found = plan_of_the_case(page), []
    for tail in PAGES:
        page.goto(f"{case}{tail}")
        found += check_everywhere(opened(page), tail)
    leader = come_in(visit(), LEADER)
    leader.goto("/cases/told/")
    found += check_everywhere(leader, "what the leader is told")
    assert found == []
