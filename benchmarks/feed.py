"""How long the server takes for a private calendar of two years, on both databases, and whether it stays the same."""

from __future__ import annotations

from benchmarks.feed_once import PUPILS
from benchmarks.pages import Pages
from benchmarks.report import Report

PAGES = Pages(
    name="feed",
    told={"feed": "a calendar of two years", "export": "the export of the same", "week": "the page of the week"},
    limited=("feed", "export"),
    most=50,
    size={"pupils": PUPILS},
)


def run(pupils: int, runs: int) -> Report:
    return PAGES.report(runs)
