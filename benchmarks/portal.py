"""How soon a phone on a slow line shows a family's pages, and how many bytes a first visit to each takes.

The line and the processor are those of the board (benchmarks/board.py): Lighthouse's slow 4G and a processor four times
slower, as Chromium simulates them, and every run is a browser that has never been here. Needs Chromium.
"""

from __future__ import annotations

from statistics import median

from playwright.sync_api import Browser

from benchmarks.board import MOST_SECONDS, chromium, first_visit, served, signed_in
from benchmarks.portal_once import NAMES
from benchmarks.report import Figure, Report
from tests.system.mortal_server import MortalServer

MOST_KILOBYTES = 100


def run(pupils: int, runs: int) -> Report:
    """The family's pages do not follow the size of the country."""
    with served("benchmarks.portal_once") as server, chromium() as browser:
        first = {name: [one[0] for one in visits(browser, server, name, runs)] for name in NAMES.values()}
        weights = [kilobytes for name in NAMES.values() for kilobytes in all_pages(browser, server, name)]
    figures = (
        *(
            Figure(f"{name}: first paint of the home, slow 4G, 4 times slower", median(took), "s", most=MOST_SECONDS)
            for name, took in first.items()
        ),
        Figure("the heaviest page, all that a first visit transfers", max(weights), "kB", most=MOST_KILOBYTES),
        Figure("the median page, the same", median(weights), "kB"),
    )
    return Report("portal", {"pages": len(weights)}, figures, runs, first)


def visits(browser: Browser, server: MortalServer, name: str, runs: int) -> list[tuple[float, float, float, float]]:
    state = signed_in(browser, server, name, "/")
    return [first_visit(browser, server, state, "/") for _ in range(runs)]


def all_pages(browser: Browser, server: MortalServer, name: str) -> list[float]:
    """Kilobytes of each page that the home leads to."""
    state = signed_in(browser, server, name, "/")
    context = browser.new_context(base_url=server.address, storage_state=state)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto("/")
    links = page.locator("a[href^='/mine/']").evaluate_all("all => [...new Set(all.map(one => one.pathname))]")
    context.close()
    return [first_visit(browser, server, state, address)[3] for address in sorted(links)]
