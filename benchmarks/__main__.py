"""Runs the jobs, prints what they took beside their baselines, and ends with 1 when a limit is passed."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable

from benchmarks import agenda, board, case, check, feed, history, log, municipality, portal, reading
from benchmarks.report import Report

JOBS: dict[str, Callable[[int, int], Report]] = {
    "check": check.run, "reading": reading.run, "municipality": municipality.run, "log": log.run,
    "board": board.run, "case": case.run, "agenda": agenda.run,
    "feed": feed.run, "portal": portal.run,
}  # fmt: skip
COUNTRY = 640_000


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("job", nargs="*", metavar="JOB", help=f"{', '.join(JOBS)} (default: all)")
    parser.add_argument("--pupils", type=int, default=COUNTRY, help="the whole; default a country of 640 000")
    parser.add_argument("--runs", type=int, default=5, help="of each, alternating; medians are printed")
    arguments = parser.parse_args(argv)
    if unknown := set(arguments.job) - set(JOBS):
        parser.error(f"There is no job {', '.join(sorted(unknown))}.")
    reports = [JOBS[name](arguments.pupils, arguments.runs) for name in arguments.job or JOBS]
    for report in reports:
        print(report.text())
        history.add(report)
    return int(any(report.passed_limits for report in reports))


if __name__ == "__main__":
    sys.exit(main())
