"""A request for everything that is kept (GDPR article 15): when it is due, and what is proposed for each thing.

Nothing is decided here: a person decides about each thing, and the rules say what she may not decide otherwise.
"""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from skoleporten.rules.visibility import What

OWN_YES_FROM = 15
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
    """Whose words a thing is."""

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
    """Of one thing and of whoever asks. `is_seen`: she sees it in Skoleporten today, as it is."""

    what: What | None
    is_seen: bool
    teller: Teller = Teller.OTHER
    is_own: bool = False
    is_for_adults_here: bool = False
    names_others: bool = False


@dataclass(frozen=True)
class Proposal:
    """`verdict` is None where a person must think for herself. `needs_yes`: nothing but withholding without it."""

    verdict: Verdict | None
    basis: Basis | None = None
    needs_yes: bool = False


def is_told_of(what: What | None) -> bool:
    return what not in NEVER_TOLD


def proposal(facts: Facts, *, asked_by_pupil: bool, age: int | None, has_pupils_yes: bool) -> Proposal:
    """The law gives access as the rule: what nothing speaks against is proposed as given."""
    if facts.is_seen or facts.is_own:
        return Proposal(Verdict.MASK, Basis.OTHERS) if facts.names_others else Proposal(Verdict.GIVE)
    if facts.teller is Teller.GUARDIAN:
        return Proposal(Verdict.WITHHOLD, Basis.OTHERS)
    if facts.teller is Teller.PUPIL and facts.is_for_adults_here and not asked_by_pupil:
        return _of_the_pupils_own(age, has_pupils_yes)
    return Proposal(Verdict.MASK, Basis.OTHERS) if facts.names_others else Proposal(Verdict.GIVE)


def _of_the_pupils_own(age: int | None, has_pupils_yes: bool) -> Proposal:
    """An age that nobody knows is taken as old enough: the stronger right is the safer one."""
    if age is not None and age < OWN_YES_FROM:
        return Proposal(None)
    return Proposal(None) if has_pupils_yes else Proposal(Verdict.WITHHOLD, Basis.EVIDENT_INTEREST, needs_yes=True)


def may_give(facts: Facts, *, asked_by_pupil: bool, age: int | None, has_pupils_yes: bool) -> bool:
    """In whole or in part."""
    if not is_told_of(facts.what):
        return False
    return not proposal(facts, asked_by_pupil=asked_by_pupil, age=age, has_pupils_yes=has_pupils_yes).needs_yes
