"""Referral and intake in a browser: played by the school, the lead, a guardian, a pupil and another service."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.system.conftest import come_in
from tests.system.for_everybody import check_everywhere, opened

pytestmark = pytest.mark.browser
LEAD, GUARDIAN, PUPIL = "Leder i Skoleporten", "Foresatt i Solvik", "Elev i Solvik"


def test_a_school_refers_with_one_button_and_sees_the_status(leader: Page) -> None:
    leader.goto("/concerns/")
    leader.locator(".worklist h3 a").first.click()
    leader.get_by_role("link", name="Henvis til Skoleporten").click()
    assert check_everywhere(leader, "refer") == []
    leader.set_viewport_size({"width": 390, "height": 800})
    leader.get_by_label("Hvorfor henviser du?").fill("Borte hver mandag siden høstferien.")
    leader.get_by_role("button", name="Send henvisningen").click()
    expect(leader.get_by_text("Skoleporten har mottatt henvisningen.")).to_be_visible()
    assert check_everywhere(opened(leader), "sent") == []


def test_the_lead_works_through_the_queue(visit: Callable[..., Page]) -> None:
    page = come_in(visit(), LEAD)
    page.get_by_role("navigation", name="Hovedmeny").get_by_role("link", name="Inntak").click()
    assert check_everywhere(page, "queue") == []
    page.get_by_role("link", name="Jonas Ukjent").click()
    assert check_everywhere(opened(page), "unmatched") == []
    page.get_by_role("link", name="Finn eleven").click()
    page.get_by_label("Navn").fill("Birk")
    page.get_by_role("button", name="Vis").click()
    assert check_everywhere(page, "match") == []


def test_the_lead_books_the_talk(visit: Callable[..., Page]) -> None:
    page = come_in(visit(), LEAD)
    page.goto("/intake/")
    page.locator(".worklist > li", has_text="Foresatt").get_by_role("link").first.click()
    page.get_by_role("link", name="Avtal samtalen").click()
    assert check_everywhere(page, "book") == []
    page.get_by_label("Dag").fill("2099-01-05")
    page.get_by_label("Tid", exact=False).first.fill("14:30")
    page.get_by_label("Sted").fill("Leiligheten")
    page.get_by_role("group", name="Blir eleven invitert?").get_by_label("Ja").check()
    page.get_by_label("Familieterapeut eller familieveileder").fill("Fride Veileder")
    page.get_by_label("Tilbudt, ikke svart ennå").check()
    page.get_by_role("group", name="Tolk").get_by_label("Trengs ikke").check()
    page.get_by_role("button", name="Avtal samtalen").click()
    expect(page.get_by_text("Samtalen er avtalt.")).to_be_visible()
    assert check_everywhere(opened(page), "one") == []


@pytest.mark.parametrize("who", [GUARDIAN, PUPIL])
def test_the_family_asks_in_plain_words(visit: Callable[..., Page], who: str) -> None:
    page = come_in(visit(), who)
    page.goto("/intake/ask/")
    assert check_everywhere(opened(page), who) == []


def test_a_service_refers_by_a_link_without_log_in(visit: Callable[..., Page]) -> None:
    lead = come_in(visit(), LEAD)
    lead.goto("/intake/links/")
    assert check_everywhere(lead, "links") == []
    lead.get_by_label("Henvisningsvei").select_option(label="SMI-skolen")
    lead.get_by_label("Tjeneste og person").fill("SMI, Åse")
    lead.get_by_label("Samtykke fra dem som bestemmer for eleven").check()
    lead.get_by_label("Hvilket samtykke eller hvilken regel").fill("Mor og far, i går")
    lead.get_by_role("button", name="Lag lenken").click()
    assert check_everywhere(lead, "link made") == []
    service = visit()
    service.goto(lead.locator("code").inner_text())
    assert check_everywhere(service, "outside") == []
    for label, text in (
        ("fornavn", "Ola"),
        ("etternavn", "Hansen"),
        ("Navnet ditt", "Åse"),
        ("når deg", "38 00 00 00"),
    ):
        service.get_by_label(label).fill(text)
    service.get_by_label("Hvorfor henviser du?").fill("Trenger en overgang.")
    service.get_by_role("button", name="Send henvisningen").click()
    expect(service.get_by_role("heading", name="Mottatt")).to_be_visible()
    assert check_everywhere(service, "received") == []
