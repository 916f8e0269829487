"""The sums of a pulse that is open, and who has answered: everything that is kept of it, and no answer of anybody.

The text of it is of one length whatever it holds, and the same in whatever order people have answered. So two looks at
it under seal tell not even that somebody has answered.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from skoleporten.rules.climate.items import Axis

# Letters. Room for about 500 people; a group of more takes as much once again.
LENGTH = 4096


@dataclass(frozen=True)
class Sums:
    people: frozenset[int] = frozenset()
    points: Mapping[Axis, int] = field(default_factory=lambda: dict.fromkeys(Axis, 0))

    def plus(self, person: int, points: Mapping[Axis, int]) -> Sums:
        """One answer a person: whoever has answered already adds nothing."""
        if person in self.people:
            return self
        return Sums(self.people | {person}, {axis: self.points[axis] + points[axis] for axis in Axis})

    def as_text(self) -> str:
        values = {"people": sorted(self.people), "points": {axis.value: self.points[axis] for axis in Axis}}
        text = json.dumps(values, separators=(",", ":"))
        return text.ljust(LENGTH * (len(text) // LENGTH + 1))


def sums_of(text: str) -> Sums:
    values = json.loads(text)
    return Sums(frozenset(values["people"]), {axis: values["points"][axis.value] for axis in Axis})
