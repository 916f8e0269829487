"""The week of one pupil as five small bars. What is not marked is hollow with a «?», and never looks like 0."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils import formats
from django.utils.translation import gettext as _

from skoleporten.web.words import duration

HIGHEST, BASELINE = 24, 28
LEAST = 2
STEP, WIDTH = 16, 11


@dataclass(frozen=True)
class Told:
    """Of one day: `agreed` None is no plan. `is_known` is False where nobody has marked anything."""

    day: dt.date
    is_school_day: bool
    agreed: int | None
    minutes: int | None
    is_known: bool


@dataclass(frozen=True)
class WeekBar:
    """In whole units of the drawing; `plan_y` is where the line of the plan goes, `css` names pattern and meaning."""

    x: int
    y: int
    height: int
    css: str
    plan_y: int | None = None
    sign: str = ""

    @property
    def middle(self) -> int:
        return self.x + WIDTH // 2

    @property
    def end(self) -> int:
        return self.x + WIDTH


def monday_of(day: dt.date) -> dt.date:
    return day - dt.timedelta(days=day.weekday())


def weekdays_of(day: dt.date) -> list[dt.date]:
    return [monday_of(day) + dt.timedelta(days=number) for number in range(5)]


def week_bars(days: Sequence[Told], today: dt.date) -> list[WeekBar]:
    top = max([1, *(one.minutes or 0 for one in days), *(one.agreed or 0 for one in days)])
    return [_bar(one, index * STEP, top, today) for index, one in enumerate(days)]


def _bar(one: Told, x: int, top: int, today: dt.date) -> WeekBar:
    plan_y = BASELINE - HIGHEST * one.agreed // top if one.agreed else None
    if one.is_known and one.minutes is not None:
        height = max(HIGHEST * one.minutes // top, LEAST)
        return WeekBar(x, BASELINE - height, height, "came" if one.minutes else "none", plan_y)
    if one.is_known or (one.is_school_day and one.agreed != 0 and one.day < today):
        return WeekBar(x, BASELINE - HIGHEST // 2, HIGHEST // 2, "not-known", plan_y, "?")
    return WeekBar(x, BASELINE, 0, "ahead" if one.day >= today else "nothing", plan_y)


def week_in_words(days: Sequence[Told], today: dt.date) -> str:
    return _("The week: %(days)s.") % {"days": ", ".join(_day_in_words(one, today) for one in days)}


def _day_in_words(one: Told, today: dt.date) -> str:
    name = formats.date_format(one.day, "l")
    return f"{name} {_state_in_words(one, today)}"


def _state_in_words(one: Told, today: dt.date) -> str:
    if one.is_known and one.minutes is not None:
        return _of(one.minutes, one.agreed)
    if one.is_known:
        return _("came, not known how long")
    if not one.is_school_day:
        return _("no school")
    if one.agreed == 0:
        return _("nothing agreed")
    if one.day >= today:
        return _("%(minutes)s agreed") % {"minutes": duration(one.agreed)} if one.agreed else _("no plan yet")
    return _("not marked")


def _of(minutes: int, agreed: int | None) -> str:
    if not agreed:
        return duration(minutes)
    return _("%(minutes)s of %(agreed)s") % {"minutes": duration(minutes), "agreed": duration(agreed)}


def told(
    days: Sequence[dt.date], agreed: Mapping[dt.date, int | None], came: Mapping[dt.date, int | None]
) -> list[Told]:
    """`agreed` holds the school days, `came` the days of which something is marked."""
    return [Told(day, day in agreed, agreed.get(day), came.get(day), day in came) for day in days]
