"""A sheet for another service in words: what stands in it, and nothing that does not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from skoleporten.concerns.discussions import Discussion
from skoleporten.concerns.models import ConcernStep
from skoleporten.rules.discussion import Removed
from skoleporten.web import words
from skoleporten.web.rules.wording import in_language


@dataclass(frozen=True)
class SheetInWords:
    heading: str
    facts: Sequence[tuple[str, str]]
    rules: Sequence[str]
    steps: Sequence[str]
    question: str
    removed: Sequence[str]


def sheet_in_words(discussion: Discussion) -> SheetInWords:
    sheet = discussion.sheet
    kinds = dict(ConcernStep.Kind.choices)
    return SheetInWords(
        heading=sheet.get("name") or _("A pupil"),
        facts=_facts(sheet),
        rules=[in_language(text) for text in sheet["rules"]],
        steps=[str(kinds[kind]) for kind in sheet["steps"] if kind in kinds],
        question=sheet["question"],
        removed=[_removed(kind, number) for kind, number in sheet.get("removed", {}).items()],
    )


def _facts(sheet: dict[str, object]) -> list[tuple[str, str]]:
    stages = {"1-4": _("Grade 1 to 4"), "5-7": _("Grade 5 to 7"), "8-10": _("Grade 8 to 10")}
    share, by_name = sheet.get("share_away"), "name" in sheet
    told = words.percent(float(share), 0) if isinstance(share, (int, float)) else ""
    about = told if by_name or not told else _("about %(share)s") % {"share": told}
    lines = [
        (_("School"), str(sheet.get("school", ""))),
        (_("Class"), str(sheet.get("school_class", ""))),
        (_("Grades"), "" if by_name else stages.get(str(sheet.get("stage")), "")),
        (_("Share of school time away"), about),
        (_("Whole days away"), _number(sheet.get("days_absent"))),
        (_("Lessons away"), _number(sheet.get("lessons_absent"))),
        (_("Followed up for"), _weeks(sheet.get("weeks_on_the_list"))),
    ]
    return [line for line in lines if line[1]]


def _weeks(count: object) -> str:
    if not isinstance(count, int):
        return ""
    if count == 0:
        return _("less than a week")
    return ngettext("%(count)s week", "%(count)s weeks", count) % {"count": count}


def _number(value: object) -> str:
    return words.number(value) if isinstance(value, int) else ""


def _removed(kind: str, number: int) -> str:
    named = {
        Removed.NAME: _("names"),
        Removed.SCHOOL: _("names of schools"),
        Removed.CLASS: _("classes"),
        Removed.DATE: _("days (the month is left)"),
        Removed.NUMBER: _("numbers that name somebody"),
        Removed.EMAIL: _("e-mail addresses"),
    }
    return f"{named[Removed(kind)]}: {number}"
