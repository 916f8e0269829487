"""Which days the promise of an answer counts: those on which there is school in the municipality."""

from __future__ import annotations

import datetime as dt

from skoleporten.rules.calendar import public_holidays, school_year
from skoleporten.rules.threads import answer_by
from skoleporten.schools.calendar_plan import plan_of
from skoleporten.schools.models import CalendarDay, SchoolYear

WEEKEND = 5


def promised(written_on: dt.date) -> dt.date:
    """By when a family that writes on that day has an answer."""
    days = SchoolDays()
    return answer_by(written_on, days.has)


class SchoolDays:
    """Asked day by day; a school year that nobody has entered has all working days but public holidays."""

    def __init__(self) -> None:
        self._years: dict[int, frozenset[dt.date]] = {}

    def has(self, day: dt.date) -> bool:
        year = school_year(day)
        if year not in self._years:
            self._years[year] = _entered(year)
        if days := self._years[year]:
            return day in days
        return day.weekday() < WEEKEND and day not in public_holidays(day.year)


def _entered(year: int) -> frozenset[dt.date]:
    """By the calendar of the municipality, else the days that came with a file; empty where there is neither."""
    entered = SchoolYear.objects.filter(year=year).prefetch_related("entries", "day_lengths").first()
    if entered is not None:
        return frozenset(plan_of(entered).school_dates(None))
    first, last = dt.date(year, 8, 1), dt.date(year + 1, 7, 31)
    return frozenset(CalendarDay.objects.filter(date__range=(first, last)).order_by().values_list("date", flat=True))
