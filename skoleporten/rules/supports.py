"""What helps a pupil, a wish to talk, and what the class may know: the codes, and who must say yes to the last."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from enum import StrEnum

from skoleporten.rules.consent import birthday

PUPIL = "pupil"
"""The pupil's key among those who must agree; guardians have keys of the caller's."""
A_GUARDIAN = "a_guardian"
"""In place of a guardian's key, where there is none who may decide."""
ANSWERED_WITHIN_SCHOOL_DAYS = 2
DECIDES_ALONE_FROM = 15  # opplæringslova § 24-5
MOST_ITEMS = 20
LONGEST_ITEM = 300
LONGEST_CLASS_TEXT = 1000


class Kind(StrEnum):
    HELPS = "helps"
    HARD = "hard"


class WithWhom(StrEnum):
    """`ADULT`: one whom the pupil names among those who are around."""

    ANYBODY = "anybody"
    ADULT = "adult"


class How(StrEnum):
    SIT = "sit"
    WALK = "walk"
    WHILE_DOING = "while_doing"
    WRITE = "write"
    PHONE = "phone"


class When(StrEnum):
    """What the pupil wishes, and never a promise. `TODAY` is not for danger: that is said beside the field."""

    TODAY = "today"
    THIS_WEEK = "this_week"
    NO_HURRY = "no_hurry"


class Says(StrEnum):
    YES = "yes"
    NOT_THIS = "not_this"
    TAKES_BACK = "takes_back"


class Standing(StrEnum):
    AWAITING = "awaiting"
    AGREED = "agreed"
    ENDED = "ended"


class Because(StrEnum):
    """Why a text for the class does not stand any more."""

    NOT_THIS = "not_this"
    TAKEN_BACK = "taken_back"
    NEWER = "newer"
    WITHDRAWN = "withdrawn"


ENDS = {Says.NOT_THIS: Because.NOT_THIS, Says.TAKES_BACK: Because.TAKEN_BACK}


def decides_alone(born: dt.date | None, today: dt.date) -> bool:
    """Whose birth date nobody knows does not decide alone."""
    return born is not None and birthday(born, DECIDES_ALONE_FROM) <= today


def must_agree(born: dt.date | None, deciders: Collection[str], today: dt.date) -> frozenset[str]:
    """The pupil at any age, for it is told of her; below 15 each guardian with the right to decide too.

    Below 15 and with no such guardian it waits for one, so nobody answers for a family that is not asked.
    """
    if decides_alone(born, today):
        return frozenset({PUPIL})
    return frozenset({PUPIL, *(deciders or {A_GUARDIAN})})


def standing(must: Collection[str], newest: Mapping[str, Says]) -> Standing:
    """`newest`: the last answer of each. One who must agree and does not ends it."""
    if any(newest.get(key, Says.YES) != Says.YES for key in must):
        return Standing.ENDED
    return Standing.AGREED if all(key in newest for key in must) else Standing.AWAITING
