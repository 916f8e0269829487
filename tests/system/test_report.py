"""report.html in a browser: for everybody, on paper, and without asking anybody for anything."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from skoleporten.cli.main import main
from tests.integration.command import example, made_source
from tests.system.for_everybody import axe_faults, sideways

pytestmark = pytest.mark.browser
REJECTED = ["1;A1;S;8A;8;05.01.2026;Dag;300;Ja;Sykdom", "2;A2;S;8A;8;31.02.2026;Dag;300;Ja;Sykdom"]


@pytest.fixture(scope="module")
def reports(tmp_path_factory) -> dict[str, Path]:
    """By name: the docs' example, and a source with rows that could not be used and nobody to follow up."""
    made = {}
    sources = {"example": example(), "rejected": made_source(tmp_path_factory.mktemp("source"), REJECTED)}
    for name, words in sources.items():
        out = tmp_path_factory.mktemp(name) / "out"
        assert main([*map(str, words), "--out", str(out)]) == 0
        made[name] = out / "report.html"
    return made


@pytest.fixture
def asked(browser: Browser) -> Iterator[list[str]]:
    """Addresses that pages asked for."""
    addresses: list[str] = []
    yield addresses
    assert not [address for address in addresses if not address.startswith(("file:", "data:"))]


def open_report(browser: Browser, path: Path, asked: list[str], **options) -> Page:
    page = browser.new_context(**({"viewport": {"width": 1280, "height": 900}} | options)).new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: asked.append(f"said: {message.text}"))
    page.goto(path.as_uri())
    return page


@pytest.mark.parametrize("name", ["example", "rejected"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390, 320])
def test_report_is_for_everybody(browser, reports, asked, name, scheme, width):
    page = open_report(
        browser, reports[name], asked, viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True
    )
    assert axe_faults(page) == []
    assert sideways(page) <= 0
    page.context.close()


@pytest.mark.parametrize(("width", "shown", "hidden"), [(1280, "wide", "narrow"), (390, "narrow", "wide")])
def test_one_drawing_of_each_figure_is_shown(browser, reports, asked, width, shown, hidden):
    page = open_report(browser, reports["example"], asked, viewport={"width": width, "height": 900})
    figures = page.locator("figure").count()
    assert page.locator(f"svg.{shown}:visible").count() == figures > 0
    assert page.locator(f"svg.{hidden}:visible").count() == 0
    page.context.close()


def test_labels_in_drawings_stay_inside(browser, reports, asked):
    page = open_report(browser, reports["example"], asked, viewport={"width": 390, "height": 900})
    outside = """() => [...document.querySelectorAll('svg.narrow text')].filter(
        text => text.getBoundingClientRect().right > text.ownerSVGElement.getBoundingClientRect().right + 1
    ).map(text => text.textContent)"""
    assert page.evaluate(outside) == []
    page.context.close()


def test_dates_and_tables_are_on_paper_without_opening_them(browser, reports, asked):
    page = open_report(browser, reports["example"], asked)
    page.emulate_media(media="print")
    assert page.locator(".why details p").first.is_visible()
    assert page.locator("figure table").first.is_visible()
    page.context.close()
