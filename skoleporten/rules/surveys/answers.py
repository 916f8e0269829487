"""What an answer may be: a level of the scale, words, or that one would rather not say. None is needed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from skoleporten.rules.surveys.form import Kind, Question

LONGEST_WORDS = 4_000


@dataclass(frozen=True)
class Given:
    """`is_passed`: the person would rather not say, which is neither the lowest level nor no answer yet."""

    level: int | None = None
    words: str = ""
    is_passed: bool = False


class Lack(StrEnum):
    NOTHING = "nothing"
    NO_LEVEL = "no_level"
    NOT_OF_THIS_KIND = "not_of_this_kind"
    TWO_THINGS = "two_things"
    TOO_LONG = "too_long"


def lacks(question: Question, given: Given) -> Lack | None:
    """What keeps it from being an answer to the question; None where it is one."""
    if given.is_passed:
        return Lack.TWO_THINGS if given.level is not None or given.words.strip() else None
    if question.kind is Kind.SCALE:
        return _lacks_on_scale(question, given)
    if given.level is not None:
        return Lack.NOT_OF_THIS_KIND
    if len(given.words) > LONGEST_WORDS:
        return Lack.TOO_LONG
    return None if given.words.strip() else Lack.NOTHING


def _lacks_on_scale(question: Question, given: Given) -> Lack | None:
    if given.words.strip():
        return Lack.NOT_OF_THIS_KIND
    if given.level is None:
        return Lack.NOTHING
    return None if question.level(given.level) else Lack.NO_LEVEL
