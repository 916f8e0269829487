"""Who steps in while somebody is away: one person who is here all those days, and never by way of a third."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from skoleporten.rules.calendar import public_holidays

SATURDAY = 5
LONGEST_DAYS = 366


@dataclass(frozen=True)
class Days:
    """Somebody's days away, both ends included. People are the caller's own keys."""

    who: int
    first: dt.date
    last: dt.date
    stand_in: int | None = None

    def has(self, day: dt.date) -> bool:
        return self.first <= day <= self.last

    def meets(self, other: Days) -> bool:
        return self.first <= other.last and self.last >= other.first


class WhyNot(StrEnum):
    """Why somebody can not step in."""

    ONESELF = "oneself"
    CIRCLE = "circle"
    CHAIN = "chain"
    AWAY = "away"


def why_not(wanted: Days, others: Iterable[Days]) -> tuple[WhyNot, Days | None] | None:
    """What speaks against the stand-in of `wanted`, with the days of hers that do; None where nothing does.

    A circle: the two would step in for each other. A chain: somebody else steps in for the stand-in already.
    """
    if wanted.stand_in is None:
        return None
    if wanted.stand_in == wanted.who:
        return WhyNot.ONESELF, None
    for days in others:
        if days.who == wanted.stand_in and days.meets(wanted):
            if days.stand_in == wanted.who:
                return WhyNot.CIRCLE, days
            return (WhyNot.CHAIN if days.stand_in is not None else WhyNot.AWAY), days
    return None


def days_without(one: Days, everybody: Iterable[Days]) -> list[dt.date]:
    """The working days on which nobody steps in: nobody is named, or whoever is named is away too."""
    of_stand_in = [days for days in everybody if days.who == one.stand_in and days.meets(one)]
    return [
        day for day in working_days(one.first, one.last)
        if one.stand_in is None or any(days.has(day) for days in of_stand_in)
    ]  # fmt: skip


def working_days(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    """Weekdays that are no public holiday, both ends included."""
    for number in range((last - first).days + 1):
        day = first + dt.timedelta(days=number)
        if day.weekday() < SATURDAY and day not in public_holidays(day.year):
            yield day
