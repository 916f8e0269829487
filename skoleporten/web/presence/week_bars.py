"""The week of one pupil as five small bars. What is not marked is hollow with a «?», and never looks like 0."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.utils import formats
from django.utils.translation import get_language
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
class Week:
    """The drawing as one path a meaning, in whole units, and the same in words. `signs`: where a «?» stands."""

    came: str
    none: str
    not_known: str
    ahead: str
    plan: str
    signs: Sequence[int]
    words: str


def monday_of(day: dt.date) -> dt.date:
    return day - dt.timedelta(days=day.weekday())


def weekdays_of(day: dt.date) -> list[dt.date]:
    return [monday_of(day) + dt.timedelta(days=number) for number in range(5)]


def week_of(days: Sequence[Told], today: dt.date, names: Sequence[str]) -> Week:
    """`names` are those of the weekdays, in the reader's language."""
    top = max([1, *(one.minutes or 0 for one in days), *(one.agreed or 0 for one in days)])
    paths: dict[str, list[str]] = {name: [] for name in ("came", "none", "not_known", "ahead", "plan")}
    signs = []
    for index, one in enumerate(days):
        x, kind = index * STEP, _kind(one, today)
        paths[kind].append(_path(kind, x, one.minutes or 0, top))
        if kind == "not_known":
            signs.append(x + WIDTH // 2)
        if one.agreed:
            paths["plan"].append(f"M{x} {BASELINE - HIGHEST * one.agreed // top}h{WIDTH}")
    words = ", ".join(f"{name} {_in_words(one, today)}" for name, one in zip(names, days, strict=True))
    drawn = {name: "".join(parts) for name, parts in paths.items()}
    return Week(**drawn, signs=signs, words=_("The week: %(days)s.") % {"days": words})


def _kind(one: Told, today: dt.date) -> str:
    if one.is_known and one.minutes is not None:
        return "came" if one.minutes else "none"
    is_missing = one.is_school_day and one.agreed != 0 and one.day < today
    return "not_known" if one.is_known or is_missing else "ahead"


def _path(kind: str, x: int, minutes: int, top: int) -> str:
    if kind == "ahead":
        return f"M{x} {BASELINE}h{WIDTH}"
    height = HIGHEST // 2 if kind == "not_known" else max(HIGHEST * minutes // top, LEAST)
    return f"M{x} {BASELINE}v-{height}h{WIDTH}v{height}z"


def minutes_in_words(minutes: int) -> str:
    return _duration(minutes, get_language() or "nb")


@lru_cache(maxsize=2000)
def _duration(minutes: int, language: str) -> str:
    """Sixty pupils have five days a week each, and mostly the same few minutes. `language` is the one that is on."""
    return duration(minutes)


def names_of(days: Sequence[dt.date]) -> list[str]:
    return [formats.date_format(day, "l") for day in days]


def _in_words(one: Told, today: dt.date) -> str:
    if one.is_known and one.minutes is not None:
        return _of(one.minutes, one.agreed)
    if one.is_known:
        return _("came, not known how long")
    if not one.is_school_day:
        return _("no school")
    if one.agreed == 0:
        return _("nothing agreed")
    if one.day >= today:
        return _("%(minutes)s agreed") % {"minutes": minutes_in_words(one.agreed)} if one.agreed else _("no plan yet")
    return _("not marked")


def _of(minutes: int, agreed: int | None) -> str:
    if not agreed:
        return minutes_in_words(minutes)
    return _("%(minutes)s of %(agreed)s") % {"minutes": minutes_in_words(minutes), "agreed": minutes_in_words(agreed)}


def told(
    days: Sequence[dt.date], agreed: Mapping[dt.date, int | None], came: Mapping[dt.date, int | None]
) -> list[Told]:
    """`agreed` holds the school days, `came` the days of which something is marked."""
    return [Told(day, day in agreed, agreed.get(day), came.get(day), day in came) for day in days]
