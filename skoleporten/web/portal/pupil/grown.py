"""Minutes week by week, with the pupil's own first week as the measure. Never beside anybody else's.

A week with a day that nobody has marked is drawn as far as it is known and says so. A week in which nothing was agreed,
as in a holiday or a break, is empty and no fall.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from skoleporten.cases.models import Case
from skoleporten.presence.queries import PlannedDay, planned_days
from skoleporten.web.figures import Figure, Frame, Label, LegendItem, Rect
from skoleporten.web.tables import Column, Table
from skoleporten.web.words import duration, short_day

FRAME = Frame("always", 340, 200, left=12, right=12, top=24, bottom=36)
WEEKS_DRAWN = 12
LEAST = 3
LABELLED_TWICE = 5


@dataclass(frozen=True)
class WeekHere:
    """`minutes` None: no day of it is marked. `days` were agreed or come to, and `unknown` of them are not marked."""

    monday: dt.date
    minutes: int | None
    days: int
    unknown: int


@dataclass(frozen=True)
class GrownChart:
    css_class: str
    width: int
    height: int
    left: int
    right: int
    baseline: int
    start: int | None
    rects: Sequence[Rect]
    marks: Sequence[Label]
    names: Sequence[Label]


def weeks_here(case: Case, today: dt.date) -> list[WeekHere]:
    """Whole weeks only, from the first one in which the pupil came: half a week is no fall."""
    first, last = timezone.localdate(case.opened_at), today - dt.timedelta(days=today.weekday() + 1)
    found: dict[dt.date, list[PlannedDay]] = defaultdict(list)
    for day in planned_days(case, first, last) if first <= last else []:
        found[day.day - dt.timedelta(days=day.day.weekday())].append(day)
    weeks = [_week(monday, days) for monday, days in sorted(found.items())]
    began = next((number for number, week in enumerate(weeks) if week.minutes), len(weeks))
    return weeks[began:]


def _week(monday: dt.date, days: Sequence[PlannedDay]) -> WeekHere:
    counted = [day for day in days if day.agreed or day.came is not None]
    known = [day.minutes for day in counted if day.minutes is not None]
    return WeekHere(monday, sum(known) if known else None, len(counted), len(counted) - len(known))


def grown_figure(weeks: Sequence[WeekHere]) -> Figure | None:
    """None until the first whole week has been."""
    if not weeks:
        return None
    return Figure(
        id="grown",
        title=_("Your minutes, week by week"),
        finding=_finding(weeks),
        template="portal/pupil/grown.html",
        charts=[_chart(weeks[-WEEKS_DRAWN:], weeks[0].minutes or 0)],
        table=_table(weeks),
        legend=[
            LegendItem(_("Minutes you were here that week"), "came"),
            LegendItem(_("As many as in your first week"), "plan-line"),
            LegendItem(_("Nobody has marked it"), "not-known", "?"),
        ],
    )


def _finding(weeks: Sequence[WeekHere]) -> str:
    """More is told as more. Less is told as nothing but what it is."""
    first = weeks[0]
    latest = next((week for week in reversed(weeks) if week.minutes is not None), first)
    told = [_("In your first week you were here %(minutes)s.") % {"minutes": duration(first.minutes)}]
    if latest is not first:
        values = {"minutes": duration(latest.minutes), "day": short_day(latest.monday)}
        told.append(_("In the week from %(day)s it was %(minutes)s.") % values)
        told.append(_grown(first.minutes or 0, latest.minutes or 0))
    return " ".join(told)


def _grown(first: int, latest: int) -> str:
    if latest >= 2 * max(first, 1):
        return _("That is %(times)s times as long.") % {"times": latest // max(first, 1)}
    if latest > first:
        return _("That is %(more)s more.") % {"more": duration(latest - first)}
    return _("It goes up and down. That is how a way is.")


def _chart(weeks: Sequence[WeekHere], start: int) -> GrownChart:
    top = max([1, start, *(week.minutes or 0 for week in weeks)])
    step = min((FRAME.width - FRAME.left - FRAME.right) // len(weeks), 48)
    rects, marks = [], []
    for number, week in enumerate(weeks):
        x = FRAME.left + number * step
        if week.minutes is None and week.days:
            marks.append(Label(x + step // 2, FRAME.baseline - 6, "?"))
        elif week.minutes is not None:
            rects.append(_bar(week.minutes, x, step, top))
    line = FRAME.baseline - FRAME.room * start // top if start else None
    right = FRAME.left + step * len(weeks)
    return GrownChart(
        css_class=FRAME.css_class,
        width=FRAME.width,
        height=FRAME.height,
        left=FRAME.left,
        right=right,
        baseline=FRAME.baseline,
        start=line,
        rects=rects,
        marks=marks,
        names=_names(weeks, right),
    )


def _names(weeks: Sequence[WeekHere], right: int) -> list[Label]:
    """Of the first week, and of the last where there is room for both."""
    below = FRAME.baseline + 20
    ends = [Label(FRAME.left, below, short_day(weeks[0].monday)), Label(right, below, short_day(weeks[-1].monday))]
    return ends if len(weeks) >= LABELLED_TWICE else ends[:1]


def _bar(minutes: int, x: int, step: int, top: int) -> Rect:
    tall = max(FRAME.room * minutes // top, LEAST)
    gap = step // 5
    return Rect(x + gap // 2, FRAME.baseline - tall, step - gap, tall, "came" if minutes else "none")


def _table(weeks: Sequence[WeekHere]) -> Table:
    columns = [Column(_("The week from")), Column(_("You were here"))]
    rows = [[short_day(week.monday), _told(week)] for week in reversed(weeks)]
    return Table(_("Your weeks here, the newest first"), columns, rows)


def _told(week: WeekHere) -> str:
    if not week.days:
        return _("nothing was planned")
    if week.minutes is None:
        return _("nobody has marked it")
    told = duration(week.minutes)
    if not week.unknown:
        return told
    unknown = ngettext("%(days)s day is not marked", "%(days)s days are not marked", week.unknown)
    return f"{told} ({unknown % {'days': week.unknown}})"
