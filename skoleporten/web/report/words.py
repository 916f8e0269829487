"""What the terminal and the report's page say alike: the key figures, and what was set aside."""

from __future__ import annotations

import csv
import gettext
from collections.abc import Callable
from itertools import islice
from pathlib import Path

from skoleporten.web.report.outcome import Outcome
from skoleporten.web.report.texts import Texts

LOCALE = Path(__file__).resolve().parents[1] / "locale"
SET_ASIDE = {
    "note_without_days": "pupils_without_offered_days",
    "note_off_days": "registrations_off_offered_days",
    "note_unregistered": "unregistered_pupil_days",
    "note_others": "registrations_of_others",
}


def key_figures(outcome: Outcome, text: Texts) -> list[tuple[str, str, str]]:
    """(name, number, what it is of)."""
    days = outcome.total("days_offered")
    average = text.number(days / outcome.pupils if outcome.pupils else None, 1)
    whole, lessons = (text.number(outcome.total(measure)) for measure in ("days_absent", "lessons_absent"))
    with_signals = outcome.pupils_with_signals if outcome.is_asked else None
    share = text.percent(outcome.share_with_signals)
    return [
        (text("pupils"), text.number(outcome.pupils), text("pupils_hint", year=outcome.school_year)),
        (text("offered_days"), text.number(days), text("offered_days_hint", average=average)),
        (text("absence"), text.percent(outcome.absence_rate), text("absence_hint", days=whole, lessons=lessons)),
        (text("with_signals"), text.number(with_signals), text("with_signals_hint", percent=share)),
    ]


def notes(outcome: Outcome, text: Texts) -> list[str]:
    """What was set aside and what could not be asked, then what the source itself said."""
    counts = outcome.counts
    told = [text(note, count=text.number(counts[count])) for note, count in SET_ASIDE.items() if counts.get(count)]
    if outcome.rules_not_asked:
        told.append(text("note_not_asked", rules=", ".join(outcome.rules_not_asked)))
    return [*told, *outcome.warnings]


def translator(language: str) -> Callable[[str], str]:
    """From the web's translations; a text that has none stays English."""
    return gettext.translation("django", LOCALE, [language], fallback=True).gettext


def rejected_rows(outcome: Outcome, text: Texts, most: int) -> list[dict[str, str]]:
    """The first of them. Their reasons are translated as on the web's page of an import."""
    said = translator(text.language)
    with outcome.rejected.open(encoding="utf-8-sig", newline="") as file:
        rows = list(islice(csv.DictReader(file), most))
    return [row | {column: said(row[column]) for column in ("reason", "what_to_do")} for row in rows]


def rejected_finding(outcome: Outcome, text: Texts) -> str:
    unused = outcome.rows.rejected + outcome.rows.duplicates
    if not unused:
        return text("rejected_none")
    return text("rejected_finding", count=text.number(unused), read=text.number(outcome.rows.read))
