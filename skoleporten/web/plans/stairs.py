"""The small steps as stairs: where the pupil has been, is, and may go. Of one pupil, and never beside another's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from skoleporten.rules.plan import Agreed, SmallSteps, Stair, Standing, stair_of, standings
from skoleporten.web import words
from skoleporten.web.figures import Figure, Label, LegendItem, Rect
from skoleporten.web.tables import Column, Table

# In the units of the drawing: the narrowest screen shows it as it is.
STEP, LEFT, TOP, RISE, FOOT = 25, 8, 14, 11, 22
LETTERS = {Standing.BEEN: "✓", Standing.HERE: "●", Standing.MAY: ""}


@dataclass(frozen=True)
class StairsChart:
    css_class: str
    width: int
    height: int
    rects: Sequence[Rect]
    marks: Sequence[Label]
    names: Sequence[Label]


def stairs_figure(
    here: Agreed | None, before: Iterable[Agreed], offered: Mapping[int, int], rule: SmallSteps
) -> Figure:
    """`before`: every week that was agreed until now."""
    now = stair_of(here, offered, rule.stairs) if here else None
    rows = standings(rule.stairs, (stair_of(one, offered, rule.stairs) for one in before), now)
    names = {Standing.BEEN: _("has been used"), Standing.HERE: _("here now"), Standing.MAY: _("may be used")}
    table = Table(
        _("The small steps, and which of them have been used"),
        [Column(_("Step")), Column(_("Used"))],
        [[stair_in_words(stair), names[standing]] for stair, standing in rows],
    )
    return Figure(
        id="small-steps",
        title=_("The small steps"),
        finding=_finding(here, now),
        template="plans/stairs.html",
        charts=[_chart(rows)],
        table=table,
        legend=[LegendItem(names[one].capitalize(), f"stair-{one}", LETTERS[one]) for one in Standing],
    )


def stair_in_words(stair: Stair) -> str:
    if stair.full_days:
        told = ngettext("%(count)s full day a week", "%(count)s full days a week", stair.full_days)
        return told % {"count": stair.full_days}
    return words.duration(stair.minutes)


def _finding(here: Agreed | None, now: Stair | None) -> str:
    if here is None:
        return _("Nothing is agreed yet. Any of them may be the first.")
    if now is None:
        return _("A pause is agreed. Any of them may be the next.")
    return _("Here now: %(step)s. The others are there to be used or not, in any order.") % {
        "step": stair_in_words(now)
    }


def _chart(rows: Sequence[tuple[Stair, Standing]]) -> StairsChart:
    height = TOP + RISE * len(rows) + FOOT
    floor = height - FOOT
    rects, marks, names = [], [], []
    for number, (stair, standing) in enumerate(rows):
        x, tall = LEFT + number * STEP, RISE * (number + 1)
        rects.append(Rect(x, floor - tall, STEP - 2, tall, f"stair-{standing}"))
        middle = x + STEP // 2 - 1
        if LETTERS[standing]:
            marks.append(Label(middle, floor - tall - 2, LETTERS[standing]))
        names.append(Label(middle, floor + 15, _short(stair)))
    return StairsChart("stairs", 2 * LEFT + STEP * len(rows), height, rects, marks, names)


def _short(stair: Stair) -> str:
    return f"{stair.full_days}×" if stair.full_days else str(stair.minutes)
