"""Giving access in a real browser: its pages in all widths and schemes, and a file looked through."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.system.conftest import ADMINISTRATOR, LEADER, come_in
from tests.system.for_everybody import check_everywhere

pytestmark = pytest.mark.browser
STAFF = (
    "username,name,role,school_id,class_id\n"
    "ny.rektor@kommune.no,Ny Rektor,school_leader,{school},\nx,Y,lead,{school},\n"
)


def seen(page: Page, name: str) -> list[str]:
    """With SCREENSHOTS set to a folder, a picture of it wide and narrow is kept there."""
    found = check_everywhere(page, name)
    for width in (1280, 390) if os.environ.get("SCREENSHOTS") else ():
        page.emulate_media(color_scheme="light")
        page.set_viewport_size({"width": width, "height": 800})
        page.screenshot(path=Path(os.environ["SCREENSHOTS"]) / f"{name}-{width}.png", full_page=True)
    return found


def test_an_administrator_makes_a_user_and_gives_and_ends_access(visit: Callable[..., Page]) -> None:
    page = come_in(visit(), ADMINISTRATOR)
    page.goto("/users/")
    found = seen(page, "users")
    page.goto("/users/new/")
    page.get_by_role("textbox").nth(0).fill("ny.laerer@kommune.no")
    page.get_by_role("textbox").nth(1).fill("Ny Lærer")
    page.locator("main form button[type=submit]").click()
    page.locator(".page-head a.ds-button").click()
    page.locator("main form button[type=submit]").click()
    found += seen(page, "give-with-mistakes")
    page.locator("#id_school").select_option(index=1)
    page.locator("#id_reason").fill("kontaktlærer")
    page.locator("main form button[type=submit]").click()
    found += seen(page, "user")
    page.locator("main form[action$='/invitation/'] button").click()
    assert "/invitation/" in page.locator("#link").input_value()
    link = page.locator("#link").input_value()
    found += seen(page, "invitation-made")
    page.goto("/users/")
    page.get_by_role("link", name="Ny Lærer").click()
    page.locator("main form[action$='/end/'] button").click()
    assert page.locator("main form[action$='/end/']").count() == 0
    person = visit()
    person.goto(link)
    found += seen(person, "invitation")
    assert found == []


def test_a_file_is_looked_through_and_applied(visit: Callable[..., Page], tmp_path: Path) -> None:
    page = come_in(visit(), ADMINISTRATOR)
    file = tmp_path / "ansatte.csv"
    file.write_text(STAFF.format(school="school-1"), encoding="utf-8")
    page.goto("/people-files/")
    found = seen(page, "people-files")
    page.locator("#id_file").set_input_files(file)
    page.locator("main form button[type=submit]").click()
    found += seen(page, "people-file")
    assert page.locator(".key-figures, dl").count() > 0
    assert found == []


def test_leaders_pages_of_access(visit: Callable[..., Page]) -> None:
    page = come_in(visit(), LEADER)
    page.goto("/access-by-name/")
    page.locator("main form button[type=submit]").last.click()
    found = seen(page, "by-name-with-mistakes")
    page.goto("/pupils/")
    page.locator("tbody th a").first.click()
    page.locator("a[href$='/guardians/']").click()
    found += seen(page, "guardians")
    assert found == []
