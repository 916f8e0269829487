"""Consent in a browser: the team asks, two guardians and the pupil answer on their phones, and one withdraws."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.system.conftest import come_in
from tests.system.for_everybody import check_everywhere, opened

pytestmark = pytest.mark.browser
TEAM, MOTHER, FATHER, PUPIL = "Teammedlem i Skoleporten", "Mor til Sofie", "Far til Sofie", "Sofie Lunde"
PHONE = {"viewport": {"width": 390, "height": 844}}
Visit = Callable[..., Page]


def ask(page: Page, what: str, **fields: str) -> str:
    """The address of the question."""
    page.goto("/pupils/")
    page.get_by_role("link", name="Lunde, Sofie").or_(page.get_by_role("link", name="Sofie Lunde")).first.click()
    page.get_by_role("link", name="Samtykker").last.click()
    page.get_by_role("link", name="Be om samtykke").click()
    page.get_by_label(what, exact=True).check()
    for label, text in fields.items():
        page.locator(f"[name={label}]").fill(text)
    page.get_by_role("button", name="Spør").click()
    expect(page.get_by_text("Spørsmålet er klart.")).to_be_visible()
    return page.url


def answer(visit: Visit, who: str, choice: str) -> Page:
    page = come_in(visit(**PHONE), who)
    page.get_by_role("navigation", name="Hovedmeny").get_by_role("link", name="Samtykker").click()
    assert check_everywhere(page, f"{who}: list") == []
    page.locator("main h3 a").first.click()
    assert page.locator("input:checked").count() == 0
    assert check_everywhere(page, f"{who}: question") == []
    page.get_by_label(choice, exact=True).check()
    page.get_by_role("button", name="Send svaret mitt").dblclick()
    expect(page.get_by_text("Takk. Svaret ditt er lagret.").first).to_be_visible()
    return page


def test_three_say_yes_and_one_of_them_withdraws_in_the_same_place(visit: Visit) -> None:
    team = come_in(visit(), TEAM)
    address = ask(team, "Bli med i Skoleporten")
    assert check_everywhere(opened(team), "asked") == []
    answer(visit, MOTHER, "Ja")
    answer(visit, FATHER, "Ja")
    team.goto(address)
    expect(team.get_by_text("Venter på svar", exact=True)).to_be_visible()
    pupil = answer(visit, PUPIL, "Ja")
    team.goto(address)
    expect(team.get_by_text("Gjelder nå", exact=True)).to_be_visible()
    assert team.locator(".timeline > li").count() == 4
    assert check_everywhere(opened(pupil), "answered") == []
    pupil.get_by_role("button", name="Jeg trekker samtykket").click()
    expect(pupil.get_by_role("heading", name="Du har trukket samtykket tilbake")).to_be_visible()
    team.reload()
    expect(team.get_by_text("Trukket tilbake", exact=True).first).to_be_visible()


def test_a_consent_to_share_on_paper_lets_a_specialist_in(visit: Visit) -> None:
    team = come_in(visit(), TEAM)
    team.goto("/consents/")
    assert check_everywhere(team, "waiting") == []
    address = ask(team, "Dele med en tjeneste", service="PPT", scope="Fraværet og planen.", withheld="Helsen hjemme.")
    for who in range(2):
        opened(team)
        team.locator("[name=giver]").first.check()
        team.locator("[name=says][value=yes]").check()
        team.locator("[name=signed_on]").fill(team.evaluate("new Date().toLocaleDateString('sv')"))
        team.get_by_role("button", name="Før inn svaret").click()
        expect(team.get_by_text("Svaret er ført inn.")).to_be_visible()
        assert team.locator("[name=giver]").count() == 1 - who
    opened(team)
    team.locator("[name=user]").select_option(label="Frida ved PPT")
    team.get_by_role("button", name="La fagpersonen se eleven").click()
    assert check_everywhere(opened(team), "shared") == []
    specialist = come_in(visit(), "Frida ved PPT")
    specialist.goto(address)
    assert check_everywhere(opened(specialist), "specialist") == []
    team.get_by_role("button", name="Før inn at det er trukket").first.click()
    assert specialist.goto(address).status == 404


def test_on_paper_without_javascript_and_in_three_languages(visit: Visit) -> None:
    team = come_in(visit(java_script_enabled=False), TEAM)
    ask(team, "Forskning")
    team.get_by_role("link", name="Skriv ut for underskrift").click()
    for language, question in (("Nynorsk", "Seier du ja"), ("English", "Do you agree"), ("Bokmål", "Sier du ja")):
        team.get_by_role("main").get_by_role("link", name=language).click()
        expect(team.get_by_role("heading", name=question)).to_be_visible()
    other = come_in(visit(), TEAM)
    other.goto(team.url)
    assert check_everywhere(other, "paper") == []
