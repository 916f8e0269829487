"""What a step of the plan agrees: when in the week, how long, where and with whom. And which step holds on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import zip_longest
from typing import TypeVar

SCHOOL_WEEK = range(5)
LEAST_MINUTES, MOST_MINUTES = 5, 600
MOST_PARTS_A_DAY = 3


class Change(StrEnum):
    """The one thing that a step changes. MINUTES is how long, and when in the day."""

    MINUTES = "minutes"
    PLACE = "place"
    PEOPLE = "people"
    ACADEMICS = "academics"
    TRANSPORT = "transport"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Part:
    """One stay on one weekday (0 = Monday). A day may have more than one: two places in one day are two parts."""

    weekday: int
    minutes: int
    starts: dt.time | None = None
    place: str = ""
    with_whom: str = ""
    is_remote: bool = False

    @property
    def ends(self) -> dt.time | None:
        """None where the start is not agreed, or the end would be on another day."""
        if self.starts is None:
            return None
        minutes = self.starts.hour * 60 + self.starts.minute + self.minutes
        return dt.time(minutes // 60, minutes % 60) if minutes < 24 * 60 else None


@dataclass(frozen=True)
class Agreed:
    """A whole week of it. A pause is agreed in so many words; a week without parts that is no pause is a mistake."""

    parts: tuple[Part, ...] = ()
    is_pause: bool = False
    academics: str = ""
    transport: str = ""

    def on(self, weekday: int) -> tuple[Part, ...]:
        """In the order of the day; those without a start last."""
        parts = [part for part in self.parts if part.weekday == weekday]
        return tuple(sorted(parts, key=lambda part: (part.starts is None, part.starts or dt.time())))

    def minutes_on(self, weekday: int) -> int:
        return sum(part.minutes for part in self.parts if part.weekday == weekday)

    @property
    def week_minutes(self) -> int:
        return sum(part.minutes for part in self.parts)

    @property
    def longest_day(self) -> int:
        return max((self.minutes_on(weekday) for weekday in SCHOOL_WEEK), default=0)


@dataclass(frozen=True)
class Dated:
    """A step as it stands in time. `ends` is the last day, None where it is open. `key` grows with each row."""

    key: int
    starts: dt.date
    written_at: dt.datetime
    ends: dt.date | None = None


SomeDated = TypeVar("SomeDated", bound=Dated)


def holding(steps: Iterable[SomeDated], day: dt.date, known_at: dt.datetime | None = None) -> SomeDated | None:
    """The step that holds on `day`: of those begun by then the one that begins last, and of these the newest.

    A later step takes the place of an earlier one for good, so nothing comes back when it ends. `known_at` is when
    the pupil arrived that day: what was written later holds from the next day, unless nothing was agreed before it.
    """
    begun = [step for step in steps if step.starts <= day]
    if known_at is not None:
        begun = [step for step in begun if step.written_at <= known_at] or begun
    if not begun:
        return None
    last = max(begun, key=lambda step: (step.starts, step.key))
    return None if last.ends is not None and last.ends < day else last


def spans(steps: Sequence[SomeDated]) -> list[tuple[SomeDated, dt.date, dt.date | None]]:
    """Each step that holds some day with its first and last one, in order; None where nothing ends it."""
    ordered = sorted(steps, key=lambda step: (step.starts, step.key))
    found = []
    for step, after in zip_longest(ordered, ordered[1:]):
        until = step.ends
        if after is not None:
            before_it = after.starts - dt.timedelta(days=1)
            until = before_it if until is None else min(until, before_it)
        if until is None or until >= step.starts:
            found.append((step, step.starts, until))
    return found
