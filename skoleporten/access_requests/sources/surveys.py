"""What somebody in the family was asked in a small form, and what she sent."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from skoleporten.access_requests.source import Reader, Source, told_by_rows
from skoleporten.rules.access_requests import Teller
from skoleporten.rules.visibility import What
from skoleporten.surveys.models import Answer, Asking

ORDER = 12


def _own_answers(reader: Reader, rows: Any) -> Any:
    return rows.filter(asking__in=Asking.objects.visible_to(reader.actor, reader.purpose, reader.today))


def _sent(rows: Any) -> Any:
    """What is not sent was said to nobody yet."""
    return rows.filter(asking__sent_at__isnull=False)


def _whose(row: Asking | Answer) -> Teller:
    return Teller.GUARDIAN if _asking(row).guardian_id else Teller.PUPIL


def _guardian(row: Asking | Answer) -> int | None:
    return _asking(row).guardian_id


def _of_pupil(row: Asking | Answer) -> bool:
    """No guardian reads what the pupil was asked, or answered."""
    return _asking(row).guardian_id is None


def _asking(row: Asking | Answer) -> Asking:
    return row.asking if isinstance(row, Answer) else row


SOURCES = (
    Source(
        "surveys.asking", "surveys.Asking", _("Questions to the family"), What.SURVEYS, "pupil",
        shows={
            "form_text__form_id": _("Which questions"), "form_text__version": _("Version of the questions"),
            "guardian": _("Guardian"), "sent_at": _("Sent"), "declined_at": _("Would rather not answer"),
            "taken_back_at": _("Taken back"), "may_count": _("May be counted in results"), "read_at": _("Read"),
            "read_by": _("Read by"),
        },
        when="asked_at", by="asked_by", told=told_by_rows, teller=_whose, guardian=_guardian,
        for_adults_here=_of_pupil,
        related=("form_text", "guardian", "asked_by", "read_by"),
    ),
    Source(
        "surveys.answer", "surveys.Answer", _("Answers to questions"), What.SURVEYS, "asking__pupil",
        shows={
            "asking__form_text__form_id": _("Which questions"), "question": _("Question"), "level": _("Level"),
            "words": _("In own words"), "is_passed": _("Would rather not say"),
        },
        when="answered_at", told=_own_answers, teller=_whose, guardian=_guardian, kept=_sent,
        for_adults_here=_of_pupil, related=("asking__form_text", "asking__guardian"),
    ),
)  # fmt: skip
