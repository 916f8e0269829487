"""The days on which one school is open. Where nobody has entered a calendar, weekdays stand in, and that is told."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from skoleporten.rules.calendar import public_holidays

ONE_DAY = dt.timedelta(days=1)
SATURDAY = 5


class SchoolDays:
    """Made once a school from its calendar's dates, and asked for many pupils.

    Known from the first to the last date given; before and after, weekdays that are no public holidays stand in.
    """

    def __init__(self, dates: Iterable[dt.date] = ()) -> None:
        self._dates = sorted(set(dates))

    def is_known(self, date: dt.date) -> bool:
        return bool(self._dates) and self._dates[0] <= date <= self._dates[-1]

    def is_open(self, date: dt.date) -> bool:
        if not self.is_known(date):
            return date.weekday() < SATURDAY and date not in public_holidays(date.year)
        return self._dates[bisect_left(self._dates, date)] == date

    def on_or_after(self, date: dt.date) -> dt.date:
        """The day itself, or where the school is shut the next day it is open."""
        if self.is_known(date):
            return self._dates[bisect_left(self._dates, date)]
        while not self.is_open(date):
            date += ONE_DAY
        return date

    def after(self, date: dt.date, count: int) -> dt.date:
        """The `count`th school day after `date`; `date` itself never counts."""
        for _ in range(count):
            date = self.on_or_after(date + ONE_DAY)
        return date

    def count_after(self, start: dt.date, end: dt.date) -> int:
        """School days after `start`, up to and including `end`; 0 where `end` is not later."""
        if end <= start:
            return 0
        if self.is_known(start) and self.is_known(end):
            return bisect_right(self._dates, end) - bisect_right(self._dates, start)
        days = (end - start).days
        return sum(self.is_open(start + number * ONE_DAY) for number in range(1, days + 1))

    def last(self, count: int, until: dt.date) -> tuple[dt.date, ...]:
        """The last `count` known school days up to and including `until`, oldest first; fewer where fewer are known."""
        end = bisect_right(self._dates, until)
        return tuple(self._dates[max(0, end - count) : end])

    def first(self, count: int, since: dt.date) -> tuple[dt.date, ...]:
        """The first `count` known school days from `since` on; fewer where fewer are known."""
        start = bisect_left(self._dates, since)
        return tuple(self._dates[start : start + count])
