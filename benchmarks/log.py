"""How fast the log is verified, and what writing it adds to a list of 200 pupils, on both databases.

The size does not follow the number of pupils.
"""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median

from benchmarks.municipality import ENGINES
from benchmarks.pages import Taken, once
from benchmarks.report import Figure, Report

EVENTS, SHOWN = 30_000, 200
LEAST_ROWS_A_SECOND, MOST_TIMES = 100_000, 1.5


def run(pupils: int, runs: int) -> Report:
    taken: dict[str, list[Taken]] = {engine: [] for engine in ENGINES}
    for _ in range(runs):
        for engine, found in taken.items():
            found.append(once("log", engine, str(EVENTS), str(SHOWN)))
    figures = tuple(figure for engine, found in taken.items() for figure in figures_of(engine, found))
    samples = {engine: [one["page"] / one["page_without_log"] for one in found] for engine, found in taken.items()}
    return Report("log", {"events": EVENTS, "pupils on the list": SHOWN}, figures, runs, samples)


def figures_of(engine: str, found: list[Taken]) -> Iterator[Figure]:
    def middle(name: str) -> float:
        return median(one[name] for one in found)

    for name, pages in (("mixed", "one page in five a list"), ("single", "one pupil a page")):
        by_cpu, by_clock = middle(f"{name}_cpu"), middle(name)
        yield Figure(f"{engine}: verified, {pages}", by_cpu, "rows/cpu s", least=LEAST_ROWS_A_SECOND)
        yield Figure(f"{engine}: the same by the clock", by_clock, "rows/s")
    yield Figure(f"{engine}: list of {SHOWN} pupils, with its rows in the log", 1000 * middle("page"), "ms")
    ratio = median(one["page"] / one["page_without_log"] for one in found)
    yield Figure(f"{engine}: the list / the same without a log", ratio, "times", most=MOST_TIMES)
