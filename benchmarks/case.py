"""How long the server takes for a board of 60 pupils, and for the page of a case with three years of history."""

from __future__ import annotations

from benchmarks.case_once import CASES, YEARS
from benchmarks.pages import Pages
from benchmarks.report import Report

PAGES = Pages(
    name="case",
    told={
        "case": f"page of a case with {YEARS} years of history",
        "board": f"board with {CASES} pupils",
        "timeline": "its timeline, one page of it",
        "cases": f"list of {CASES} cases",
        "printed": "the same case as a PDF",
    },
    limited=("board", "case", "cases"),
    most=100,
    size={"cases": CASES, "years": YEARS},
)


def run(pupils: int, runs: int) -> Report:
    return PAGES.report(runs)
