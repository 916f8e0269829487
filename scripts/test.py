"""Runs the tests in stages and says at the end how each went: `python scripts/test.py [stage…]`, all without words.

The same database tests run twice, on SQLite and on PostgreSQL. A stage that fails does not stop those after it.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PLAIN = ("tests/unit", "tests/spec", "tests/generative", "tests/repository")
# Those that take longest go first, so that no core waits for them in the end.
WITH_DATABASE = ("tests/migrations", "tests/integration", "tests/access")
ON_TWO_CORES = ("-n", "2", "--dist", "worksteal")
# Files, the commands, the server of one's own (on SQLite both), odd requests and the matrix of all addresses are about
# what is answered: once, on SQLite, is enough. Pages meet PostgreSQL in the other access tests.
NO_DATABASE_OF_ITS_OWN = (
    "tests/access/test_every_address.py",
    "tests/access/test_routes_*.py",
    "tests/integration/web/*",
    "tests/integration/test_bad_*.py",
    "tests/integration/test_command_*.py",
    "tests/integration/test_shared_data.py",
    "tests/integration/cli/*",
    "tests/integration/jobs/test_serve.py",
)
SLOWEST = ("--durations=5", "--durations-min=5")
NO_TESTS = 5  # pytest's exit code when it found none


@dataclass(frozen=True)
class Stage:
    folders: tuple[str, ...]
    options: tuple[str, ...] = ON_TWO_CORES
    environment: dict[str, str] = field(default_factory=dict)


STAGES = {
    "plain": Stage(PLAIN),
    "sqlite": Stage(WITH_DATABASE, environment={"SKOLEPORTEN_TEST_DATABASE": "sqlite"}),
    "postgres": Stage(
        WITH_DATABASE,
        options=(*ON_TWO_CORES, *(f"--ignore-glob={left_out}" for left_out in NO_DATABASE_OF_ITS_OWN)),
        environment={"SKOLEPORTEN_TEST_DATABASE": "postgres"},
    ),
    # A file at a time, each core with a server and a browser of its own.
    "browser": Stage(("tests/system",), options=("-n", "2", "--dist", "loadfile")),
}
FAST = {"fast": Stage((*PLAIN, *WITH_DATABASE), options=(*ON_TWO_CORES, "-m", "not slow and not browser"))}


def run(name: str, stage: Stage) -> int:
    folders = [folder for folder in stage.folders if (ROOT / folder).is_dir()]
    if not folders:
        return NO_TESTS
    print(f"\n== {name}: {' '.join(folders)}", flush=True)
    command = [sys.executable, "-m", "pytest", "-q", *SLOWEST, *stage.options, *folders]
    return subprocess.run(command, cwd=ROOT, env=os.environ | stage.environment, check=False).returncode


def main(names: list[str]) -> int:
    known = STAGES | FAST
    if unknown := [name for name in names if name not in known]:
        print(f"No such stage: {' '.join(unknown)}. There are: {' '.join(known)}.", file=sys.stderr)
        return 2
    outcome: dict[str, tuple[int, float]] = {}
    for name in names or list(STAGES):
        start = time.monotonic()
        outcome[name] = (run(name, known[name]), time.monotonic() - start)
    print()
    for name, (code, seconds) in outcome.items():
        words = {0: "green", NO_TESTS: "no tests found"}.get(code, f"red (pytest ended with {code})")
        print(f"{name}: {words} after {seconds:.0f} s")
    return int(any(code for code, _ in outcome.values()))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
