"""What a person sees before anything is applied: kept beside the file, and read through the gate."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import asdict, dataclass
from typing import Any

from skoleporten.analytics.tables import ABSENCES
from skoleporten.concerns import rule_sets
from skoleporten.concerns.computed import Computed, compute
from skoleporten.concerns.models import Signal
from skoleporten.concerns.tables import DatabaseTables
from skoleporten.imports.comparison import OLD
from skoleporten.imports.difference import Difference, would_be_tables
from skoleporten.imports.models import Import

FILE = "preview.json"
# Enough to see what kind of change it is; the numbers count all of them.
MOST_SHOWN = 500
SHOWN = tuple(name for name in ABSENCES.names if name not in {"source", "source_id"})


@dataclass(frozen=True)
class Preview:
    """`newly_on_list`: source id of pupil → the rules that would fire. `changes`: each a pupil's row, before and after.

    `as_of` is None where there is nothing to check yet.
    """

    as_of: str | None
    newly_on_list: dict[str, list[str]]
    no_longer: list[str]
    changes: list[dict[str, Any]]


def make(imported: Import, diff: Difference, known: DatabaseTables, as_of: dt.date | None) -> Preview:
    computed = _check(diff, known, as_of)
    on_list = set(Signal.objects.current().values_list("pupil__source_id", flat=True))
    would_be = _rules_by_pupil(computed) if computed else {}
    return Preview(
        as_of=computed.as_of.isoformat() if computed else None,
        newly_on_list={pupil: rules for pupil, rules in sorted(would_be.items()) if pupil not in on_list},
        no_longer=sorted(on_list - set(would_be)) if computed else [],
        changes=[_change(row) for row in diff.absences.changed.head(MOST_SHOWN).iter_rows(named=True)],
    )


def save(imported: Import, preview: Preview) -> None:
    text = json.dumps(asdict(preview), default=str, ensure_ascii=False)
    (imported.folder / FILE).write_text(text, encoding="utf-8")


def load(imported: Import) -> Preview | None:
    path = imported.folder / FILE
    return Preview(**json.loads(path.read_text(encoding="utf-8"))) if path.exists() else None


def _check(diff: Difference, known: DatabaseTables, as_of: dt.date | None) -> Computed | None:
    """The rules over the tables as they would stand, in memory. None where nothing would change."""
    if not diff.changes_anything():
        return None
    tables = would_be_tables(diff, known)
    if not tables["absences"].num_rows and as_of is None:
        return None
    return compute(tables, rule_sets.in_use(), as_of=as_of, denominator="calendar")


def _rules_by_pupil(computed: Computed) -> dict[str, list[str]]:
    rules: dict[str, list[str]] = {}
    pairs = zip(computed.signals["pupil_id"].to_pylist(), computed.signals["rule"].to_pylist(), strict=True)
    for pupil, rule in sorted(pairs):
        rules.setdefault(pupil, []).append(rule)
    return rules


def _change(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "pupil_id": row["pupil_id"],
        "before": {name: row[name + OLD] for name in SHOWN},
        "after": {name: row[name] for name in SHOWN},
    }
