"""The team's climate and development work: for everybody, and a pulse of too few from its opening to its end."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.system.conftest import come_in
from tests.system.fill_board import TEAM_MEMBER
from tests.system.fill_climate import LEAD, TRIAL
from tests.system.for_everybody import check_everywhere, opened

pytestmark = pytest.mark.browser
STATEMENTS = 8


def answer_all(page: Page) -> None:
    for number in range(STATEMENTS):
        page.locator(f"input[name=statement_{number}]").nth(3).check()


def test_a_pulse_of_too_few_leaves_nothing_and_the_group_fills_it_in_together(visit: Callable[..., Page]) -> None:
    """The member on a phone without scripts, the pages looked at as they come."""
    lead, faults = come_in(visit(), LEAD), []
    lead.goto("/climate/")
    faults += check_everywhere(opened(lead), "climate")
    lead.goto("/climate/open/")
    lead.get_by_role("button", name="Åpne pulsen").click()
    expect(lead.get_by_text("Pulsen er åpen.")).to_be_visible()
    member = come_in(visit(java_script_enabled=False, viewport={"width": 320, "height": 800}), TEAM_MEMBER)
    member.goto("/climate/answer/")
    answer_all(member)
    member.get_by_role("button", name="Send svarene").click()
    expect(member.get_by_text("Du har svart.")).to_be_visible()
    lead.goto("/climate/answer/")
    faults += check_everywhere(lead, "answer")
    lead.goto("/climate/close/")
    lead.get_by_role("button", name="Lukk for godt").click()
    expect(lead.get_by_text("Færre enn fem hadde svart")).to_be_visible()
    lead.get_by_role("link", name="Fyll ut bildet sammen").click()
    answer_all(lead)
    lead.get_by_role("button", name="Lagre").click()
    expect(lead.get_by_role("img", name="Hvor gruppen står")).to_be_visible()
    expect(lead.locator("svg.climate-fields circle")).to_have_count(3)
    assert faults == []


def test_each_page_of_development_work_is_for_everybody(visit: Callable[..., Page]) -> None:
    page, faults = come_in(visit(), LEAD), []
    for address in ("/development/", "/development/new/"):
        page.goto(address)
        faults += check_everywhere(opened(page), address)
    page.goto("/development/")
    page.get_by_role("link", name=TRIAL).click()
    faults += check_everywhere(opened(page), "one trial")
    trial = page.url
    for path in ("look/", "grounds/"):
        page.goto(trial + path)
        faults += check_everywhere(opened(page), path)
    assert faults == []


def test_an_idea_becomes_a_trial_by_keyboard(visit: Callable[..., Page]) -> None:
    page = come_in(visit(), TEAM_MEMBER)
    page.goto("/development/new/")
    page.get_by_label("Hva vil dere finne ut om tilbudet?").fill("Hva om vi spiste sammen?")
    page.get_by_role("button", name="Lagre").press("Enter")
    expect(page.get_by_role("heading", name="Hva om vi spiste sammen?")).to_be_visible()
    page.get_by_role("link", name="Skriv videre").press("Enter")
    page.get_by_label("Hva prøver dere?").fill("Frokost hver tirsdag.")
    page.get_by_role("button", name="Lagre").press("Enter")
    expect(page.get_by_text("Frokost hver tirsdag.").first).to_be_visible()
