"""Absence week by week: a chart, its words, its table and its file, all from the same rows."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from skoleporten.rules.absence import PupilDay
from skoleporten.rules.calendar import iso_week
from skoleporten.web import words
from skoleporten.web.figures import (
    NARROW_FRAME,
    WIDE_FRAME,
    Bar,
    Figure,
    LegendItem,
    Part,
    share_bars,
)
from skoleporten.web.pupils.day_words import DOCUMENTED, UNDOCUMENTED, UNKNOWN
from skoleporten.web.pupils.year import PupilYear
from skoleporten.web.tables import Column, Table

WEEKS_ON_A_PHONE = 14
ONE_WEEK = dt.timedelta(days=7)


@dataclass(frozen=True)
class WeekRow:
    """One calendar week from Monday. A week without school days has none of anything, which is not the same as 0."""

    monday: dt.date
    days: Sequence[PupilDay]
    unregistered: int

    @property
    def number(self) -> int:
        return iso_week(self.monday)[1]

    @property
    def minutes_offered(self) -> int:
        return sum(day.minutes_offered for day in self.days)

    @property
    def minutes_absent(self) -> int:
        return sum(day.minutes_absent for day in self.days)

    @property
    def parts(self) -> list[Part]:
        return [
            Part(DOCUMENTED, sum(day.documented_minutes for day in self.days)),
            Part(UNDOCUMENTED, sum(day.undocumented_minutes for day in self.days)),
            Part(UNKNOWN, sum(day.unknown_minutes for day in self.days)),
        ]

    @property
    def share(self) -> float | None:
        return self.minutes_absent / self.minutes_offered if self.minutes_offered else None

    @property
    def whole_days(self) -> int:
        return sum(day.is_whole for day in self.days)

    @property
    def lessons(self) -> int:
        return sum(day.lessons for day in self.days)


def week_rows(year: PupilYear) -> list[WeekRow]:
    """Every week from the first school day to the last counted one, also those without school."""
    by_week: dict[dt.date, list[PupilDay]] = defaultdict(list)
    out: dict[dt.date, int] = defaultdict(int)
    for day in year.days:
        by_week[_monday(day.date)].append(day)
    for date in year.unregistered:
        out[_monday(date)] += 1
    mondays = [*by_week, *out]
    if not mondays:
        return []
    count = (max(mondays) - min(mondays)).days // 7 + 1
    return [
        WeekRow(monday, by_week.get(monday, []), out.get(monday, 0))
        for monday in (min(mondays) + ONE_WEEK * index for index in range(count))
    ]


def week_figure(year: PupilYear, csv_url: str) -> Figure | None:
    """None where there is no week to draw."""
    rows = week_rows(year)
    if not rows:
        return None
    bars = [_bar(row, before) for row, before in zip(rows, [None, *rows], strict=False)]
    last = rows[-WEEKS_ON_A_PHONE:]
    last_bars = [_bar(row, before) for row, before in zip(last, [None, *last], strict=False)]
    return Figure(
        id="weeks",
        title=gettext("Share of school time away, week by week"),
        finding=_finding(rows),
        template="components/share_bars.html",
        charts=[share_bars(bars, WIDE_FRAME), share_bars(last_bars, NARROW_FRAME)],
        legend=_legend(rows),
        table=week_table(rows),
        csv_url=csv_url,
    )


def week_table(rows: Sequence[WeekRow]) -> Table:
    return Table(
        caption=gettext("Absence week by week"),
        is_caption_hidden=True,
        columns=[Column(heading, is_number=index > 0) for index, heading in enumerate(week_headings())],
        rows=[
            [
                gettext("Week %(week)s, from %(date)s") % {"week": row.number, "date": words.short_day(row.monday)},
                words.percent(row.share),
                words.duration(row.minutes_absent) if row.days else words.NOTHING,
                words.duration(row.minutes_offered) if row.days else words.NOTHING,
                words.number(row.whole_days) if row.days else words.NOTHING,
                words.number(row.lessons) if row.days else words.NOTHING,
                words.number(row.unregistered),
            ]
            for row in rows
        ],
    )


def week_headings() -> list[str]:
    return [
        gettext("Week"),
        gettext("Share away"),
        gettext("Time away"),
        gettext("School time"),
        gettext("Whole days"),
        gettext("Lessons"),
        gettext("Days not registered"),
    ]


def week_file_headings() -> list[str]:
    return [
        gettext("Week"),
        gettext("First day of the week"),
        gettext("Minutes away"),
        gettext("Of them documented"),
        gettext("Of them not documented"),
        gettext("Of them not known"),
        gettext("Minutes of school"),
        gettext("Whole days"),
        gettext("Lessons"),
        gettext("Days not registered"),
    ]


def week_file_rows(rows: Sequence[WeekRow]) -> list[list[int | str | None]]:
    return [[row.number, row.monday.isoformat(), *_counted(row), row.unregistered] for row in rows]


def _counted(row: WeekRow) -> list[int | None]:
    """A week without counted days has empty cells, not noughts."""
    if not row.days:
        return [None] * 7
    parts = [part.value for part in row.parts]
    return [row.minutes_absent, *parts, row.minutes_offered, row.whole_days, row.lessons]


def _monday(date: dt.date) -> dt.date:
    return date - dt.timedelta(days=date.weekday())


def _bar(row: WeekRow, before: WeekRow | None) -> Bar:
    """The month is written under the first week that begins in it."""
    is_new_month = before is None or before.monday.month != row.monday.month
    return Bar(
        label=str(row.number),
        whole=row.minutes_offered or None,
        parts=row.parts,
        mark="?" if row.unregistered and not row.days else "",
        group=words.short_month(row.monday) if is_new_month else "",
    )


def _legend(rows: Sequence[WeekRow]) -> list[LegendItem]:
    used = {part.css_class for row in rows for part in row.parts if part.value}
    items = [
        LegendItem(gettext("documented"), DOCUMENTED),
        LegendItem(gettext("not documented"), UNDOCUMENTED),
        LegendItem(gettext("not known whether documented"), UNKNOWN),
    ]
    shown = [item for item in items if item.css_class in used]
    if any(row.unregistered and not row.days for row in rows):
        shown.append(LegendItem(gettext("nobody took the register all week"), "unregistered", "?"))
    return shown


def _finding(rows: Sequence[WeekRow]) -> str:
    """Compares the last four weeks with school with the four before, in plain numbers and without a verdict."""
    with_school = [row for row in rows if row.days]
    if len(with_school) < 8:
        return gettext("Each bar is one week; its height is the share of that week's school time.")
    now, before = _share(with_school[-4:]), _share(with_school[-8:-4])
    return gettext("Away %(now)s of school time in the last four weeks with school; %(before)s in the four before.") % {
        "now": words.percent(now),
        "before": words.percent(before),
    }


def _share(rows: Sequence[WeekRow]) -> float:
    return sum(row.minutes_absent for row in rows) / sum(row.minutes_offered for row in rows)
