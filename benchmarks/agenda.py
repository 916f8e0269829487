"""How long the server takes for an agenda with the items of 60 cases, for one item, and for the morning talk.

On both databases; the size does not follow the number of pupils.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from statistics import median

from benchmarks.agenda_once import CASES
from benchmarks.municipality import ENGINES, database
from benchmarks.report import Figure, Report
from benchmarks.timed import NICE

MOST_MILLISECONDS = 100
PAGES = {
    "agenda": f"agenda of a meeting that asks for everything, {CASES} cases",
    "item": "one of its items, with the case beside it",
    "morning": f"morning talk, {CASES} cases",
}
LIMITED = ("agenda", "item")
Taken = dict[str, float]


def run(pupils: int, runs: int) -> Report:
    taken = {engine: [once(engine) for _ in range(runs)] for engine in ENGINES}
    figures = tuple(figure for engine, found in taken.items() for figure in figures_of(engine, found))
    samples = {engine: [one["agenda"] for one in found] for engine, found in taken.items()}
    return Report("agenda", {"cases": CASES}, figures, runs, samples)


def figures_of(engine: str, found: list[Taken]) -> Iterator[Figure]:
    """By the clock, and the processor's time of both processes, which says the same on a busy machine."""
    for name, told in PAGES.items():
        limit = MOST_MILLISECONDS if name in LIMITED else None
        by_clock = median(one[name] for one in found)
        used = median(one[f"{name}_processor"] + one[f"{name}_server"] for one in found)
        yield Figure(f"{engine}: {told}", by_clock, "ms", most=limit)
        yield Figure(f"{engine}: the same, processor", used, "ms")


def once(engine: str) -> Taken:
    command = ["nice", "-n", str(NICE), sys.executable, "-m", "benchmarks.agenda_once"]
    with tempfile.TemporaryDirectory(prefix="skole-bench-") as var, database(engine) as url:
        environment = os.environ | {"SKOLEPORTEN_VAR": var} | url
        done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    taken: Taken = json.loads(done.stdout.splitlines()[-1])
    print(f"{engine}: {taken}", file=sys.stderr)
    return taken
