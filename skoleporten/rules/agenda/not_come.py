"""Whether a pupil has not come on the last planned days. A day of which nothing is known is neither here nor there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

LEAST = 3


@dataclass(frozen=True)
class PlannedDay:
    """`agreed` minutes; None where there was no plan. `came` None: nobody has marked it."""

    day: dt.date
    agreed: int | None
    came: bool | None

    @property
    def is_planned(self) -> bool:
        return bool(self.agreed)


@dataclass(frozen=True)
class NotCome:
    """The planned days on which she did not come, oldest first. `not_known`: planned days since then without a mark."""

    days: tuple[dt.date, ...]
    not_known: int


def not_come(days: Iterable[PlannedDay], least: int = LEAST) -> NotCome | None:
    """Since the pupil last came, on planned days or others. None where it is fewer days than `least`."""
    found: list[dt.date] = []
    not_known, between = 0, 0
    for one in sorted(days, key=lambda one: one.day, reverse=True):
        if one.came:
            break
        if not one.is_planned:
            continue
        if one.came is None:
            between += 1
        else:
            found.append(one.day)
            not_known = between
    return NotCome(tuple(reversed(found)), not_known) if len(found) >= least else None
