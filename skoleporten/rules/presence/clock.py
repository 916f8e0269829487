"""When a mark was made, as near as the server can tell: devices go wrong by minutes, hours and whole years."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from skoleporten.rules.presence.events import Held

SCHOOL_TIME = ZoneInfo("Europe/Oslo")
# A network takes its seconds; what is further off than this is the clock.
SLACK = dt.timedelta(minutes=2)
OLDEST = dt.timedelta(days=14)
# How long after somebody's access has ended what she marked before may still come in.
LATE = dt.timedelta(hours=24)


@dataclass(frozen=True)
class Captured:
    """`at` is the best time, never after it was received unless it is held for that. `clock_off`: what was added."""

    at: dt.datetime
    clock_off: dt.timedelta
    held_for: Held | None


def captured(at: dt.datetime, sent_at: dt.datetime | None, received: dt.datetime) -> Captured:
    """`at` and `sent_at` by the device's own clock, `received` by the server's."""
    off = received - sent_at if sent_at else dt.timedelta()
    clock_off = off if abs(off) > SLACK else dt.timedelta()
    best = at + clock_off
    if best - received > SLACK:
        return Captured(best, clock_off, Held.FUTURE)
    held_for = Held.TOO_OLD if received - best > OLDEST else None
    return Captured(min(best, received), clock_off, held_for)


def are_apart(one: dt.datetime, other: dt.datetime) -> bool:
    """So far that both times are shown."""
    return abs(one - other) > SLACK


def came_in_time(at: dt.datetime, received: dt.datetime, ended_at: dt.datetime) -> bool:
    """Of a mark that comes in after the access or the case has ended."""
    return at < ended_at and received - ended_at <= LATE


def school_day(at: dt.datetime) -> dt.date:
    return at.astimezone(SCHOOL_TIME).date()


def minutes_between(start: dt.datetime, end: dt.datetime) -> int:
    """Between the minutes that a clock shows, in time that has passed: a switch of summer time adds no hour."""
    return (_minute(end) - _minute(start)) // dt.timedelta(minutes=1)


def _minute(at: dt.datetime) -> dt.datetime:
    return at.astimezone(dt.UTC).replace(second=0, microsecond=0)
