"""`skoleporten audit verify`: whether the log of reads and writes is whole, also against its hourly anchors."""

from __future__ import annotations

import argparse
import json
import sys

MOST_TOLD = 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=("verify",), help="verify: every event, and that none is missing")
    parser.add_argument(
        "--head",
        default="",
        metavar="SEQ:MAC",
        help="one more end of the log as it once was, besides the hourly anchors; finds a cut-off end",
    )
    parser.add_argument("--format", choices=("words", "json"), default="words", help="what to print (default: words)")


def run(arguments: argparse.Namespace) -> int:
    """Ends with 1 when anything is wrong."""
    from skoleporten.cli.database import ready
    from skoleporten.rules.errors import UsageError

    number, _, mac = arguments.head.partition(":")
    if arguments.head and not (number.isdigit() and mac):
        raise UsageError("The head is written SEQ:MAC.", do="Give it as the last run of audit verify printed it.")
    ready()
    from skoleporten.audit import queries

    found = queries.verify(arguments.head)
    if arguments.format == "json":
        faults = [{"seq": fault.seq, "what": fault.what} for fault in found.faults]
        told = {"events": found.events, "rows": found.rows, "anchors": found.anchors, "faults": faults}
        print(json.dumps({**told, "head": found.head}))
    else:
        for fault in found.faults[:MOST_TOLD]:
            print(f"skoleporten: event {fault.seq}: {fault.what}.", file=sys.stderr)
        verdict = f"{len(found.faults)} faults" if found.faults else "whole"
        compared = f", compared with {found.anchors} anchors" if found.anchors else ""
        print(f"{found.events} events, {verdict}{compared}. Keep this head elsewhere: {found.head}")
    return 1 if found.faults else 0
