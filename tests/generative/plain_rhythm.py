"""The rhythm of meetings once more, as slowly and plainly as it can be said: day by day, from rules learnt by heart.

Nothing of the product is used: ISO weeks by their Thursdays, Easter by Gauss, the clock by the last Sundays.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from functools import cache
from itertools import pairwise

ONE_DAY = dt.timedelta(days=1)


@cache
def week_number(day: dt.date) -> int:
    """A week belongs to the year of its Thursday, and is so many Thursdays into it."""
    thursday = day + (3 - day.weekday()) * ONE_DAY
    return sum(1 for n in range(1, 54) if first_thursday(thursday.year) + (n - 1) * 7 * ONE_DAY <= thursday)


@cache
def first_thursday(year: int) -> dt.date:
    return next(day for day in (dt.date(year, 1, n) for n in range(1, 8)) if day.weekday() == 3)


def has_week_53(year: int) -> bool:
    """A year that begins or ends on a Thursday."""
    return dt.date(year, 1, 1).weekday() == 3 or dt.date(year, 12, 31).weekday() == 3


def easter(year: int) -> dt.date:
    golden, century = year % 19, year // 100
    correction = (century - century // 4 - (8 * century + 13) // 25 + 19 * golden + 15) % 30
    moon = correction - correction // 28 * (1 - correction // 28 * (29 // (correction + 1)) * ((21 - golden) // 11))
    sunday = (year + year // 4 + moon + 2 - century + century // 4) % 7
    after = moon - sunday
    month = 3 + (after + 40) // 44
    return dt.date(year, month, after + 28 - 31 * (month // 4))


def holidays(year: int) -> set[dt.date]:
    fixed = {dt.date(year, *one) for one in ((1, 1), (5, 1), (5, 17), (12, 25), (12, 26))}
    return fixed | {easter(year) + n * ONE_DAY for n in (-3, -2, 0, 1, 39, 49, 50)}


def every_second_week(
    is_odd: bool, weekday: int, first: dt.date, last: dt.date, flips: Collection[dt.date]
) -> list[dt.date]:
    """Day by day; on the Monday of a flip odd and even change places."""
    found, wants_odd = [], is_odd
    for flip in flips:
        if flip <= first - first.weekday() * ONE_DAY:
            wants_odd = not wants_odd
    day = first
    while day <= last:
        if day in flips and day > first - first.weekday() * ONE_DAY:
            wants_odd = not wants_odd
        if day.weekday() == weekday and (week_number(day) % 2 == 1) == wants_odd:
            found.append(day)
        day += ONE_DAY
    return found


def last_sunday(year: int, month: int) -> dt.date:
    return max(day for day in (dt.date(year, month, n) for n in range(25, 32)) if day.weekday() == 6)


def hours_from_utc(day: dt.date, time: dt.time) -> int:
    """Norway: two in summer, which begins at 02 and ends at 03 on those Sundays, and one else.

    Of the hour that comes twice the first, which is still summer; the one that is left out is counted as winter.
    """
    begins = dt.datetime.combine(last_sunday(day.year, 3), dt.time(3))
    ends = dt.datetime.combine(last_sunday(day.year, 10), dt.time(3))
    return 2 if begins <= dt.datetime.combine(day, time) < ends else 1


def gaps(days: Iterable[dt.date]) -> set[int]:
    ordered = sorted(days)
    return {(later - earlier).days for earlier, later in pairwise(ordered)}
