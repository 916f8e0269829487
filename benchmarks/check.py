"""From registrations to signals by all shipped rules, against a raw scan of the same columns, and a sixteenth of it."""

from __future__ import annotations

from benchmarks.report import Figure, Report
from benchmarks.simulated import simulated
from benchmarks.timed import Took, in_a_process, median_of

PART = 16
MOST_SCANS, MOST_MEMORY, MOST_GROWTH = 40, 3_000, 1.5


def run(pupils: int, runs: int) -> Report:
    whole, part = simulated(pupils), simulated(pupils // PART)
    scans, checks, parts = [], [], []
    for _ in range(runs):
        scans.append(once("scan", whole))
        checks.append(once("check", whole))
        parts.append(once("check", part))
    return Report(
        "check", _size(pupils, checks[0]), _figures(scans, checks, parts), runs, _samples(scans, checks, parts)
    )


def once(what: str, folder: object) -> Took:
    return in_a_process("benchmarks.check_once", what, str(folder))


def _size(pupils: int, took: Took) -> dict[str, int]:
    return {"pupils": pupils, "registrations": took.rows, "signals": took.signals}


def _figures(scans: list[Took], checks: list[Took], parts: list[Took]) -> tuple[Figure, ...]:
    scan, whole, part = (median_of(many, "wall") for many in (scans, checks, parts))
    processor = median_of(checks, "processor")
    return (
        Figure("raw scan of the same columns by DuckDB", scan, "s"),
        Figure("check, registrations to signals", whole, "s"),
        Figure("check, processor time", processor, "s"),
        Figure("check / scan, on the clock", whole / scan, "times", MOST_SCANS),
        Figure("check / scan, processor time", processor / median_of(scans, "processor"), "times", MOST_SCANS),
        Figure("most memory of the process", max(took.memory for took in checks), "MB", MOST_MEMORY),
        Figure("spilled", max(took.spilled for took in checks), "bytes", 0),
        Figure(f"check of a {PART}th of the pupils", part, "s"),
        Figure(f"time per pupil, the whole / a {PART}th", whole / part / PART, "times", MOST_GROWTH),
    )


def _samples(scans: list[Took], checks: list[Took], parts: list[Took]) -> dict[str, list[float]]:
    return {name: [took.wall for took in many] for name, many in (("scan", scans), ("check", checks), ("part", parts))}
