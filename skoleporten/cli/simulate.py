"""`skoleporten simulate`: a made-up municipality in the contract's tables."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from skoleporten.cli.dates import date_argument


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--pupils", type=int, required=True, metavar="N", help="how many pupils in the last school year"
    )
    parser.add_argument("--schools", type=int, metavar="M", help="how many schools (default: one for 240 pupils)")
    parser.add_argument(
        "--school-year", type=int, default=2025, metavar="YEAR", help="the last one, by its first year (default: 2025)"
    )
    parser.add_argument("--years", type=float, default=1, help="whole and half school years, e.g. 1.5 (default: 1)")
    parser.add_argument(
        "--until", type=date_argument, metavar="DATE", help="end the data earlier than the school year does"
    )
    parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same files (default: 1)")
    parser.add_argument(
        "--lessons-from-grade",
        type=int,
        default=8,
        metavar="GRADE",
        help="register each lesson from this grade (default: 8)",
    )
    parser.add_argument(
        "--level", type=float, default=1, help="multiplies all absence; 1 is about 4 %% of the time (default: 1)"
    )
    parser.add_argument(
        "--names", choices=("nb", "se"), default="nb", help="made-up names of this language (default: nb)"
    )
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="where to write the files")
    parser.add_argument("--csv", action="store_true", help="write CSV in the profile norsk-generisk beside them")
    parser.add_argument("--format", choices=("words", "json"), default="words", help="what to print (default: words)")


def run(arguments: argparse.Namespace) -> int:
    from skoleporten.analytics.simulate import simulate

    made = simulate(
        pupils=arguments.pupils,
        schools=arguments.schools,
        school_year=arguments.school_year,
        years=arguments.years,
        seed=arguments.seed,
        until=arguments.until,
        out=arguments.out,
        lessons_from_grade=arguments.lessons_from_grade,
        level=arguments.level,
        names=arguments.names,
    )
    if arguments.csv:
        from skoleporten.analytics.simulate.csv_files import write_csv

        write_csv(arguments.out)
    figures = {
        "pupils": made.pupils,
        "schools": made.schools,
        "events": made.events,
        "as_of": made.as_of.isoformat(),
        "planted": made.truths,
    }
    if arguments.format == "json":
        print(json.dumps(figures))
    else:
        print(
            f"{made.pupils} made-up pupils at {made.schools} schools with {made.events} registrations to {made.as_of}, "
            f"and {made.truths} known truths in truth.json. Try: skoleporten check {arguments.out}",
            file=sys.stderr,
        )
    return 0
