"""Each page of the product in a setting of its own: `make accessibility` looks at each as each role in all of them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.access.canaries import planted_municipality
from tests.system.for_everybody import check_everywhere, sideways
from tests.walk.by_keyboard import keyboard_faults
from tests.walk.stops import Stop, by_page, in_turn, stops, visitors
from tests.walk.walk import Glasses, Seen, glasses, look_once

pytestmark = pytest.mark.browser
LEAST_PAGES = 250
Pages = list[list[Stop]]


@pytest.fixture(scope="module")
def pages(browser: Browser, django_db_setup, django_db_blocker) -> Iterator[Pages]:
    """After the browser, whose loop gives the tests another connection to their database."""
    with django_db_blocker.unblock(), planted_municipality() as planted:
        yield list(in_turn(by_page(stops(planted, visitors(planted)))))


@pytest.fixture(scope="module")
def through(browser: Browser) -> Iterator[Glasses]:
    with glasses(browser) as opened:
        yield opened


def test_every_page(pages: Pages, through: Glasses, db) -> None:
    seen = Seen()
    looked_at = [look_once(same, through, seen) for same in pages if not same[0].is_sent]
    assert seen.faults == []
    assert sum(looked_at) >= LEAST_PAGES


def test_every_form_of_the_family_that_comes_back_with_mistakes(pages: Pages, through: Glasses, db) -> None:
    seen = Seen()
    looked_at = [look_once(same, through, seen) for same in pages if same[0].is_sent and is_of_family(same)]
    assert seen.faults == []
    assert any(looked_at)


def test_every_page_of_the_family_by_keyboard_alone_and_at_twice_the_size(pages: Pages, through: Glasses, db) -> None:
    found, looked_at = [], 0
    for same in pages:
        for stop in same if is_of_family(same) and not same[0].is_sent else []:
            if content := stop.content("nb"):
                through.scripted.open(content, stop.address)
                faults = [*keyboard_faults(through.scripted), *through.scripted.enlarged()]
                through.plain.open(content, stop.address)
                found += [f"{stop.where}: {fault}" for fault in [*faults, *through.plain.without_scripts()]]
                looked_at += 1
    assert found == []
    assert looked_at >= 2


def is_of_family(same: list[Stop]) -> bool:
    return same[0].path.startswith("mine/")


def test_a_page_that_does_not_exist(leader: Page) -> None:
    leader.goto("/no/such/page/")
    assert check_everywhere(leader, "404") == []


def test_the_largest_text_of_a_browser_breaks_nothing(leader: Page) -> None:
    """WCAG 1.4.4: twice the size, which on this window is a quarter of its width."""
    leader.set_viewport_size({"width": 640, "height": 800})
    leader.goto("/concerns/")
    leader.evaluate("document.documentElement.style.setProperty('font-size', '200%')")
    assert sideways(leader) <= 0


def test_letters_carry_the_calendar_where_colours_are_taken_away(leader: Page) -> None:
    leader.emulate_media(forced_colors="active")
    leader.goto("/concerns/")
    leader.locator(".worklist h3 a").first.click()
    absent = leader.locator(".month .absent")
    assert absent.count() > 0
    assert all(text.split()[-1] for text in absent.all_inner_texts())
    assert leader.locator(".month .absent .day-letter").count() == absent.count()
