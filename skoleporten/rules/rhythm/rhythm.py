"""A rhythm and the dates it gives by itself: weeks counted as ISO weeks, before anybody has looked at a calendar."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from skoleporten.rules.calendar import is_odd_week

ONE_DAY = dt.timedelta(days=1)
ONE_WEEK = dt.timedelta(weeks=1)
SCHOOL_WEEK = (0, 1, 2, 3, 4)
# A Monday: from it weeks are counted where nobody has said from when.
FIRST_MONDAY = dt.date(2020, 1, 6)


class Frequency(StrEnum):
    SCHOOL_DAYS = "school_days"
    ODD_WEEKS = "odd_weeks"
    EVEN_WEEKS = "even_weeks"
    EVERY_WEEKS = "every_weeks"
    AGREED = "agreed"


BY_PARITY = frozenset({Frequency.ODD_WEEKS, Frequency.EVEN_WEEKS})


@dataclass(frozen=True)
class Rhythm:
    """`weekdays` (0 = Monday to 4) are empty until somebody has chosen, and then there are no dates.

    `weeks`: of EVERY_WEEKS how many, counted from the week of `counted_from`; of AGREED how far ahead one suggests.
    """

    frequency: Frequency
    weekdays: tuple[int, ...] = ()
    weeks: int = 1
    counted_from: dt.date | None = None

    @property
    def is_by_parity(self) -> bool:
        return self.frequency in BY_PARITY


def monday(day: dt.date) -> dt.date:
    return day - day.weekday() * ONE_DAY


def slots(rhythm: Rhythm, first: dt.date, last: dt.date, shifts: Sequence[dt.date] = ()) -> Iterator[dt.date]:
    """In order, both days included. `shifts`: Mondays in order, from each of which odd and even change places.

    None of a rhythm whose next date is agreed each time.
    """
    weekdays = sorted(set(SCHOOL_WEEK if rhythm.frequency is Frequency.SCHOOL_DAYS else rhythm.weekdays))
    week = monday(first)
    while week <= last:
        if is_in(rhythm, week, shifts):
            for weekday in weekdays:
                day = week + weekday * ONE_DAY
                if first <= day <= last:
                    yield day
        week += ONE_WEEK


def is_in(rhythm: Rhythm, week: dt.date, shifts: Sequence[dt.date] = ()) -> bool:
    """Whether the rhythm meets in the week that begins with this Monday."""
    match rhythm.frequency:
        case Frequency.SCHOOL_DAYS:
            return True
        case Frequency.ODD_WEEKS | Frequency.EVEN_WEEKS:
            return is_odd_week(week) == meets_in_odd(rhythm, week, shifts)
        case Frequency.EVERY_WEEKS:
            start = monday(rhythm.counted_from or FIRST_MONDAY)
            return week >= start and (week - start).days // 7 % rhythm.weeks == 0
    return False


def meets_in_odd(rhythm: Rhythm, week: dt.date, shifts: Sequence[dt.date]) -> bool:
    """As the rhythm says, or the other way after an odd number of shifts."""
    is_shifted = bisect_right(shifts, week) % 2 == 1
    return (rhythm.frequency is Frequency.ODD_WEEKS) != is_shifted


def suggested_after(rhythm: Rhythm, last: dt.date) -> dt.date:
    """So many weeks later, on the same weekday or, where one has been chosen, on the first of those."""
    week = monday(last) + rhythm.weeks * ONE_WEEK
    return week + (min(rhythm.weekdays) if rhythm.weekdays else min(last.weekday(), SCHOOL_WEEK[-1])) * ONE_DAY
