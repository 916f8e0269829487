"""What the school calendar of the municipality says about a day: why the programme's meetings would fall away."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from functools import cached_property

from django.db.models import Max

from skoleporten.rules.calendar import EntryKind, public_holidays, school_year
from skoleporten.rules.rhythm import Off, OffKind
from skoleporten.schools.calendar_plan import CalendarPlan, plan_of
from skoleporten.schools.models import CalendarDay, SchoolYear


class Calendar:
    """Of the school years that a span touches. Where nobody has entered one, only public holidays are off."""

    def __init__(self, first: dt.date, last: dt.date) -> None:
        years = range(school_year(first), school_year(last) + 1)
        entered = SchoolYear.objects.filter(year__in=years).prefetch_related("entries", "day_lengths")
        self._plans: dict[int, CalendarPlan] = {one.year: plan_of(one) for one in entered}
        self._school_days = {year: set(plan.school_dates(None)) for year, plan in self._plans.items()}
        self._imported = _imported({year for year in years if year not in self._plans})

    def why_off(self, day: dt.date) -> Off | None:
        """None on a school day. Outside a school year nothing is planned, and nobody is asked."""
        if name := public_holidays(day.year).get(day):
            return Off(OffKind.HOLIDAY, name)
        year = school_year(day)
        if plan := self._plans.get(year):
            return self._by_plan(plan, day)
        if days := self._imported.get(year):
            outside = not min(days) <= day <= max(days)
            return None if day in days else Off(OffKind.OUTSIDE if outside else OffKind.DAY_OFF)
        return None

    def knows(self, day: dt.date) -> bool:
        """Whether somebody has entered the school year, or its days came with a file."""
        year = school_year(day)
        return year in self._plans or year in self._imported

    @cached_property
    def last_day(self) -> dt.date | None:
        """The last school day that anybody has entered or a file brought, in the span or after it."""
        return last_known_day()

    def _by_plan(self, plan: CalendarPlan, day: dt.date) -> Off | None:
        if day in self._school_days[plan.span.year]:
            return None
        if not plan.span.first_day <= day <= plan.span.last_day:
            return Off(OffKind.OUTSIDE)
        covering = [entry for entry in plan.entries if entry.school_id is None and entry.covers(day)]
        planning = next((entry for entry in covering if entry.kind is EntryKind.PLANNING), None)
        if planning is not None:
            return Off(OffKind.PLANNING_DAY, planning.name)
        return Off(OffKind.DAY_OFF, covering[0].name if covering else "")


def last_known_day() -> dt.date | None:
    """The last school day that anybody has entered or a file brought."""
    entered = SchoolYear.objects.aggregate(last=Max("last_day"))["last"]
    imported = CalendarDay.objects.aggregate(last=Max("date"))["last"]
    return max((day for day in (entered, imported) if day is not None), default=None)


def _imported(years: set[int]) -> dict[int, set[dt.date]]:
    """School days of any school, by school year; a day that one of them has is a school day here."""
    found: dict[int, set[dt.date]] = defaultdict(set)
    if years:
        span = (dt.date(min(years), 8, 1), dt.date(max(years) + 1, 7, 31))
        for day in CalendarDay.objects.filter(date__range=span).order_by().values_list("date", flat=True).distinct():
            if school_year(day) in years:
                found[school_year(day)].add(day)
    return dict(found)
