"""The turn of a year with a week 53: weeks 53 and 1 are both odd, so "every second week" and "odd weeks" part."""

from __future__ import annotations

import datetime as dt
from functools import cache

from skoleporten.rules.calendar import weeks_in_year
from skoleporten.rules.rhythm.rhythm import ONE_WEEK, monday

LONG_YEAR = 53


def turns_between(first: dt.date, last: dt.date) -> list[dt.date]:
    """The Mondays of the weeks 1 that follow on a week 53, of those whose weeks 52 to 2 touch the span."""
    years = range(first.year - 1, last.year + 2)
    found = (turn_after(year) for year in years)
    return [turn for turn in found if turn and turn - 2 * ONE_WEEK <= last and turn + 2 * ONE_WEEK > first]


def turn_of(day: dt.date) -> dt.date | None:
    """The turn whose weeks 52, 53, 1 or 2 the day is in; None in all other weeks and years."""
    week = monday(day)
    around = (turn_after(year) for year in (day.year - 1, day.year))
    return next((turn for turn in around if turn and turn - 2 * ONE_WEEK <= week <= turn + ONE_WEEK), None)


@cache
def turn_after(iso_year: int) -> dt.date | None:
    """The Monday of the week 1 after this ISO year; None where the year ends with a week 52."""
    if weeks_in_year(iso_year) != LONG_YEAR:
        return None
    return monday(dt.date(iso_year, 12, 28)) + ONE_WEEK
