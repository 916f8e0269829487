"""The made-up country that the jobs read: made once for each size, and kept in build/."""

from __future__ import annotations

import sys
from pathlib import Path

from skoleporten.analytics.simulate import simulate

KEPT = Path(__file__).resolve().parents[1] / "build" / "benchmarks"
# Lessons are registered from grade 1, and absence is raised until a country has about as many events as the real one.
EVERY_GRADE, LEVEL, SEED = 1, 1.6, 1


def simulated(pupils: int) -> Path:
    """A folder with the contract's four Parquet files, of the school year 2025/26."""
    folder = KEPT / f"{pupils}-{LEVEL}-{SEED}"
    if not (folder / "truth.json").exists():
        print(f"Making {pupils} pupils in {folder}", file=sys.stderr)
        simulate(pupils=pupils, seed=SEED, out=folder, lessons_from_grade=EVERY_GRADE, level=LEVEL)
    return folder
