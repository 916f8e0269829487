"""What a meeting leaves behind: decisions that stay until they are done, and the time that was used. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

A_MINUTE = 60


class State(StrEnum):
    """Of a decision. One that is dropped was left on purpose, with a reason; nothing is deleted."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


class Turn(StrEnum):
    """What happens with a decision after the meeting. `CARRIED`: a later meeting looked at it, and it goes on."""

    DONE = "done"
    DROPPED = "dropped"
    CHANGED = "changed"
    CARRIED = "carried"
    TAKEN_UP = "taken_up"


ENDS = {Turn.DONE: State.DONE, Turn.DROPPED: State.DROPPED}


def may_turn(turn: Turn, state: State) -> bool:
    """Only what has ended is taken up again, and nothing else happens with it."""
    return (state is State.OPEN) is (turn is not Turn.TAKEN_UP)


class Says(StrEnum):
    """What somebody wishes to have written about a choice: which way one leans, or that one sees it differently."""

    FAVOURS = "favours"
    DISAGREES = "disagrees"


@dataclass(frozen=True)
class Span:
    """From start to stop of an item in the meeting."""

    start: dt.datetime
    stop: dt.datetime


@dataclass(frozen=True)
class Spent:
    """Whole minutes of one item. What was not measured is the time box, and says so."""

    minutes: int
    is_measured: bool


@dataclass(frozen=True)
class Used:
    """Of one pupil: minutes measured from start to stop, and minutes taken from time boxes, kept apart."""

    measured: int = 0
    boxed: int = 0
    items: int = 0

    @property
    def total(self) -> int:
        return self.measured + self.boxed


def spent(spans: Sequence[Span], box: int | None) -> Spent | None:
    """None where nobody measured and there was no box: that is not known, and not 0. Overlaps count once."""
    if spans:
        return Spent(_minutes(spans), is_measured=True)
    return Spent(box, is_measured=False) if box else None


def used(items: Iterable[Spent | None]) -> Used:
    told = list(items)
    known = [one for one in told if one is not None]
    return Used(
        measured=sum(one.minutes for one in known if one.is_measured),
        boxed=sum(one.minutes for one in known if not one.is_measured),
        items=len(told),
    )


def _minutes(spans: Sequence[Span]) -> int:
    """To the nearest whole minute, and at least one: an item that was taken up took time."""
    seconds, until = 0.0, None
    for one in sorted(spans, key=lambda span: span.start):
        start = one.start if until is None else max(one.start, until)
        if one.stop > start:
            seconds += (one.stop - start).total_seconds()
            until = one.stop
    return max(1, int(seconds / A_MINUTE + 0.5))
