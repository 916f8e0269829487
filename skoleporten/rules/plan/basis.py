"""What a plan below the pupil's ordinary hours rests on, and when the school leader must hear of it at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from skoleporten.rules.plan.agreed import Agreed


class Basis(StrEnum):
    ITO_DECISION = "ito_decision"
    EXEMPTION = "exemption"
    OTHER = "other"
    NONE_YET = "none_yet"


@dataclass(frozen=True)
class Rests:
    """`until` is the last day. `words` is needed for another basis: what it is."""

    basis: Basis
    decided_by: str = ""
    until: dt.date | None = None
    words: str = ""


class BasisFault(StrEnum):
    NOBODY_DECIDED = "nobody_decided"
    NO_LAST_DAY = "no_last_day"
    OVER_BEFORE_IT_BEGINS = "over_before_it_begins"
    NO_WORDS = "no_words"


class ToldBecause(StrEnum):
    """Why the leader of the pupil's school is told at once."""

    NO_BASIS = "no_basis"
    PAUSE = "pause"


def below(agreed: Agreed, offered: Mapping[int, int]) -> frozenset[int]:
    """The weekdays with less than the ordinary hours, by the minutes offered; what is not known is not below."""
    return frozenset(day for day, minutes in offered.items() if agreed.minutes_on(day) < minutes)


def needs_basis(agreed: Agreed, offered: Mapping[int, int]) -> bool:
    """Also where no day's ordinary hours are known: then nobody can say that it is not below."""
    return agreed.is_pause or not offered or bool(below(agreed, offered))


def basis_faults(rests: Rests, starts: dt.date) -> tuple[BasisFault, ...]:
    if rests.basis == Basis.NONE_YET:
        return ()
    found = []
    if not rests.decided_by.strip():
        found.append(BasisFault.NOBODY_DECIDED)
    if rests.until is None:
        found.append(BasisFault.NO_LAST_DAY)
    elif rests.until < starts:
        found.append(BasisFault.OVER_BEFORE_IT_BEGINS)
    if rests.basis == Basis.OTHER and not rests.words.strip():
        found.append(BasisFault.NO_WORDS)
    return tuple(found)


def told_because(agreed: Agreed, rests: Rests | None, *, needs: bool) -> frozenset[ToldBecause]:
    """`needs` by needs_basis. A basis that nobody has given is none yet."""
    found = set()
    if needs and (rests is None or rests.basis == Basis.NONE_YET):
        found.add(ToldBecause.NO_BASIS)
    if agreed.week_minutes == 0:
        found.add(ToldBecause.PAUSE)
    return frozenset(found)


def is_over(rests: Rests, today: dt.date) -> bool:
    return rests.until is not None and rests.until < today
