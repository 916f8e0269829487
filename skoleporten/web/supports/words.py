"""Wishes to talk, lines and texts for the class as the staff read them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from skoleporten.rules.support_words import BECAUSE, HOW, SAYS, WHEN, WITH_WHOM
from skoleporten.rules.supports import Because, How, Says, Standing, When, WithWhom
from skoleporten.supports import talks
from skoleporten.supports.class_texts import Asked
from skoleporten.supports.models import ClassText, Support, TalkWish
from skoleporten.web import words
from skoleporten.web.rules.wording import in_language

READERS: Mapping[str, Any] = {
    "guardians": gettext_lazy("the guardians"),
    "school": gettext_lazy("the school"),
    "specialists": gettext_lazy("specialists in the team"),
}


@dataclass(frozen=True)
class WishInWords:
    """`answer_by` is empty once it is answered. `is_over`: the day that the pupil was promised has passed."""

    wish: TalkWish
    asked_at: str
    what: str
    words: str
    answer: str
    answered_by: str
    answer_by: str
    is_over: bool


def wish_in_words(row: TalkWish, today: dt.date) -> WishInWords:
    whom = str(row.adult) if row.adult else in_language(WITH_WHOM[WithWhom.ANYBODY])
    by = talks.answer_by(row) if row.answered_at is None else None
    return WishInWords(
        wish=row,
        asked_at=words.clock(row.asked_at),
        what=f"{whom}, {in_language(HOW[How(row.how)])}, {in_language(WHEN[When(row.when)])}",
        words=row.words,
        answer=row.answer,
        answered_by=str(row.answered_by) if row.answered_by else "",
        answer_by=words.day(by) if by else "",
        is_over=by is not None and by < today,
    )


def readers_of(row: Support) -> str:
    chosen = [str(label) for code, label in READERS.items() if getattr(row, f"for_{code}")]
    return ", ".join(chosen) if chosen else _("only the adults at Skoleporten")


def standing_in_words(text: ClassText) -> str:
    if text.ended_at is not None:
        values = {
            "day": words.day(timezone.localdate(text.ended_at)),
            "why": in_language(BECAUSE[Because(text.ended_because)]),
        }
        return _("Ended %(day)s: %(why)s") % values
    if text.standing == Standing.AGREED and text.agreed_at is not None:
        return _("Agreed %(day)s") % {"day": words.day(timezone.localdate(text.agreed_at))}
    return _("Proposed, and not agreed yet: the school does not see it.")


def says_in_words(code: str) -> str:
    return in_language(SAYS[Says(code)])


def asked_in_words(asked: Asked) -> str:
    """«Elevens svar», or the guardian's name, and what is said."""
    if asked.giver is None:
        return _("A guardian who may decide: there is none here")
    who = str(asked.giver.guardian) if asked.giver.guardian else _("The pupil")
    said = says_in_words(asked.says) if asked.says else _("not answered yet")
    return f"{who}: {said}"
