"""What helps the pupil, the talks that are asked for, and what the class may know with what each has answered."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from skoleporten.access_requests.source import Source, told_by_rows
from skoleporten.rules.access_requests import Teller
from skoleporten.rules.support_words import BECAUSE, HOW, KINDS, SAYS, WHEN, WITH_WHOM
from skoleporten.rules.visibility import What
from skoleporten.supports.models import ClassTextAnswer
from skoleporten.supports.models.lists import Line

ORDER = 12


def _the_pupils(row: Any) -> Teller:
    return Teller.PUPIL


def _only_here(row: Line) -> bool:
    return "guardian" not in row.audiences


def _always(row: Any) -> bool:
    """No guardian reads that the pupil asks for a talk."""
    return True


def _answered_by(row: ClassTextAnswer) -> Teller:
    return Teller.GUARDIAN if row.guardian_id else Teller.PUPIL


SOURCES = (
    Source(
        "supports.support", "supports.Support", _("What helps, and what makes it hard"), What.SUPPORTS, "pupil",
        shows={
            "kind": _("What it is about"), "position": _("Number"), "words": _("In own words"),
            "school": _("The school that may read it"), "taken_back_at": _("Taken back"),
        },
        when="written_at", by="written_by", told=told_by_rows, teller=_the_pupils, for_adults_here=_only_here,
        related=("school", "written_by"), codes={"kind": KINDS},
    ),
    Source(
        "supports.turn", "supports.SupportTurn", _("How a line of the list stood before"), What.SUPPORTS,
        "support__pupil",
        shows={
            "number": _("Number"), "what": _("What happened"), "kind": _("What it is about"),
            "words": _("In own words"), "school": _("The school that may read it"),
        },
        when="at", by="by", told=told_by_rows, teller=_the_pupils, for_adults_here=_only_here,
        related=("support", "school", "by"), codes={"kind": KINDS},
    ),
    Source(
        "supports.talk", "supports.TalkWish", _("Talks that the pupil has asked for"), What.MESSAGES, "pupil",
        shows={
            "with_whom": _("With whom"), "adult": _("Which adult"), "how": _("How"), "when": _("When"),
            "words": _("In own words"), "answer": _("Answer"), "answered_at": _("Answered"),
            "answered_by": _("Answered by"), "had_at": _("The talk has been"), "had_by": _("Written down by"),
            "taken_back_at": _("Taken back"),
        },
        when="asked_at", by="asked_by", told=told_by_rows, teller=_the_pupils, for_adults_here=_always,
        related=("adult", "asked_by", "answered_by", "had_by"),
        codes={"with_whom": WITH_WHOM, "how": HOW, "when": WHEN},
    ),
    Source(
        "supports.class_text", "supports.ClassText", _("What the class may know"), What.SUPPORTS, "pupil",
        shows={
            "number": _("Number"), "words": _("The text"), "who_tells": _("Who says it"), "school": _("School"),
            "agreed_at": _("Agreed"), "ended_at": _("Ended"), "ended_because": _("Why"),
        },
        when="written_at", by="written_by", told=told_by_rows, related=("school", "written_by"),
        codes={"ended_because": BECAUSE},
    ),
    Source(
        "supports.class_text_answer", "supports.ClassTextAnswer", _("Answers to what the class may know"),
        What.SUPPORTS, "text__pupil",
        shows={"text__number": _("Number"), "says": _("Answer"), "words": _("In own words"), "guardian": _("Guardian")},
        when="said_at", by="written_by", told=told_by_rows, teller=_answered_by,
        guardian=lambda row: row.guardian_id, for_adults_here=lambda row: row.guardian_id is None,
        related=("text", "guardian", "written_by"), codes={"says": SAYS},
    ),
)  # fmt: skip
