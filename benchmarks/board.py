"""How soon a phone on a slow line shows the board, and how many bytes its first visit takes.

The line is Lighthouse's slow 4G (1.6 Mbit/s down, 0.75 up, 150 ms there and back) and the processor four times slower,
both as Chromium simulates them; every run is a browser that has never been here. Needs Chromium.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from time import perf_counter

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from benchmarks.board_once import PUPILS
from benchmarks.report import Figure, Report
from tests.system.conftest import CHROMIUM
from tests.system.mortal_server import MortalServer

SLOW_4G = {"offline": False, "latency": 150, "downloadThroughput": 1_600_000 / 8, "uploadThroughput": 750_000 / 8}
TIMES_SLOWER = 4
MOST_SECONDS, MOST_KILOBYTES = 1.5, 130
MOST_SERVER_SECONDS = 0.1
PHONE = {"width": 390, "height": 800}
PAINTED = """() => new Promise((done) => {
    const first = performance.getEntriesByName('first-contentful-paint')[0].startTime;
    const answer = performance.getEntriesByType('navigation')[0].responseStart;
    new PerformanceObserver((list) => done([first, list.getEntries().at(-1).startTime, answer]))
        .observe({ type: 'largest-contentful-paint', buffered: true });
})"""


def run(pupils: int, runs: int) -> Report:
    """The number of pupils on the board does not follow the size of the country."""
    with served("benchmarks.board_once") as server, chromium() as browser:
        state = signed_in(browser, server, "Tor", "/today/")
        found = [first_visit(browser, server, state, "/today/") for _ in range(runs)]
        of_server = median(server_times(browser, server, state))
    first, largest, answer, kilobytes = (median(values) for values in zip(*found, strict=True))
    figures = (
        Figure("first paint, slow 4G and a processor 4 times slower", first, "s", most=MOST_SECONDS),
        Figure("time of the server for a page, median", of_server, "s", most=MOST_SERVER_SECONDS),
        Figure("largest paint, the same", largest, "s"),
        Figure("the page begins to arrive, the same", answer, "s"),
        Figure("all that a first visit transfers", kilobytes, "kB", most=MOST_KILOBYTES),
    )
    return Report("board", {"pupils": PUPILS}, figures, runs, {"first paint": [one[0] for one in found]})


@contextmanager
def served(fill: str) -> Iterator[MortalServer]:
    """On the database that the module `fill` makes."""
    with tempfile.TemporaryDirectory(prefix="skole-board-") as var:
        server = MortalServer(Path(var), fill, {"SKOLEPORTEN_STATIC": "hashed"})
        server.start()
        try:
            yield server
        finally:
            server.kill()


@contextmanager
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage"])
        yield browser
        browser.close()


def signed_in(browser: Browser, server: MortalServer, name: str, first: str) -> dict[str, object]:
    """The cookies alone: what the log-in has fetched stays in a browser that is thrown away. It asks for `first`."""
    context = browser.new_context(base_url=server.address)
    page = context.new_page()
    page.goto("/sign-in/")
    page.get_by_role("button", name=name, exact=True).click()
    page.wait_for_url("**/")
    page.goto(first)  # the first request of a server reads templates and translations
    state = dict(context.storage_state())
    context.close()
    return state


def first_visit(
    browser: Browser, server: MortalServer, state: dict[str, object], address: str
) -> tuple[float, float, float, float]:
    """Seconds to the first and to the largest paint and to the first byte, and kilobytes of everything."""
    context: BrowserContext = browser.new_context(base_url=server.address, storage_state=state, viewport=PHONE)  # type: ignore[arg-type]
    page = context.new_page()
    received = throttled(context, page)
    page.goto(address, wait_until="networkidle")
    page.wait_for_timeout(2_000)
    first, largest, answer = (float(value) / 1000 for value in page.evaluate(PAINTED))
    context.close()
    print(f"{address}: {first:.2f} s, {largest:.2f} s, {answer:.2f} s, {sum(received) / 1000:.1f} kB", file=sys.stderr)
    return first, largest, answer, sum(received) / 1000


def server_times(browser: Browser, server: MortalServer, state: dict[str, object], pages: int = 21) -> list[float]:
    """Seconds for one page after the other, asked from the same machine without a line in between."""
    context = browser.new_context(base_url=server.address, storage_state=state)  # type: ignore[arg-type]
    found = []
    for _ in range(pages):
        begun = perf_counter()
        answer = context.request.get("/today/")
        found.append(perf_counter() - begun)
        assert answer.ok
    context.close()
    return found


def throttled(context: BrowserContext, page: Page) -> list[float]:
    """Filled with the bytes of each answer as it comes."""
    received: list[float] = []
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", SLOW_4G)
    session.send("Emulation.setCPUThrottlingRate", {"rate": TIMES_SLOWER})
    session.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    return received
