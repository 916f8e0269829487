"""`skoleporten import`: attendance files into the database, through the same steps as an upload on the web."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from skoleporten.imports.models import Import

TABLES = ("absences", "enrolments", "calendar", "unregistered", "pupils", "schools")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "source", nargs="+", type=Path, metavar="SOURCE", help="a file or folder of attendance or rosters"
    )
    parser.add_argument("--profile", default="", metavar="NAME|FILE", help="read as CSV with this mapping profile")
    parser.add_argument(
        "--complete", action="store_true", help="the files hold all absence of their dates: what they lack is withdrawn"
    )
    parser.add_argument("--release", default="", metavar="REASON", help="take the files although they are very short")
    parser.add_argument("--dry-run", action="store_true", help="say what would change, and change nothing")
    parser.add_argument("--format", choices=("words", "json"), default="words", help="what to print (default: words)")


def run(arguments: argparse.Namespace) -> int:
    """Ends with 1 when the files were refused or held."""
    from skoleporten.cli.database import ready

    ready()
    imported = _import(arguments)
    if arguments.format == "json":
        print(json.dumps(_told(imported), ensure_ascii=False))
    else:
        _tell(imported)
    return 0 if imported.state in {"ready", "applied"} else 1


def _import(arguments: argparse.Namespace) -> Import:
    from skoleporten.access.actor import software
    from skoleporten.concerns.checks import check
    from skoleporten.concerns.models import CheckRun
    from skoleporten.imports import actions, queries

    by = software("command line")
    imported = actions.receive_paths(
        by=by, paths=arguments.source, profile=arguments.profile, is_complete=arguments.complete, with_job=False
    )
    actions.read(by=by, imported=imported)
    if imported.state == "held" and arguments.release:
        actions.release(by=by, imported=imported, reason=arguments.release)
    if arguments.dry_run or imported.state != "ready":
        return imported
    actions.apply(by=by, imported=imported, with_check=False)
    check(by=by, trigger=CheckRun.Trigger.IMPORT, as_of=queries.last_date())
    return imported


def _told(imported: Import) -> dict[str, object]:
    return {
        "import": str(imported.public_id),
        "state": imported.state,
        "message": imported.message,
        "counts": imported.counts,
        "denominator": imported.denominator,
        "warnings": imported.warnings,
    }


def _tell(imported: Import) -> None:
    if imported.message:
        print(f"skoleporten: {imported.message}", file=sys.stderr)
    for warning in imported.warnings:
        print(f"Note: {warning}", file=sys.stderr)
    rows = imported.counts.get("rows", {})
    if rows:
        print(", ".join(f"{number} rows {what}" for what, number in rows.items()) + ".")
    for table in TABLES:
        told = [f"{number} {what}" for what, number in imported.counts.get(table, {}).items() if number]
        if told:
            print(f"{table}: {', '.join(told)}")
    concerns = imported.counts.get("concerns", {})
    if concerns:
        print(f"{concerns['newly_on_list']} pupils newly with absence to follow up.")
    print(f"The import is {imported.state}.", file=sys.stderr)
