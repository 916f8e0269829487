"""The order of an agenda, and its time. What one reader sees of it stays in order whatever she does not see."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Way(StrEnum):
    UP = "up"
    DOWN = "down"


@dataclass(frozen=True)
class Placed:
    """`position` None: nobody has put it anywhere, so it stands where its section does, the earliest date first."""

    key: str
    section: int
    on: dt.date | None
    name: str
    position: int | None = None


@dataclass(frozen=True)
class TimeSet:
    """Minutes set aside, and those that the meeting has."""

    minutes: int
    of_minutes: int

    @property
    def left(self) -> int:
        """Below 0 where more is set aside than there is."""
        return self.of_minutes - self.minutes


def in_order(placed: Iterable[Placed]) -> list[str]:
    """Those that somebody has placed first. What has come since stands after them."""
    return [one.key for one in sorted(placed, key=_place)]


def _place(one: Placed) -> tuple[bool, int, int, dt.date, str, str]:
    return one.position is None, one.position or 0, one.section, one.on or dt.date.max, one.name, one.key


def moved(order: Sequence[str], seen: Sequence[str], key: str, way: Way) -> list[str]:
    """`order` with the key on the other side of its neighbour among those `seen`; at the end it stays where it is."""
    here = seen.index(key)
    there = here - 1 if way is Way.UP else here + 1
    if not 0 <= there < len(seen):
        return list(order)
    rest = [one for one in order if one != key]
    at = rest.index(seen[there]) + (way is Way.DOWN)
    return [*rest[:at], key, *rest[at:]]
