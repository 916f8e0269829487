"""Each page in light and dark, wide and narrow: axe finds nothing, nothing runs out sideways."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from playwright.sync_api import Page

from tests.system.conftest import ADMINISTRATOR, LEADER, come_in
from tests.system.for_everybody import check_everywhere, opened, sideways

pytestmark = pytest.mark.browser
# Not pages: they change something, answer with a file, or send one on.
NOT_PAGES = {"account_logout", "choose_role", "demo_login", "provider_sign_in_again"}


def plain_pages() -> list[str]:
    """The address of every page that needs no id."""
    return [reverse(name) for name in sorted({*names()} - NOT_PAGES) if not name.endswith("_file")]


def names(resolver: URLResolver | None = None) -> Iterator[str]:
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            yield from names(pattern)
        elif isinstance(pattern, URLPattern) and pattern.name and not pattern.pattern.converters:
            yield pattern.name


@pytest.mark.parametrize("who", [LEADER, ADMINISTRATOR])
def test_pages_without_an_id(visit: Callable[..., Page], who: str) -> None:
    page = come_in(visit(), who)
    found, seen = [], 0
    for address in plain_pages():
        answer = page.context.request.get(address)  # a browser complains where only a form may be sent
        if answer.status == 200 and "text/html" in answer.headers["content-type"]:
            page.goto(address)
            found += check_everywhere(page, address)
            seen += 1
    assert seen >= 4
    assert found == []


def test_the_way_in(visit: Callable[..., Page]) -> None:
    page = visit()
    page.goto("/sign-in/")
    assert check_everywhere(page, "sign-in") == []


def test_one_concern_with_everything_opened(leader: Page) -> None:
    leader.goto("/concerns/")
    leader.locator(".worklist h3 a").first.click()
    assert check_everywhere(opened(leader), "concern") == []


def test_one_pupil_without_a_concern(leader: Page) -> None:
    leader.goto("/pupils/")
    leader.locator("tbody th a").first.click()
    assert check_everywhere(leader, "pupil") == []


def test_a_page_that_does_not_exist(leader: Page) -> None:
    leader.goto("/no/such/page/")
    assert check_everywhere(leader, "404") == []


def test_a_form_with_mistakes(leader: Page) -> None:
    leader.goto("/password/")
    leader.locator("main button").click()
    assert leader.locator(".ds-error-summary").is_visible()
    assert check_everywhere(leader, "password with mistakes") == []


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
