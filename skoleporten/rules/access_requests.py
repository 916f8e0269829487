"""A request for everything that is kept (GDPR article 15): when it is due, and what is proposed for each thing.

Nothing is decided here: a person decides about each thing, and the rules say what she may not decide otherwise.
"""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from skoleporten.rules.visibility import What
from skoleporten.rules.voices import MayOpen

# Article 12 (3): one month, and with reasons two more.
MONTHS = 1
MOST_MONTHS = 3
# Nothing tells that there is such a thing, not even a number.
NEVER_TOLD = frozenset({What.CHILD_WELFARE_REPORTS, What.LOOKS_OF_CHILD_WELFARE})


class Verdict(StrEnum):
    GIVE = "give"
    MASK = "mask"
    WITHHOLD = "withhold"


class Basis(StrEnum):
    """What the law lets somebody hold something back for."""

    OTHERS = "others"
    CONFIDENTIAL = "confidential"
    HARM = "harm"
    INTERNAL = "internal"
    CRIME = "crime"
    EVIDENT_INTEREST = "evident_interest"


class Teller(StrEnum):
    """Whose words a thing is, or an answer to them."""

    PUPIL = "pupil"
    GUARDIAN = "guardian"
    OTHER = "other"


def due(asked: dt.date, months: int = MONTHS) -> dt.date:
    """The same day of a later month; the last day of it where it has no such day."""
    years, month = divmod(asked.month - 1 + months, 12)
    year, month = asked.year + years, month + 1
    return dt.date(year, month, min(asked.day, calendar.monthrange(year, month)[1]))


@dataclass(frozen=True)
class Facts:
    """Of one thing and of whoever asks. `teller`: in whose confidence it is. `is_seen`: she sees it in Skoleporten
    today. `is_own`: it is her own words. `retells`: somebody has written down in it what the pupil may have said.
    """

    what: What | None
    is_seen: bool
    teller: Teller = Teller.OTHER
    is_own: bool = False
    names_others: bool = False
    retells: bool = False


class Waits(StrEnum):
    """What a person must wait for before the thing can be given, in whole or in part."""

    YES = "yes"
    ASKING = "asking"


@dataclass(frozen=True)
class Proposal:
    """`verdict` is None where a person must think for herself. `waits`: until then it can only be withheld."""

    verdict: Verdict | None
    basis: Basis | None = None
    waits: Waits | None = None


GIVEN = Proposal(Verdict.GIVE)
MASKED = Proposal(Verdict.MASK, Basis.OTHERS)


def is_told_of(what: What | None) -> bool:
    return what not in NEVER_TOLD


def is_in_confidence(facts: Facts) -> bool:
    """Of a pupil or another guardian, and not meant for whoever asks: an answer does not tell whether there is any.

    What the pupil let others read, or this guardian earlier and no longer, is not meant for her either.
    """
    return facts.teller is not Teller.OTHER and not (facts.is_seen or facts.is_own)


def proposal(facts: Facts, may_open: MayOpen, pupil_says: str = "", *, asked_by_pupil: bool) -> Proposal:
    """The law gives access as the rule: what nothing speaks against is proposed as given.

    `pupil_says` is "yes" or "no" where the pupil was asked about this thing and has answered.
    """
    if not is_in_confidence(facts):
        return _of_what_staff_wrote(facts, asked_by_pupil=asked_by_pupil)
    if facts.teller is Teller.GUARDIAN:
        return Proposal(Verdict.WITHHOLD, Basis.OTHERS)
    if asked_by_pupil:
        return GIVEN
    return _of_the_pupils_own(may_open, pupil_says)


def _of_what_staff_wrote(facts: Facts, *, asked_by_pupil: bool) -> Proposal:
    """What the pupil may have said to an adult in trust is given to nobody before a person has read it."""
    if facts.retells and not (facts.is_seen or asked_by_pupil):
        return Proposal(None)
    return MASKED if facts.names_others else GIVEN


def _of_the_pupils_own(may_open: MayOpen, pupil_says: str) -> Proposal:
    if pupil_says == "yes":
        return GIVEN
    if may_open in {MayOpen.ONLY_THE_PUPIL, MayOpen.AGE_NOT_KNOWN}:
        return Proposal(Verdict.WITHHOLD, Basis.EVIDENT_INTEREST, Waits.YES)
    if may_open is MayOpen.AFTER_ASKING and not pupil_says:
        return Proposal(None, waits=Waits.ASKING)
    return Proposal(None)
