"""Dates as whole numbers, days since 1 January 1970: each engine joins, compares and subtracts them alike and fast."""

from __future__ import annotations

import datetime as dt
from typing import Any

import ibis

EPOCH = dt.date(1970, 1, 1)


def number_of(date: dt.date) -> int:
    return (date - EPOCH).days


def day_number(date: Any) -> Any:
    return date.epoch_days().cast("int32")


def date_from(number: Any) -> Any:
    return (ibis.date(EPOCH.year, EPOCH.month, EPOCH.day) + number.as_interval("D")).cast("date")


def weekday(number: Any) -> Any:
    """0 is Monday; 1 January 1970 was a Thursday."""
    return (number + 3) % 7
