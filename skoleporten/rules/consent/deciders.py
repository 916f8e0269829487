"""Which guardians hold the right to decide, and why another does not. A barred one never counts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from skoleporten.rules.consent.purposes import PUPIL, Purpose, decides_on
from skoleporten.rules.errors import RefusedError

HOLDS_THE_RIGHT = frozenset({"parental_responsibility", "care_taken_over"})


class WhyNot(StrEnum):
    """Why somebody may not answer. The page gives the words in the reader's language."""

    BARRED = "barred"
    ENDED = "ended"
    NOT_VERIFIED = "not_verified"
    NO_RIGHT = "no_right"
    SUSPENDED = "suspended"
    UNKNOWN_RIGHT = "unknown_right"
    NO_RELATION = "no_relation"
    PUPIL_TOO_YOUNG = "pupil_too_young"
    PUPIL_DECIDES = "pupil_decides"


WORDS = {
    WhyNot.BARRED: "This person has no say for the pupil.",
    WhyNot.ENDED: "The relation to the pupil does not hold today.",
    WhyNot.NOT_VERIFIED: "Nobody has verified the relation to the pupil.",
    WhyNot.NO_RIGHT: "This person does not have parental responsibility.",
    WhyNot.SUSPENDED: "This person's right to decide is suspended.",
    WhyNot.UNKNOWN_RIGHT: "It is not known whether this person has the right to decide.",
    WhyNot.NO_RELATION: "This person has no recorded relation to the pupil.",
    WhyNot.PUPIL_TOO_YOUNG: "The pupil is not old enough to decide this, and is heard instead.",
    WhyNot.PUPIL_DECIDES: "The pupil is old enough to decide this alone.",
}


class NotEntitledError(RefusedError):
    """An answer from somebody who has no say. `why` is for the page's own words."""

    def __init__(self, why: WhyNot) -> None:
        self.why = why
        super().__init__(WORDS[why], do="Ask those who have the right to decide.")


@dataclass(frozen=True)
class Guardian:
    """A recorded relation. `decides` is one of the codes of people.Guardianship; `end` is the last day."""

    key: str
    decides: str
    is_verified: bool
    is_barred: bool = False
    start: dt.date = dt.date.min
    end: dt.date | None = None


def why_not(guardian: Guardian, today: dt.date) -> WhyNot | None:
    """None for one who holds the right to decide. Being barred comes before any other reason."""
    if guardian.is_barred:
        return WhyNot.BARRED
    if today < guardian.start or (guardian.end is not None and today > guardian.end):
        return WhyNot.ENDED
    if not guardian.is_verified:
        return WhyNot.NOT_VERIFIED
    if guardian.decides in HOLDS_THE_RIGHT:
        return None
    return {"none": WhyNot.NO_RIGHT, "suspended": WhyNot.SUSPENDED}.get(guardian.decides, WhyNot.UNKNOWN_RIGHT)


def deciders(guardians: Iterable[Guardian], today: dt.date) -> frozenset[str]:
    """Keys of those who hold the right. One who is barred by any of their relations holds none by another."""
    known = tuple(guardians)
    barred = {guardian.key for guardian in known if guardian.is_barred}
    return frozenset(guardian.key for guardian in known if why_not(guardian, today) is None) - barred


def check_may_answer(
    purpose: Purpose, key: str, guardians: Iterable[Guardian], born: dt.date | None, today: dt.date
) -> None:
    """Raises NotEntitledError, with the reason, for whoever has no say today."""
    if key != PUPIL:
        _check_guardian(key, tuple(guardians), today)
    if not decides_on(purpose, key, born, today):
        raise NotEntitledError(WhyNot.PUPIL_TOO_YOUNG if key == PUPIL else WhyNot.PUPIL_DECIDES)


def _check_guardian(key: str, guardians: tuple[Guardian, ...], today: dt.date) -> None:
    if key in deciders(guardians, today):
        return
    reasons = {why_not(guardian, today) for guardian in guardians if guardian.key == key} - {None}
    order = [why for why in WhyNot if why in reasons]
    raise NotEntitledError(order[0] if order else WhyNot.NO_RELATION)
