"""What was changed because of what a panel said, and whether the panel has been told."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum


class Outcome(StrEnum):
    """To have listened and decided against it is an answer too, and is told back like the others."""

    PLANNED = "planned"
    DONE = "done"
    NOT_DONE = "not_done"


class How(StrEnum):
    """How it was told back."""

    SESSION = "session"
    LETTER = "letter"
    PHONE = "phone"
    MESSAGE = "message"


TO_TELL = frozenset({Outcome.DONE, Outcome.NOT_DONE})


def is_owed(outcome: Outcome, told: Iterable[Outcome]) -> bool:
    """`told`: the outcome each time the panel was told. What was told as planned is told again when it ends."""
    return outcome in TO_TELL and outcome not in set(told)
