"""Geometry of the charts, in whole numbers so that no language's decimal sign can break an SVG. Pure.

A figure is always: title, finding in words, drawing, legend, the same numbers in a table, and as CSV.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from skoleporten.web.tables import Table

WIDE, NARROW = "wide", "narrow"


@dataclass(frozen=True)
class LegendItem:
    label: str
    css_class: str
    letter: str = ""


@dataclass(frozen=True)
class Figure:
    """`charts` are the same numbers drawn for different widths; style sheets show one of them at a time."""

    id: str
    title: str
    finding: str
    template: str
    charts: Sequence[Any]
    table: Table
    legend: Sequence[LegendItem] = ()
    csv_url: str = ""


@dataclass(frozen=True)
class Part:
    """A share of one bar. `css_class` names its pattern as well as its colour."""

    css_class: str
    value: int


@dataclass(frozen=True)
class Bar:
    """One bar of stacked parts out of `whole`. No whole (None or 0) is no bar at all, which is not the same as 0.

    `mark` is a sign drawn in place of the bar («?» where nothing was registered), `group` the word under the axis
    where it begins.
    """

    label: str
    whole: int | None
    parts: Sequence[Part] = ()
    mark: str = ""
    group: str = ""


@dataclass(frozen=True)
class Rect:
    x: int
    y: int
    width: int
    height: int
    css_class: str


@dataclass(frozen=True)
class Label:
    x: int
    y: int
    text: str


@dataclass(frozen=True)
class BarChart:
    css_class: str
    width: int
    height: int
    left: int
    right: int
    baseline: int
    rects: Sequence[Rect]
    lines: Sequence[Label]  # one a grid line: x is where its label ends
    marks: Sequence[Label]
    groups: Sequence[Label]
    ticks: Sequence[int] = field(default_factory=tuple)


@dataclass(frozen=True)
class Frame:
    """The room inside the margins, in the units of the drawing's own viewBox."""

    css_class: str
    width: int
    height: int
    left: int = 56
    right: int = 8
    top: int = 16
    bottom: int = 32

    @property
    def baseline(self) -> int:
        return self.height - self.bottom

    @property
    def room(self) -> int:
        return self.baseline - self.top


WIDE_FRAME = Frame(WIDE, 960, 280)
NARROW_FRAME = Frame(NARROW, 340, 240, left=48)
SCALES = {20: (0, 5, 10, 15, 20), 40: (0, 10, 20, 30, 40), 60: (0, 20, 40, 60), 100: (0, 25, 50, 75, 100)}
LEAST_BAR = 2  # units: what is there can be seen


def share_bars(bars: Sequence[Bar], frame: Frame) -> BarChart:
    """Each bar as a share of its own whole, side by side in equal steps, on the lowest scale that holds them all."""
    top = _top_of(bars)
    step = max((frame.width - frame.left - frame.right) // max(len(bars), 1), 1)
    gap = max(step // 5, 1)
    starts = [frame.left + index * step for index in range(len(bars))]
    rects = [
        rect
        for bar, x in zip(bars, starts, strict=True)
        for rect in _stack(bar, x + gap // 2, max(step - gap, 1), frame, top)
    ]
    return BarChart(
        css_class=frame.css_class,
        width=frame.width,
        height=frame.height,
        left=frame.left,
        right=frame.left + step * len(bars),
        baseline=frame.baseline,
        rects=rects,
        lines=[Label(frame.left - 8, _height_of(percent, frame, top), f"{percent}") for percent in SCALES[top]],
        marks=[
            Label(x + step // 2, frame.baseline - 6, bar.mark) for bar, x in zip(bars, starts, strict=True) if bar.mark
        ],
        groups=[Label(x, frame.baseline + 22, bar.group) for bar, x in zip(bars, starts, strict=True) if bar.group],
        ticks=[x for bar, x in zip(bars, starts, strict=True) if bar.group],
    )


def _top_of(bars: Sequence[Bar]) -> int:
    """The lowest scale, in percent, that holds the highest bar."""
    highest = max((100 * sum(part.value for part in bar.parts) / bar.whole for bar in bars if bar.whole), default=0)
    return next((top for top in SCALES if highest <= top), max(SCALES))


def _height_of(percent: int, frame: Frame, top: int) -> int:
    return frame.baseline - frame.room * percent // top


def _stack(bar: Bar, x: int, width: int, frame: Frame, top: int) -> list[Rect]:
    if not bar.whole:
        return []
    rects: list[Rect] = []
    below = 0
    for part in bar.parts:
        if part.value <= 0:
            continue
        bottom = _height_of_share(below, bar.whole, frame, top)
        below += part.value
        height = max(bottom - _height_of_share(below, bar.whole, frame, top), LEAST_BAR)
        rects.append(Rect(x, bottom - height, width, height, part.css_class))
    return rects


def _height_of_share(value: int, whole: int, frame: Frame, top: int) -> int:
    return frame.baseline - frame.room * 100 * min(value, whole) // (whole * top)
