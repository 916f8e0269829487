"""Marks at the door as the tests of the rules write them."""

from __future__ import annotations

import datetime as dt
import itertools

from skoleporten.rules.presence import (
    SCHOOL_TIME,
    Day,
    Event,
    Kind,
    Why,
    derive,
)

MONDAY = dt.date(2026, 11, 23)
_number = itertools.count(1)


def at(clock: str, day: dt.date = MONDAY) -> dt.datetime:
    local = dt.datetime.combine(day, dt.time.fromisoformat(clock.replace(".", ":")), SCHOOL_TIME)
    return local.astimezone(dt.UTC)


def event(kind: str, when: str | dt.datetime, by: str = "ada", **fields) -> Event:
    """`when` is a time of the Monday, or an instant."""
    instant = at(when) if isinstance(when, str) else when
    defaults = {"id": f"{next(_number):06}", "received": instant}
    return Event(kind=Kind(kind), at=instant, by=by, **defaults | fields)


def day(*events: Event, date: dt.date = MONDAY) -> Day:
    return derive(events)[date]


def whys(one: Day, today: dt.date = MONDAY) -> list[Why]:
    return [look.why for look in one.looks_on(today)]
