"""Who is on call at a moment, and whom a call for an adult goes to next. It promises nothing more than it knows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

# How long one is asked before the call goes on to the next.
MINUTES = 5


class Turn(StrEnum):
    """What happened to a call, in the order in which it may."""

    ASKED = "asked"
    PASSED_TO = "passed_to"
    NOBODY = "nobody"
    TAKEN = "taken"
    TALKED = "talked"
    NOT_REACHED = "not_reached"
    TAKEN_BACK = "taken_back"


ENDS = frozenset({Turn.TALKED, Turn.NOT_REACHED, Turn.TAKEN_BACK})


@dataclass(frozen=True)
class Duty:
    """From a day to a day, both included, on some weekdays (Monday is 0), between two times of the same day."""

    user: int
    order: int
    first: dt.date
    last: dt.date
    weekdays: frozenset[int]
    begins: dt.time
    ends: dt.time

    def is_on(self, at: dt.datetime) -> bool:
        """`at` is local. The minute it ends is no longer of it."""
        return self.is_on_day(at.date()) and self.begins <= at.time() < self.ends

    def is_on_day(self, day: dt.date) -> bool:
        return self.first <= day <= self.last and day.weekday() in self.weekdays


def on_call(duties: Iterable[Duty], at: dt.datetime, away: Collection[int] = ()) -> list[Duty]:
    """Those who are on call at that local moment, in the order in which they are asked; each person once."""
    found: dict[int, Duty] = {}
    for duty in sorted(duties, key=lambda duty: (duty.order, duty.user)):
        if duty.is_on(at) and duty.user not in away:
            found.setdefault(duty.user, duty)
    return list(found.values())


def next_to_ask(duties: Iterable[Duty], asked: Collection[int], may_be_asked: Collection[int]) -> Duty | None:
    """The first who was not asked yet and may see the pupil; None where nobody is left."""
    return next((duty for duty in duties if duty.user not in asked and duty.user in may_be_asked), None)


def passes_on_at(asked_at: dt.datetime, minutes: int = MINUTES) -> dt.datetime:
    return asked_at + dt.timedelta(minutes=minutes)
