"""Minutes a day against the plan: bars for what is known, a line for what was agreed, «?» where nobody marked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from skoleporten.presence.queries import PlannedDay, Share, Shares
from skoleporten.web.figures import NARROW_FRAME, WIDE_FRAME, Figure, Frame, Label, LegendItem, Rect
from skoleporten.web.tables import Column, Table
from skoleporten.web.words import NOTHING, duration, number, percent, short_day, short_month

SCALES = (30, 60, 120, 180, 240, 300, 360, 420, 480)
STEPS = 3
DAYS_ON_A_PHONE = 20
LEAST = 2


@dataclass(frozen=True)
class MinutesChart:
    """`plan` are the ends of the plan's line, day by day: x, width and y in whole units."""

    css_class: str
    width: int
    height: int
    left: int
    right: int
    baseline: int
    rects: Sequence[Rect]
    plan: Sequence[Rect]
    lines: Sequence[Label]
    marks: Sequence[Label]
    groups: Sequence[Label]

    def outlines(self) -> Iterator[tuple[str, str]]:
        """All bars of a kind as one path: half a year is 130 days."""
        for kind in dict.fromkeys(rect.css_class for rect in self.rects):
            bars = [rect for rect in self.rects if rect.css_class == kind]
            yield kind, "".join(f"M{bar.x} {bar.y}h{bar.width}v{bar.height}h-{bar.width}z" for bar in bars)

    @property
    def plan_line(self) -> str:
        return "".join(f"M{line.x} {line.y}h{line.width}" for line in self.plan)


@dataclass(frozen=True)
class ShareInWords:
    label: str
    value: str
    of_what: str


def shares_in_words(shares: Shares) -> list[ShareInWords]:
    """The two numbers, each with what it is of."""
    return [
        ShareInWords(_("Of the agreed plan"), percent(shares.agreed.fraction, 0), _of_what(shares.agreed)),
        ShareInWords(_("Of the ordinary timetable"), percent(shares.ordinary.fraction, 0), _of_what(shares.ordinary)),
    ]


def _of_what(share: Share) -> str:
    if not share.days and not share.days_unknown:
        return _("There is nothing to compare with in this time.")
    values = {"minutes": duration(share.minutes), "of": duration(share.of_minutes), "days": number(share.days)}
    known = (
        ngettext("%(minutes)s of %(of)s on %(days)s day", "%(minutes)s of %(of)s on %(days)s days", share.days) % values
    )
    if not share.days_unknown:
        return known
    return f"{known}; {_not_marked(share.days_unknown)}"


def _not_marked(days: int) -> str:
    words = ngettext(
        "%(days)s day is not marked and is left out", "%(days)s days are not marked and are left out", days
    )
    return words % {"days": number(days)}


def minutes_figure(days: Sequence[PlannedDay], today: dt.date, csv_url: str = "") -> Figure:
    """Of the days until today that are school days, or on which the pupil came."""
    past = [day for day in days if day.day <= today]
    return Figure(
        id="minutes",
        title=_("Minutes a day against the plan"),
        finding=_finding(past, today),
        template="presence/minutes_chart.html",
        charts=[_chart(past, WIDE_FRAME, today), _chart(past[-DAYS_ON_A_PHONE:], NARROW_FRAME, today)],
        table=_table(past, today),
        legend=[
            LegendItem(_("Minutes that the pupil was here"), "came"),
            LegendItem(_("Agreed in the plan"), "plan-line"),
            LegendItem(_("Not marked, or not known how long"), "not-known", "?"),
        ],
        csv_url=csv_url,
    )


def _finding(days: Sequence[PlannedDay], today: dt.date) -> str:
    if not days:
        return _("There is no school day in this time.")
    came = sum(1 for day in days if day.minutes)
    missing = sum(1 for day in days if _is_not_known(day, today))
    values = {"came": number(came), "days": number(len(days))}
    found = ngettext("Here on %(came)s of %(days)s day.", "Here on %(came)s of %(days)s days.", len(days)) % values
    return f"{found} {_not_marked(missing).capitalize()}." if missing else found


def _is_not_known(day: PlannedDay, today: dt.date) -> bool:
    """Today is not over, so nothing is missing of it yet."""
    if day.came is not None:
        return day.came.minutes is None and not day.came.is_open
    return day.agreed != 0 and day.day < today


def _chart(days: Sequence[PlannedDay], frame: Frame, today: dt.date) -> MinutesChart:
    highest = max([1, *(day.minutes or 0 for day in days), *(day.agreed or 0 for day in days)])
    top = next((scale for scale in SCALES if highest <= scale), highest)
    step = max((frame.width - frame.left - frame.right) // max(len(days), 1), 1)
    step = min(step, 40)
    placed = [(day, frame.left + index * step) for index, day in enumerate(days)]
    return MinutesChart(
        css_class=frame.css_class,
        width=frame.width,
        height=frame.height,
        left=frame.left,
        right=frame.left + step * len(days),
        baseline=frame.baseline,
        rects=[_bar(day.minutes, x, step, frame, top) for day, x in placed if day.minutes is not None],
        plan=[Rect(x, _y(day.agreed, frame, top), step, 0, "plan") for day, x in placed if day.agreed],
        lines=[_line(top * number // STEPS, frame, top) for number in range(STEPS + 1)],
        marks=[Label(x + step // 2, frame.baseline - 4, "?") for day, x in placed if _is_not_known(day, today)],
        groups=list(_months(placed, frame)),
    )


def _bar(minutes: int, x: int, step: int, frame: Frame, top: int) -> Rect:
    """0 is a thin line, which is not the same as nothing."""
    y = min(_y(minutes, frame, top), frame.baseline - LEAST)
    gap = step // 5
    return Rect(x + gap // 2, y, max(step - gap, 1), frame.baseline - y, "came" if minutes else "none")


def _y(minutes: int, frame: Frame, top: int) -> int:
    return frame.baseline - frame.room * min(minutes, top) // top


def _line(minutes: int, frame: Frame, top: int) -> Label:
    return Label(frame.left - 8, _y(minutes, frame, top), str(minutes))


def _months(placed: Iterable[tuple[PlannedDay, int]], frame: Frame) -> Iterable[Label]:
    seen: tuple[int, int] | None = None
    free_from = 0
    for day, x in placed:
        month = (day.day.year, day.day.month)
        if month != seen and x >= free_from:
            yield Label(x, frame.baseline + 22, short_month(day.day))
            free_from = x + 40
        seen = month


def _table(days: Sequence[PlannedDay], today: dt.date) -> Table:
    """The newest first. What is not marked says so."""
    columns = [
        Column(_("Day")), Column(_("Minutes here"), is_number=True), Column(_("Agreed"), is_number=True),
        Column(_("Ordinary timetable"), is_number=True),
    ]  # fmt: skip
    rows = [
        [short_day(day.day), _told(day, today), _or_dash(day.agreed), _or_dash(day.offered)] for day in reversed(days)
    ]
    return Table(_("Minutes a day, the newest first"), columns, rows, stacks=True)


def _told(day: PlannedDay, today: dt.date) -> str:
    if day.came is None:
        return _("not marked") if _is_not_known(day, today) else NOTHING
    if day.came.minutes is None:
        return _("here now") if day.came.is_open and day.day == today else _("not known how long")
    return number(day.came.minutes)


def _or_dash(minutes: int | None) -> str:
    return NOTHING if minutes is None else number(minutes)
