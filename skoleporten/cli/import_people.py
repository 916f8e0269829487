"""`skoleporten import-people`: staff and guardians, with who gains and who loses access before anything happens."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from skoleporten.rules.errors import RefusedError

if TYPE_CHECKING:
    from skoleporten.imports.people.difference import Difference
    from skoleporten.imports.people.told import Told

COUNTS = {
    "gain": "grants that staff gain",
    "new_users": "new users among them",
    "lose": "grants that staff lose",
    "shortened": "grants that end earlier",
    "new_relations": "new relations to pupils, none of them verified",
    "to_verify": "relations that a person must verify before they open anything",
    "changed_relations": "relations that change and must be verified anew",
    "ended_relations": "relations that end",
    "guardians_lose": "guardians who lose access",
    "family": "staff who will never see a pupil of their own family",
    "barred": "barred guardians, left as they are",
    "kept": "relations left as a person recorded them",
    "unknown_places": "roles at schools or classes that are not known",
    "unknown_pupils": "relations to pupils that are not known",
    "ended_by_hand": "grants that a person ended, not given again",
    "own": "roles of the person who applies the file, left out",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("source", nargs="+", type=Path, metavar="SOURCE", help="files of OneRoster, FINT or CSV")
    parser.add_argument("--complete", action="store_true", help="staff and relations that the files lack have ended")
    parser.add_argument("--dry-run", action="store_true", help="say who gains and who loses access, and change nothing")
    parser.add_argument("--yes", action="store_true", help="apply without asking, after what changes is printed")
    parser.add_argument("--format", choices=("words", "json"), default="words", help="what to print (default: words)")


def run(arguments: argparse.Namespace) -> int:
    """Ends with 1 when the files were refused, or nobody said yes."""
    from skoleporten.cli.database import ready

    ready()
    from django.utils import timezone

    from skoleporten.access.actor import software
    from skoleporten.imports.people import actions

    by, today = software("command line"), timezone.localdate()
    imported = actions.receive_paths(by=by, paths=arguments.source, is_complete=arguments.complete)
    told, found = actions.looked_at(by=by, imported=imported, today=today)
    _tell(told, found, as_json=arguments.format == "json")
    if arguments.dry_run or not found.changes_anything():
        actions.withdraw(by=by, imported=imported)
        return 0
    if not (arguments.yes or _is_confirmed()):
        actions.withdraw(by=by, imported=imported)
        raise RefusedError("Nothing was changed.", do="Give --yes, or answer yes, to apply it.")
    actions.apply(by=by, imported=imported, today=today, fingerprint=found.fingerprint())
    print("Applied. Nobody was written to.", file=sys.stderr)
    return 0


def _is_confirmed() -> bool:
    if not sys.stdin.isatty():
        return False
    print("Apply this? Write yes: ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().casefold() in {"yes", "ja"}


def _tell(told: Told, found: Difference, *, as_json: bool) -> None:
    """Staff by user name; pupils and guardians as counts only."""
    if as_json:
        print(json.dumps({"source": found.source, "unusable": len(told.unusable), **found.counts()}))
        return
    for gain in found.gains:
        where = f"{gain.school.name}{f', {gain.school_class.name}' if gain.school_class else ''}"
        print(f"gains  {gain.staff.username}: {gain.role}, {where}, {gain.start} to {gain.end}")
    for grant in found.losses:
        print(f"loses  {grant.user.username}: {grant.role}, {grant.school}")
    for name, number in found.counts().items():
        if number:
            print(f"{number} {COUNTS[name]}")
    if not found.changes_anything():
        print("Nothing in the files is new: they change nothing.")
    if told.unusable:
        print(f"Note: {len(told.unusable)} rows give nothing. The first: {_first(told)}", file=sys.stderr)


def _first(told: Told) -> str:
    return ", ".join(f"{one.file} {one.where}: {one.problem.replace('_', ' ')}" for one in told.unusable[:5])
