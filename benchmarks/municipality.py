"""A municipality of 15 000 pupils from its files to concerns in the database, on both engines, and then its pages.

Each run is a process of its own with an empty database. `--pupils` makes the municipality smaller, never larger.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from benchmarks.referred import PARTS
from benchmarks.report import Figure, Report
from benchmarks.simulated import simulated
from benchmarks.timed import NICE
from tests.postgres import postgres_server

PUPILS = 15_000
ENGINES, FORMS = ("sqlite", "postgres"), ("csv", "parquet")
MOST_SECONDS, MOST_TIMES_BULK_LOAD, MOST_MILLISECONDS = 60, 3, 100
Taken = dict[str, float]
# A leader's, a contact teacher's, the lead's of Skoleporten, and a guardian's.
PAGES = (
    *("list", "pupil", "overview", "refer", "sent_referrals", "pupil_consents", "duties", "pupil_duties"),
    *("teachers_start", "teachers_concern", "contact", "measure", "told", "hand_over"),
    *("queue", "intake", "book", "talk", *(f"talk_{part}" for part in PARTS)),
    *("preparation", "write_meeting", "decide", "consents_waiting", "consent"),
    *("my_consents", "my_consent", "ask_for_help"),
)


def run(pupils: int, runs: int) -> Report:
    size = min(pupils, PUPILS)
    folder = simulated(size)
    taken: dict[tuple[str, str], list[Taken]] = {(engine, form): [] for engine in ENGINES for form in FORMS}
    for _ in range(runs):
        for (engine, form), found in taken.items():
            found.append(once(engine, form, folder))
    figures = tuple(figure for (engine, form), found in taken.items() for figure in figures_of(engine, form, found))
    samples = {f"{engine}, {form}": [one["whole"] for one in found] for (engine, form), found in taken.items()}
    rows = int(taken["sqlite", "csv"][0]["rows"])
    return Report("municipality", {"pupils": size, "registrations": rows}, figures, runs, samples)


def figures_of(engine: str, form: str, found: list[Taken]) -> Iterator[Figure]:
    def middle(name: str) -> float:
        return median(one[name] for one in found)

    name = f"{engine}, {form}"
    yield Figure(f"{name}: files to concerns in the database", middle("whole"), "s", most=MOST_SECONDS)
    yield Figure(f"{name}: of it processor time of our process", middle("processor"), "s")
    for part in ("roster", "read", "apply", "check"):
        yield Figure(f"{name}: of it {part}", middle(part), "s")
    if form != FORMS[0]:
        return
    yield Figure(f"{engine}: its own bulk load of the registrations", middle("bulk"), "s")
    yield Figure(f"{engine}: our load / its own", middle("ours") / middle("bulk"), "times", most=MOST_TIMES_BULK_LOAD)
    yield Figure(f"{engine}: apply, with all it compares / its own", middle("apply") / middle("bulk"), "times")
    yield Figure(f"{engine}: the next steps of all that is open, at night", middle("night"), "s")
    for page in PAGES:
        yield Figure(f"{engine}: {page} page, median of the server's time", middle(page), "ms", most=MOST_MILLISECONDS)
        yield Figure(f"{engine}: {page} page, processor time of our process", middle(f"{page}_processor"), "ms")
        if engine == "postgres":
            yield Figure(f"{engine}: {page} page, mean of the server's own", middle(f"{page}_server"), "ms")


def once(engine: str, form: str, folder: Path) -> Taken:
    command = ["nice", "-n", str(NICE), sys.executable, "-m", "benchmarks.municipality_once", form, str(folder)]
    with tempfile.TemporaryDirectory(prefix="skole-bench-") as var, database(engine) as url:
        environment = os.environ | {"SKOLEPORTEN_VAR": var} | url
        done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    taken: Taken = json.loads(done.stdout.splitlines()[-1])
    print(f"{engine}, {form}: {taken}", file=sys.stderr)
    return taken


@contextmanager
def database(engine: str) -> Iterator[dict[str, str]]:
    """SQLite in the folder var/; PostgreSQL as the tests start it."""
    if engine == "sqlite":
        yield {"DATABASE_URL": ""}
        return
    with postgres_server() as url:
        yield {"DATABASE_URL": url}
