"""Reading imports. Numbers are for everybody who may open the page; rows and names go through the gate."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.db.models import Max

from skoleporten.access.actor import Actor
from skoleporten.access.gate import Purpose
from skoleporten.analytics.sources.remarks import in_words
from skoleporten.imports import preview
from skoleporten.imports.models import Import
from skoleporten.imports.reading import TABLES
from skoleporten.people.models import Enrolment, Pupil
from skoleporten.schools.models import CalendarDay


@dataclass(frozen=True)
class OnList:
    """`pupils` with the rules that would fire; `others` are those whom the actor does not see, as a number."""

    pupils: list[tuple[Pupil, list[str]]]
    others: int


@dataclass(frozen=True)
class Change:
    pupil: Pupil
    before: dict[str, object]
    after: dict[str, object]


def remarks(imported: Import, translate: Callable[[str], str]) -> list[str]:
    """What was remarked while the file was read, in the language of `translate`."""
    return [in_words(text, translate) for text in imported.warnings]


def last_date() -> dt.date | None:
    """The last date of any row in the files that were applied: whoever was present then counts as present."""
    last: dt.date | None = Import.objects.filter(state=Import.State.APPLIED).aggregate(last=Max("span_end"))["last"]
    return last


def has_roster() -> bool:
    """Whether enrolments were given by a roster or made here, and not only derived from rows of absence."""
    return Enrolment.objects.current().exclude(imported_by__enrolments_from=Import.Enrolments.DERIVED).exists()


def has_calendar() -> bool:
    """Whether school days were given or made here, and not only derived from rows of presence."""
    if CalendarDay.objects.filter(origin=CalendarDay.Origin.EDITOR).exists():
        return True
    return Import.objects.filter(state=Import.State.APPLIED, counts__calendar_from="given").exists()


def same_file(imported: Import) -> Import | None:
    """The newest applied import of the very same file."""
    same = Import.objects.filter(sha256=imported.sha256, state=Import.State.APPLIED).exclude(pk=imported.pk)
    return same.order_by("-applied_at").first()


def newly_on_list(imported: Import, actor: Actor, today: dt.date) -> OnList:
    """Who would come on the list of concerns. Pupils that the file itself brings are among the others until applied."""
    made = preview.load(imported)
    rules = made.newly_on_list if made else {}
    seen = Pupil.objects.visible_to(actor, Purpose.IMPORT, today).filter(source_id__in=rules)
    pupils = [(pupil, rules[pupil.source_id]) for pupil in seen]
    return OnList(pupils, len(rules) - len(pupils))


def changes(imported: Import, actor: Actor, today: dt.date) -> list[Change]:
    """The first rows that would replace others, of pupils in view."""
    made = preview.load(imported)
    rows = made.changes if made else []
    seen = Pupil.objects.visible_to(actor, Purpose.IMPORT, today)
    pupils = {pupil.source_id: pupil for pupil in seen.filter(source_id__in={row["pupil_id"] for row in rows})}
    return [Change(pupils[row["pupil_id"]], row["before"], row["after"]) for row in rows if row["pupil_id"] in pupils]


def rejected_file(imported: Import) -> Path | None:
    """All rejected rows as CSV; the database keeps the first ones."""
    path = imported.folder / TABLES / "rejected.csv"
    return path if path.exists() else None
