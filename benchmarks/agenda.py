"""How long the server takes for an agenda with the items of 60 cases, for one item, and for the morning talk."""

from __future__ import annotations

from benchmarks.agenda_once import CASES
from benchmarks.pages import Pages
from benchmarks.report import Report

PAGES = Pages(
    name="agenda",
    told={
        "agenda": f"agenda of a meeting that asks for everything, {CASES} cases",
        "item": "one of its items, with the case beside it",
        "morning": f"morning talk, {CASES} cases",
    },
    limited=("agenda", "item"),
    most=100,
    size={"cases": CASES},
)


def run(pupils: int, runs: int) -> Report:
    return PAGES.report(runs)
