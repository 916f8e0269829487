"""Geometry of the report's bar charts, in whole numbers. Pure. Each chart is drawn twice: for a page, for a phone."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """`value` is what the length shows and `words` how it is written. No value (None) is no bar, which is not 0."""

    label: str
    value: float | None
    words: str
    is_marked: bool = False


@dataclass(frozen=True)
class Words:
    x: int
    y: int
    text: str


@dataclass(frozen=True)
class Bar:
    label: tuple[Words, ...]
    x: int
    y: int
    width: int
    height: int
    words: Words
    is_marked: bool


@dataclass(frozen=True)
class Chart:
    """`kind` is the class that style sheets show on a wide or a narrow page. `axis` is the x where bars begin."""

    kind: str
    width: int
    height: int
    axis: int
    is_labelled_above: bool
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Layout:
    """A label stands beside its bar, or over it on lines of `characters`. `room_for_words` is free at the right."""

    kind: str
    width: int
    left: int
    thickness: int
    room_for_words: int
    characters: int | None = None


WIDE = Layout("wide", 720, 190, 20, 120)
WIDE_SENTENCES = Layout("wide", 720, 2, 20, 120, characters=90)
NARROW = Layout("narrow", 340, 2, 16, 124, characters=40)
LEAST = 2
TEXT_DROP = 5
GAP = 8
BETWEEN = 14
LINE = 18


def bar_charts(rows: Sequence[Row], *, sentences: bool = False) -> tuple[Chart, Chart]:
    return _chart(rows, WIDE_SENTENCES if sentences else WIDE), _chart(rows, NARROW)


def _chart(rows: Sequence[Row], layout: Layout) -> Chart:
    largest = max((row.value for row in rows if row.value is not None), default=0) or 1
    bars: list[Bar] = []
    top = GAP
    for row in rows:
        bars.append(_bar(row, top, largest, layout))
        top = bars[-1].y + bars[-1].height + BETWEEN
    return Chart(layout.kind, layout.width, top, layout.left, layout.characters is not None, tuple(bars))


def _bar(row: Row, top: int, largest: float, layout: Layout) -> Bar:
    lines = textwrap.wrap(row.label, layout.characters) if layout.characters else []
    y = top + LINE * len(lines)
    middle = y + layout.thickness // 2 + TEXT_DROP
    above = tuple(Words(layout.left, top + LINE * number + TEXT_DROP + GAP, line) for number, line in enumerate(lines))
    room = layout.width - layout.left - layout.room_for_words
    width = 0 if not row.value else max(LEAST, int(room * row.value / largest))
    return Bar(
        label=above or (Words(layout.left - GAP, middle, row.label),),
        x=layout.left,
        y=y,
        width=width,
        height=layout.thickness,
        words=Words(layout.left + width + GAP, middle, row.words),
        is_marked=row.is_marked,
    )
