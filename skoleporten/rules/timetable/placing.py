"""In which slots of the day something stands that lasts from one time to another."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from skoleporten.rules.plan.agreed import SCHOOL_WEEK
from skoleporten.rules.plan.slots import Slot

__all__ = ["SCHOOL_WEEK", "Placing", "place"]


@dataclass(frozen=True)
class Placing:
    """`slots` are places among the day's slots, in order, that it has a minute in.

    `is_before` and `is_after`: a part of it lies before the first slot begins, or after the last one has ended.
    """

    slots: tuple[int, ...]
    is_before: bool
    is_after: bool


def place(starts: dt.time, ends: dt.time, slots: Sequence[Slot]) -> Placing:
    covered = tuple(number for number, slot in enumerate(slots) if slot.starts < ends and slot.ends > starts)
    return Placing(covered, starts < slots[0].starts, ends > slots[-1].ends)
