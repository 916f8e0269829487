"""Places against need: a few counts as of a day, without a name and without a forecast."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from skoleporten.rules.transitions import Stage

IN_A_PLACE = frozenset({Stage.ACTIVE, Stage.HANDING_BACK})
NEW = frozenset({Stage.REFERRED, Stage.IN_INTAKE})


@dataclass(frozen=True)
class Need:
    """How many are where. `without_date`: of those who wait, how many have no day ahead on which it is looked at."""

    as_of: dt.date
    in_a_place: int
    handing_back: int
    offered: int
    waiting: int
    without_date: int
    new: int


@dataclass(frozen=True)
class Against:
    """`places` is None where nobody has said how many there are: then nothing is free and nothing is missing."""

    need: Need
    places: int | None

    @property
    def free(self) -> int | None:
        """Below 0 where more are in a place than there are places."""
        return None if self.places is None else self.places - self.need.in_a_place


def need(intakes: Iterable[tuple[str, dt.date | None]], as_of: dt.date) -> Need:
    """Of each open one its stage, and the day on which it is looked at again."""
    rows = [(Stage(stage), review) for stage, review in intakes]
    stages = [stage for stage, _review in rows]
    waiting = [review for stage, review in rows if stage is Stage.WAITING]
    return Need(
        as_of=as_of,
        in_a_place=sum(stage in IN_A_PLACE for stage in stages),
        handing_back=stages.count(Stage.HANDING_BACK),
        offered=stages.count(Stage.OFFERED),
        waiting=len(waiting),
        without_date=sum(review is None or review < as_of for review in waiting),
        new=sum(stage in NEW for stage in stages),
    )
