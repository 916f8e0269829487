"""The four fields as a drawing, in whole numbers: where the group stood each time, the newest filled."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from skoleporten.climate.models import Pulse
from skoleporten.rules.climate import AIM, Field, Place

MIDDLE, HALF, STEP, DOT = 160, 120, 40, 12
# Two rows of words under the fields, in the larger letters of a telephone.
UNDER = 48
# How many are drawn; all of them stand in the table.
MOST = 6
# Those that share a place lie beside each other.
BESIDE = ((0, 0), (25, 0), (0, 25), (-25, 0), (0, -25), (-25, -25))
CORNERS = {Field.I: (1, -1), Field.II: (-1, -1), Field.III: (-1, 1), Field.IV: (1, 1)}


@dataclass(frozen=True)
class FieldDrawn:
    name: str
    x: int
    y: int
    text_x: int
    text_y: int
    is_aim: bool


@dataclass(frozen=True)
class Dot:
    number: int
    x: int
    y: int
    is_newest: bool


@dataclass(frozen=True)
class Way:
    """From one picture to the next, of the same statements."""

    x1: int
    y1: int
    x2: int
    y2: int


@dataclass(frozen=True)
class FieldsChart:
    css_class: str
    size: int
    height: int
    first: int
    last: int
    middle: int
    half: int
    dot: int
    fields: Sequence[FieldDrawn]
    dots: Sequence[Dot]
    ways: Sequence[Way]


def fields_chart(pictures: Sequence[Pulse]) -> FieldsChart:
    """`pictures` oldest first; their numbers are those of the table."""
    dots = _dots(pictures)
    drawn = [(dot, pictures[dot.number - 1].items.sha256) for dot in dots]
    ways = [Way(one.x, one.y, other.x, other.y) for (one, first), (other, second) in pairwise(drawn) if first == second]
    return FieldsChart(
        css_class="climate", size=2 * MIDDLE, height=MIDDLE + HALF + UNDER, first=MIDDLE - HALF, last=MIDDLE + HALF,
        middle=MIDDLE, half=HALF, dot=DOT, fields=[_field(one) for one in Field], dots=dots, ways=ways,
    )  # fmt: skip


def place_of(pulse: Pulse) -> Place:
    assert pulse.safety is not None
    assert pulse.openness is not None
    return Place(pulse.safety, pulse.openness)


def _dots(pictures: Sequence[Pulse]) -> list[Dot]:
    before: Counter[Place] = Counter()
    first = max(len(pictures) - MOST, 0)
    dots = []
    for number, pulse in enumerate(pictures[first:], start=first + 1):
        place = place_of(pulse)
        aside, down = BESIDE[before[place]]
        before[place] += 1
        x, y = MIDDLE + place.safety * STEP + aside, MIDDLE - place.openness * STEP + down
        dots.append(Dot(number, x, y, is_newest=number == len(pictures)))
    return dots


def _field(one: Field) -> FieldDrawn:
    right, down = CORNERS[one]
    return FieldDrawn(
        name=one.value,
        x=MIDDLE if right > 0 else MIDDLE - HALF,
        y=MIDDLE if down > 0 else MIDDLE - HALF,
        text_x=MIDDLE + right * (HALF - 13),
        text_y=MIDDLE + down * (HALF - 13),
        is_aim=one is AIM,
    )
