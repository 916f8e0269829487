"""From what a clock on the wall says to an instant. Twice a year an hour is left out or comes twice."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

OSLO = ZoneInfo("Europe/Oslo")


def instant(day: dt.date, time: dt.time) -> dt.datetime:
    """In UTC. Of an hour that comes twice the first; of one that is left out the instant an hour after it was left."""
    return dt.datetime.combine(day, time, OSLO).astimezone(dt.UTC)


def is_left_out(day: dt.date, time: dt.time) -> bool:
    """The clock never says so that day: it was put forward."""
    return instant(day, time).astimezone(OSLO).replace(tzinfo=None) != dt.datetime.combine(day, time)


def comes_twice(day: dt.date, time: dt.time) -> bool:
    local = dt.datetime.combine(day, time, OSLO)
    return not is_left_out(day, time) and local.utcoffset() != local.replace(fold=1).utcoffset()


def is_change_day(day: dt.date) -> bool:
    """The clock is put forward or back in the course of the day."""
    midnight = dt.datetime.combine(day, dt.time.min, OSLO)
    return midnight.utcoffset() != (midnight + dt.timedelta(days=1)).utcoffset()
