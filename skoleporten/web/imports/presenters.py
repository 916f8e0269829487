"""A handed-in file in words, numbers and tables. Nothing here names a pupil but what the gate has let through."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from skoleporten.absence.models import Documented, Kind, Reason
from skoleporten.imports.models import Import, RejectedRow
from skoleporten.imports.queries import Change, OnList, remarks
from skoleporten.people.models import Pupil
from skoleporten.web import words
from skoleporten.web.components import KeyFigure
from skoleporten.web.tables import Cell, Column, Table

State = Import.State
COLOURS = {
    State.RECEIVED: "info",
    State.READING: "info",
    State.READY: "accent",
    State.HELD: "warning",
    State.APPLYING: "info",
    State.APPLIED: "success",
    State.REFUSED: "danger",
    State.FAILED: "danger",
}
# Said by the reading job in English, and by the page in the reader's language.
SAID_BY_THE_PAGE = ("The same file was imported on", "Nothing in the file is new")


ROSTER_TABLES = ("enrolments", "calendar", "unregistered")


def rows_of(imported: Import) -> dict[str, int]:
    """Of registrations; of a roster, which has none, the rows of its own tables."""
    rows: dict[str, int] = imported.counts.get("rows", {})
    if not rows or rows.get("read"):
        return rows
    counts = [imported.counts.get(name, {}) for name in ROSTER_TABLES]
    used = sum(table.get(what, 0) for table in counts for what in ("new", "changed", "unchanged"))
    return {**rows, "read": used + rows.get("rejected", 0), "used": used}


def import_table(imports: Iterable[Import]) -> Table:
    return Table(
        caption=_("Files handed in"),
        is_caption_hidden=True,
        columns=[
            Column(_("File")),
            Column(_("State")),
            Column(_("Dates")),
            Column(_("Rows read"), is_number=True),
            Column(_("Rejected"), is_number=True),
        ],
        rows=[_import_row(imported) for imported in imports],
    )


def _import_row(imported: Import) -> list[Any]:
    rows = rows_of(imported)
    return [
        Cell(imported.file_name, url=reverse("import", args=[imported.public_id]), note=received(imported)),
        Cell(imported.get_state_display(), tag_color=COLOURS[State(imported.state)]),
        span(imported),
        words.number(rows.get("read")),
        words.number(rows.get("rejected")),
    ]


def received(imported: Import) -> str:
    who = str(imported.uploaded_by) if imported.uploaded_by else _("the command line")
    return _("%(when)s by %(who)s") % {"when": words.clock(imported.received_at), "who": who}


def span(imported: Import) -> str:
    if not (imported.span_start and imported.span_end):
        return words.NOTHING
    first, last = date_in_words(imported.span_start), date_in_words(imported.span_end)
    return first if first == last else _("%(first)s to %(last)s") % {"first": first, "last": last}


def date_in_words(date: dt.date) -> str:
    return formats.date_format(date, "DATE_FORMAT")


def row_figures(imported: Import) -> list[KeyFigure]:
    rows = rows_of(imported)
    labels = (
        ("read", _("Rows read")),
        ("used", _("Used")),
        ("rejected", _("Rejected")),
        ("duplicates", _("Duplicates left out")),
    )
    return [KeyFigure(label, words.number(rows.get(name))) for name, label in labels]


def difference_table(imported: Import) -> Table:
    tables = (
        ("absences", _("Absence")),
        ("enrolments", _("Enrolments")),
        ("calendar", _("School days")),
        ("unregistered", _("Days without a register")),
        ("pupils", _("Pupils")),
        ("schools", _("Schools")),
    )
    return Table(
        caption=_("What it would change") if imported.state != State.APPLIED else _("What it changed"),
        columns=[
            Column(_("What")),
            Column(_("New"), is_number=True),
            Column(_("Changed"), is_number=True),
            Column(_("Unchanged"), is_number=True),
            Column(_("Taken out"), is_number=True),
        ],
        rows=[
            [label, *_numbers(counts)]
            for name, label in tables
            if any((counts := imported.counts.get(name, {})).values())
        ],
        is_caption_hidden=True,
    )


def _numbers(counts: dict[str, int]) -> list[str]:
    return [words.number(counts.get(name)) for name in ("new", "changed", "unchanged", "gone")]


def outside_table(rows: Mapping[str, int]) -> Table | None:
    """What the file would change about schools that are not the reader's."""
    if not rows:
        return None
    return Table(
        caption=_("Rows about other schools"),
        columns=[Column(_("School")), Column(_("Rows"), is_number=True)],
        rows=[[school, words.number(number)] for school, number in rows.items()],
    )


def notices(imported: Import) -> list[str]:
    """What a reader should know, in the page's language; the source's own warnings are shown apart."""
    found = []
    if imported.counts and not imported.counts.get("changes_anything", True):
        found.append(_("Nothing in the file is new: it changes nothing."))
    if not imported.is_complete and (number := imported.counts.get("absences", {}).get("vanished", 0)):
        text = ngettext(
            "%(number)s row that stands for the same dates is not in the file. It stays.",
            "%(number)s rows that stand for the same dates are not in the file. They stay.",
            number,
        )
        found.append(text % {"number": words.number(number)})
    if where := _denominator(imported.denominator):
        found.append(where)
    return found


def _denominator(code: str) -> str:
    return {
        "presence": _("The school days were taken from the rows of presence in the file."),
        "session_totals": _(
            "The file tells only how many school days there were, not which. Measures that need dates are left empty."
        ),
    }.get(code, "")


def source_warnings(imported: Import) -> list[str]:
    return [text for text in remarks(imported, _) if not text.startswith(SAID_BY_THE_PAGE)]


def already_applied(earlier: Import | None) -> str:
    if earlier is None or earlier.applied_at is None:
        return ""
    return _("The same file was applied on %(when)s.") % {"when": words.clock(earlier.applied_at)}


def reason_table(imported: Import) -> Table | None:
    """Why rows were rejected and how many, without their values: for everybody who may open the file."""
    rows = imported.rejected_rows.order_by().values("reason", "what_to_do").annotate(rows=Count("pk")).order_by("-rows")
    reasons = list(rows)
    if not reasons:
        return None
    return Table(
        caption=_("Why rows were rejected"),
        columns=[Column(_("Reason")), Column(_("What to do")), Column(_("Rows"), is_number=True)],
        rows=[[translated(row["reason"]), translated(row["what_to_do"]), words.number(row["rows"])] for row in reasons],
    )


def translated(text: str) -> str:
    """Reasons are kept as msgids (analytics/sources/faults.py) and shown in the reader's language."""
    return _(text) if text else words.NOTHING


def rejected_table(rows: Iterable[RejectedRow]) -> Table:
    return Table(
        caption=_("Rejected rows"),
        is_caption_hidden=True,
        columns=[
            Column(_("File and line")),
            Column(_("Column")),
            Column(_("Value")),
            Column(_("Reason")),
            Column(_("What to do")),
        ],
        rows=[
            [
                Cell(row.file, note=_("line %(line)d") % {"line": row.line} if row.line else ""),
                row.column or words.NOTHING,
                row.value or words.NOTHING,
                translated(row.reason),
                translated(row.what_to_do),
            ]
            for row in rows
        ],
    )


def on_list_words(imported: Import) -> str:
    """In numbers, for everybody."""
    counts: dict[str, int] = imported.counts.get("concerns", {})
    newly, no_longer = counts.get("newly_on_list", 0), counts.get("no_longer", 0)
    first = ngettext(
        "%(number)s pupil would newly be on the list of absence to follow up.",
        "%(number)s pupils would newly be on the list of absence to follow up.",
        newly,
    ) % {"number": words.number(newly)}
    second = ngettext(
        "For %(number)s pupil no rule would be met any more.",
        "For %(number)s pupils no rule would be met any more.",
        no_longer,
    ) % {"number": words.number(no_longer)}
    return f"{first} {second}"


def on_list_table(found: OnList, text_of: Mapping[str, str]) -> Table | None:
    if not found.pupils:
        return None
    return Table(
        caption=_("Your pupils who would newly be on the list"),
        columns=[Column(_("Pupil")), Column(_("Why"))],
        rows=[
            [_named(pupil), " ".join(text_of.get(rule, rule) for rule in rules)]
            for pupil, rules in sorted(found.pupils, key=lambda pair: str(pair[0]))
        ],
    )


def change_table(changes: Sequence[Change], most: int) -> Table | None:
    if not changes:
        return None
    return Table(
        caption=_("Rows about your pupils that would be changed"),
        columns=[Column(_("Pupil")), Column(_("Date")), Column(_("Now")), Column(_("After"))],
        rows=[
            [_named(change.pupil), _text(change.after.get("date")), _said(change.before), _said(change.after)]
            for change in changes[:most]
        ],
    )


def _named(pupil: Pupil) -> Cell:
    return Cell(str(pupil), url=reverse("pupil", args=[pupil.public_id]))


def _said(row: dict[str, object]) -> str:
    parts = [
        _label(Kind, row.get("kind")),
        words.duration(minutes) if isinstance(minutes := row.get("minutes"), int) else "",
        _label(Documented, row.get("documented")),
        _label(Reason, row.get("reason")),
    ]
    return ", ".join(part for part in parts if part)


def _label(choices: Any, value: object) -> str:
    return str(choices(str(value)).label) if value in choices.values else ""


def _text(value: object) -> str:
    return date_in_words(dt.date.fromisoformat(value)) if isinstance(value, str) else words.NOTHING


def rejected_rows_shown(imported: Import) -> str:
    """The database keeps the first rows of a very bad file; the CSV has them all."""
    kept, rejected = imported.rejected_rows.count(), rows_of(imported).get("rejected", 0)
    if kept >= rejected:
        return ""
    return _("The first %(kept)s of %(all)s rows are shown. The file to download has them all.") % {
        "kept": words.number(kept),
        "all": words.number(rejected),
    }
