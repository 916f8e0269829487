"""The loop as a drawing: five stages on a ring, in whole numbers. What is missing stands in words beside it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from skoleporten.rules.judgement import LACKS, STAGES, Round, Stage, lacks
from skoleporten.rules.judgement.loop import STAGE_OF
from skoleporten.web.rules.wording import in_language

MIDDLE, RADIUS, DOT = 130, 92, 27
# Between a dot's edge and the arrow, as an angle.
GAP = 0.38


@dataclass(frozen=True)
class StageInWords:
    """`standing`: done | here | later. `arrow`: x1 y1 x2 y2 of the arc to the next stage."""

    code: str
    number: int
    name: str
    question: str
    standing: str
    said: str
    missing: Sequence[str]
    x: int
    y: int
    arc: str


@dataclass(frozen=True)
class LoopDrawing:
    key: str
    stages: Sequence[StageInWords]
    summary: str
    next_question: str
    is_complete: bool


def loop_drawing(key: str, one: Round) -> LoopDrawing:
    missing = lacks(one)
    return drawing_of(
        key, {stage: [in_language(LACKS[lack]) for lack in missing if STAGE_OF[lack] is stage] for stage in Stage}
    )


def drawing_of(key: str, missing: Mapping[Stage, Sequence[str]]) -> LoopDrawing:
    """`missing` is in words, of each stage; one stands at the first that lacks something."""
    now = next((stage for stage in Stage if missing[stage]), None)
    stages = [_stage(number, stage, now, missing[stage]) for number, stage in enumerate(Stage)]
    return LoopDrawing(key, stages, _summary(stages, now), _next_question(now), now is None)


def _stage(number: int, stage: Stage, now: Stage | None, missing: Sequence[str]) -> StageInWords:
    standing = "done" if not missing else "here" if stage is now else "later"
    words = {"done": _("done"), "here": _("here now"), "later": _("something is missing")}
    x, y = _point(number)
    return StageInWords(
        code=stage.value,
        number=number + 1,
        name=in_language(STAGES[stage].name),
        question=in_language(STAGES[stage].question),
        standing=standing,
        said=words[standing],
        missing=missing,
        x=x,
        y=y,
        arc=_arc(number),
    )


def _summary(stages: Sequence[StageInWords], now: Stage | None) -> str:
    each = "; ".join(f"{one.number} {one.name}: {one.said}" for one in stages)
    return f"{each}." if now else _("%(each)s. The loop starts again.") % {"each": each}


def _next_question(now: Stage | None) -> str:
    return in_language(STAGES[now or Stage.OBSERVE].question)


def _point(number: float) -> tuple[int, int]:
    """The first stage stands at the top, and the next to the right of it."""
    angle = 2 * math.pi * number / len(Stage) - math.pi / 2
    return round(MIDDLE + RADIUS * math.cos(angle)), round(MIDDLE + RADIUS * math.sin(angle))


def _arc(number: int) -> str:
    step = len(Stage) / (2 * math.pi)
    (x1, y1), (x2, y2) = _point(number + GAP * step), _point(number + 1 - GAP * step)
    return f"M {x1} {y1} A {RADIUS} {RADIUS} 0 0 1 {x2} {y2}"
