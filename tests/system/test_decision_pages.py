"""The meeting, the decision and its letters in a browser: played by the lead, and read by family and school."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.system.conftest import LEADER, come_in
from tests.system.fill_decision import DECIDED
from tests.system.for_everybody import check_everywhere, opened

pytestmark = pytest.mark.browser
LEAD, GUARDIAN, PUPIL = "Leder i Skoleporten", "Foresatt ved avgjørelsen", "Elev ved avgjørelsen"
WRITTEN = {
    "choice": "Vi venter til over jul.", "reason": "Hun sover bedre nå.", "alternatives": "Å starte i morgen.",
    "childs_best": "Ro først.", "childs_story": "Det er bråk i klassen.", "pupils_view": "«Ikke før jul.»",
    "facts": "Hun har vært borte 23 dager.", "legal_rule": "Opplæringslova § 10-6.", "grounds": "Det hun selv sier.",
    "complaint_to": "Kommunen", "what_happens_now": "Vi ringer hver mandag.", "who_is_told": "Dere og skolen.",
    "to_pupil": "Du sa at du vil vente. Det gjør vi.", "to_school": "Send arbeid hjem.", "next_review": "2099-01-11",
    "complaint_deadline": "2099-01-01", "told_time": "00:01",
}  # fmt: skip


def test_the_lead_decides_and_each_reads_what_each_is_told(visit: Callable[..., Page]) -> None:
    page = come_in(visit(), LEAD)
    faults = []
    page.goto("/intake/?whose=mine")
    page.locator(".worklist > li").filter(has_text=DECIDED).get_by_role("link").first.click()
    intake = page.url
    page.get_by_role("link", name="Forbered møtet").click()
    faults += check_everywhere(opened(page), "preparation")
    page.goto(f"{intake}decision/")
    faults += check_everywhere(page, "no meeting yet")
    page.get_by_role("link", name="Skriv ned møtet").click()
    _write_down_the_meeting(page, faults)
    faults += check_everywhere(page, "choose")
    page.get_by_label("Det må vente", exact=True).check()
    page.get_by_label("Et enkeltvedtak", exact=True).check()
    page.get_by_role("button", name="Gå videre").click()
    decision = _decide(page, faults)
    page.get_by_role("link", name=re.compile("Forhåndsvis av brevet til Gro")).first.click()
    faults += check_everywhere(page, "preview")
    page.goto(decision)
    page.get_by_role("button", name="Lag brevene som ikke er laget").click()
    expect(page.get_by_text("Brevene er laget.")).to_be_visible()
    for path in ("", "texts/en/", "correction/"):
        page.goto(decision + path)
        faults += check_everywhere(opened(page), f"decision {path}")
    for who in (GUARDIAN, PUPIL):
        family = come_in(visit(), who)
        family.locator("details.more-places > summary").click()
        family.get_by_role("navigation", name="Hovedmeny").get_by_role("link", name="Avgjørelser").click()
        faults += check_everywhere(family, f"decisions of {who}")
        family.locator(".worklist-name a").click()
        expect(family.get_by_role("link", name="Last ned brevet (PDF)")).to_be_visible()
        faults += check_everywhere(family, f"decision of {who}")
    leader = come_in(visit(), LEADER)
    leader.goto(decision.replace("/decisions/", "/decisions/school/"))
    expect(leader.get_by_text("Send arbeid hjem.")).to_be_visible()
    faults += check_everywhere(leader, "the school's")
    assert faults == []


def _write_down_the_meeting(page: Page, faults: list[str]) -> None:
    page.get_by_role("button", name="Lagre møtet").click()
    faults += check_everywhere(opened(page), "meeting with mistakes")
    page.locator("#id_time").fill("00:01")
    page.locator("#id_place").fill("Leiligheten")
    page.get_by_role("group", name="Var eleven der?").get_by_label("Var der", exact=True).check()
    page.locator("#id_how_pupil_was_heard").fill("Hun fortalte selv.")
    for guardian in page.get_by_role("group", name=re.compile("^Var Gro")).all():
        guardian.get_by_label("Ja").check()
    page.locator("#id_summary").fill("Vi snakket om høsten.")
    page.get_by_role("button", name="Lagre møtet").click()
    expect(page.get_by_text("Møtet er skrevet ned.")).to_be_visible()


def _decide(page: Page, faults: list[str]) -> str:
    """The address of the decision that was made, after a try that lacks everything."""
    page.get_by_role("button", name="Lagre avgjørelsen").click()
    faults += check_everywhere(page, "decision with mistakes")
    page.set_viewport_size({"width": 390, "height": 800})
    for name, text in WRITTEN.items():
        page.locator(f"#id_{name}").fill(text)
    page.get_by_role("group", name="Har barnet fortalt hvordan det er?").get_by_label("Ja").check()
    page.get_by_role("group", name="Hvordan fikk de vite det?").get_by_label("I møtet").check()
    page.locator("#id_followed_up_by").select_option(index=1)
    page.get_by_role("button", name="Lagre avgjørelsen").click()
    expect(page.get_by_text("Avgjørelsen er skrevet ned.")).to_be_visible()
    faults += check_everywhere(opened(page), "decision")
    return page.url
