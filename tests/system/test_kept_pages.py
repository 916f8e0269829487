"""A pupil takes a copy and asks for everything by keyboard on a phone; the team answers thing by thing."""

from __future__ import annotations

import zipfile
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.system.conftest import come_in
from tests.system.for_everybody import check_everywhere
from tests.system.test_own_words_pages import PHONE, PUPIL, press_until

pytestmark = pytest.mark.browser
TEAM = "Teammedlem i Skoleporten"
Visit = Callable[..., Page]


def test_a_copy_is_taken_and_everything_is_asked_for_and_answered(visit: Visit) -> None:
    sofie = come_in(visit(**PHONE), PUPIL)
    sofie.goto("/")
    link = sofie.locator(".portal-sections a[href$='/kept/']")
    kept = str(link.get_attribute("href"))
    sofie.goto(kept)
    assert check_everywhere(sofie, "what is kept") == []
    sofie.set_viewport_size(PHONE["viewport"])
    with sofie.expect_download() as taken:
        press_until(sofie, "Enter", "Last ned kopien")
    with zipfile.ZipFile(taken.value.path()) as archive:
        assert {"les.pdf", "data.json"} <= set(archive.namelist())
    press_until(sofie, "Enter", "Be om alt")
    assert check_everywhere(sofie, "asking for all of it") == []
    sofie.set_viewport_size(PHONE["viewport"])
    press_until(sofie, "Enter", "Send kravet")
    expect(sofie.get_by_text("Vi har fått kravet ditt.")).to_be_visible()
    team = come_in(visit(), TEAM)
    team.goto("/access-requests/")
    team.get_by_role("link", name="Sofie Lunde").click()
    assert check_everywhere(team, "a request for all that is kept") == []
    team.get_by_role("link", name="Hvem eleven er").click()
    assert check_everywhere(team, "one kind of things") == []
    team.get_by_role("link", name="Hvem eleven er 1").click()
    assert check_everywhere(team, "one thing") == []
    team.get_by_label("Gi det som det er").check()
    team.get_by_role("button", name="Lagre").click()
    expect(team.get_by_text("Avgjort:")).to_be_visible()
    sofie.goto(kept)
    sofie.get_by_role("button", name="Trekk kravet tilbake").click()
    expect(sofie.get_by_text("Du har trukket kravet ditt tilbake.")).to_be_visible()
