"""Pages timed in a process of their own, on both databases: by the clock, and by the processor time of both processes.

`benchmarks.<name>_once` prints one JSON object with `<page>`, `<page>_processor` and `<page>_server`, in milliseconds.
The sizes do not follow the number of pupils in the country.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from statistics import median

from benchmarks.municipality import ENGINES, database
from benchmarks.report import Figure, Report
from benchmarks.timed import NICE

Taken = dict[str, float]


@dataclass(frozen=True)
class Pages:
    """`told` names each page in words; `limited` are those that may take `most` milliseconds by the clock.

    The first of `told` gives the samples of the history.
    """

    name: str
    told: Mapping[str, str]
    limited: Collection[str]
    most: float
    size: Mapping[str, int]

    def report(self, runs: int) -> Report:
        taken = {engine: [once(self.name, engine) for _ in range(runs)] for engine in ENGINES}
        figures = tuple(figure for engine, found in taken.items() for figure in self._figures(engine, found))
        samples = {engine: [one[next(iter(self.told))] for one in found] for engine, found in taken.items()}
        return Report(self.name, dict(self.size), figures, runs, samples)

    def _figures(self, engine: str, found: list[Taken]) -> Iterator[Figure]:
        for name, told in self.told.items():
            by_clock = median(one[name] for one in found)
            used = median(one[f"{name}_processor"] + one[f"{name}_server"] for one in found)
            yield Figure(f"{engine}: {told}", by_clock, "ms", most=self.most if name in self.limited else None)
            yield Figure(f"{engine}: the same, processor", used, "ms")


def once(name: str, engine: str, *words: str) -> Taken:
    command = ["nice", "-n", str(NICE), sys.executable, "-m", f"benchmarks.{name}_once", *words]
    with tempfile.TemporaryDirectory(prefix="skole-bench-") as var, database(engine) as url:
        environment = os.environ | {"SKOLEPORTEN_VAR": var} | url
        done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    taken: Taken = json.loads(done.stdout.splitlines()[-1])
    print(f"{engine}: {taken}", file=sys.stderr)
    return taken
