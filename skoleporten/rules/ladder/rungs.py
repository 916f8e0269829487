"""The six steps of «Strategi = ÅPENT SINN», and what a move between them is called. None of them is better or worse."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class Rung(StrEnum):
    """In the programme's order. There is no pace: any step may follow any other."""

    WELCOME = "welcome"
    STRATEGY = "strategy"
    ROUTINE = "routine"
    GROUP = "group"
    SMALLER_CLASSES = "smaller_classes"
    ORDINARY = "ordinary"


class Kind(StrEnum):
    """What a move is, as seen from the step before it. All are ordinary."""

    FIRST = "first"
    UP = "up"
    SKIP = "skip"
    HOLD = "hold"
    BACK = "back"


class Fault(StrEnum):
    """Why a move is not written down."""

    NO_REASON = "no_reason"
    IN_THE_FUTURE = "in_the_future"
    BEFORE_THE_PUPIL_BEGAN = "before_the_pupil_began"
    BEFORE_THE_LAST = "before_the_last"


@dataclass(frozen=True)
class Move:
    """`on` is a local date; the same day may have more than one."""

    to: Rung
    on: dt.date
    why: str


def number_of(rung: Rung) -> int:
    """From 1 to 6."""
    return list(Rung).index(rung) + 1


def kind_of(before: Rung | None, after: Rung) -> Kind:
    if before is None:
        return Kind.FIRST
    risen = number_of(after) - number_of(before)
    if risen == 0:
        return Kind.HOLD
    if risen < 0:
        return Kind.BACK
    return Kind.UP if risen == 1 else Kind.SKIP


def faults(move: Move, *, opened_on: dt.date, last: Move | None, today: dt.date) -> tuple[Fault, ...]:
    """Nothing is said of how far it goes, or how soon after the last one it comes."""
    found = []
    if not move.why.strip():
        found.append(Fault.NO_REASON)
    if move.on > today:
        found.append(Fault.IN_THE_FUTURE)
    if move.on < opened_on:
        found.append(Fault.BEFORE_THE_PUPIL_BEGAN)
    if last is not None and move.on < last.on:
        found.append(Fault.BEFORE_THE_LAST)
    return tuple(found)
