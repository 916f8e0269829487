"""How long the server takes for a private calendar of two years, on both databases, and whether it stays the same."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from statistics import median

from benchmarks.feed_once import PUPILS
from benchmarks.municipality import ENGINES, database
from benchmarks.report import Figure, Report
from benchmarks.timed import NICE

MOST_MILLISECONDS = 50
PAGES = {"feed": "a calendar of two years", "export": "the export of the same", "week": "the page of the week"}
LIMITED = ("feed", "export")
Taken = dict[str, float]


def run(pupils: int, runs: int) -> Report:
    """The number of meetings does not follow the size of the country."""
    taken = {engine: [once(engine) for _ in range(runs)] for engine in ENGINES}
    figures = tuple(figure for engine, found in taken.items() for figure in figures_of(engine, found))
    size = {"pupils": PUPILS, "events": int(taken[ENGINES[0]][0]["events"])}
    samples = {engine: [one["feed"] for one in found] for engine, found in taken.items()}
    return Report("feed", size, figures, runs, samples)


def figures_of(engine: str, found: list[Taken]) -> Iterator[Figure]:
    """By the clock, and the processor's time of both processes, which says the same on a busy machine."""
    for name, told in PAGES.items():
        limit = MOST_MILLISECONDS if name in LIMITED else None
        by_clock = median(one[name] for one in found)
        used = median(one[f"{name}_processor"] + one[f"{name}_server"] for one in found)
        yield Figure(f"{engine}: {told}", by_clock, "ms", most=limit)
        yield Figure(f"{engine}: the same, processor", used, "ms")


def once(engine: str) -> Taken:
    command = ["nice", "-n", str(NICE), sys.executable, "-m", "benchmarks.feed_once"]
    with tempfile.TemporaryDirectory(prefix="skole-bench-") as var, database(engine) as url:
        environment = os.environ | {"SKOLEPORTEN_VAR": var} | url
        done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    taken: Taken = json.loads(done.stdout.splitlines()[-1])
    print(f"{engine}: {taken}", file=sys.stderr)
    return taken
