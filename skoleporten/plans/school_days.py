"""The ordinary school days of pupils, with the minutes that their own timetable offers: by enrolment and calendar."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Max, Min, Q

from skoleporten.people.models import Enrolment
from skoleporten.rules.calendar import public_holidays
from skoleporten.schools.models import CalendarDay

ONE_DAY = dt.timedelta(days=1)
SATURDAY = 5
# The weeks in which a pupil's ordinary week is looked for, before and after the day that is asked about.
WEEKS_LOOKED_AT = dt.timedelta(weeks=4)


@dataclass(frozen=True)
class Stay:
    pupil: int
    school: int
    school_class: int
    grade: int | None
    start: dt.date
    end: dt.date | None

    def lasts_on(self, day: dt.date) -> bool:
        return self.start <= day and (self.end is None or self.end >= day)

    @property
    def precedence(self) -> tuple[dt.date, int, int, int]:
        """The latest start holds; of the same start the greatest school, class and grade, as absence is counted."""
        return self.start, self.school, self.school_class, self.grade or 0


class Calendars:
    """The calendars of the schools in question: minutes a day, and from when to when the days are known."""

    def __init__(self, schools: Collection[int], first: dt.date, last: dt.date) -> None:
        rows = CalendarDay.objects.filter(school__in=schools).order_by()
        known = rows.values_list("school").annotate(first=Min("date"), last=Max("date"))
        self._known = {school: (begins, ends) for school, begins, ends in known}
        within = rows.filter(date__range=(first, last))
        self._minutes = {
            (school, grade, date): minutes
            for school, grade, date, minutes in within.values_list("school", "grade", "date", "minutes_offered")
        }

    def minutes_on(self, stay: Stay | None, day: dt.date) -> tuple[bool, int | None]:
        """Whether it is a school day, and how long. Where nobody has entered a calendar, weekdays stand in."""
        begins, ends = self._known.get(stay.school, (None, None)) if stay else (None, None)
        if stay is None or begins is None or ends is None or not begins <= day <= ends:
            return day.weekday() < SATURDAY and day not in public_holidays(day.year), None
        of_grade = self._minutes.get((stay.school, stay.grade, day))
        minutes = of_grade if of_grade is not None else self._minutes.get((stay.school, None, day))
        return minutes is not None, minutes


def days_of(pupils: Collection[int], first: dt.date, last: dt.date) -> dict[int, dict[dt.date, int | None]]:
    """By pupil each school day with its minutes; None for a day that stands in as nobody knows its length."""
    stays = _stays(pupils, first, last)
    calendars = Calendars({stay.school for of_one in stays.values() for stay in of_one}, first, last)
    dates = [first + number * ONE_DAY for number in range((last - first).days + 1)]
    return {pupil: _days(stays[pupil], dates, calendars) for pupil in pupils}


def ordinary_week(pupil: int, day: dt.date) -> dict[int, int]:
    """Weekday (0 = Monday) → the usual minutes in the weeks after `day`, or before it where none are known after."""
    days = days_of([pupil], day - WEEKS_LOOKED_AT, day + WEEKS_LOOKED_AT)[pupil]
    after = usual_week({date: minutes for date, minutes in days.items() if date >= day})
    return after or usual_week(days)


def usual_week(days: Mapping[dt.date, int | None]) -> dict[int, int]:
    """The length that most of each weekday's days have; of equally many the longest."""
    counts: dict[int, Counter[int]] = defaultdict(Counter)
    for date, minutes in days.items():
        if minutes is not None:
            counts[date.weekday()][minutes] += 1
    return {weekday: max(of_day, key=lambda one: (of_day[one], one)) for weekday, of_day in sorted(counts.items())}


def _days(stays: Iterable[Stay], dates: Iterable[dt.date], calendars: Calendars) -> dict[dt.date, int | None]:
    ordered = sorted(stays, key=lambda stay: stay.precedence, reverse=True)
    found = {}
    for date in dates:
        stay = next((one for one in ordered if one.lasts_on(date)), None)
        is_open, minutes = calendars.minutes_on(stay, date)
        if is_open:
            found[date] = minutes
    return found


def _stays(pupils: Collection[int], first: dt.date, last: dt.date) -> dict[int, list[Stay]]:
    lasts = Q(end__isnull=True) | Q(end__gte=first)
    rows = Enrolment.objects.current().filter(lasts, pupil__in=pupils, start__lte=last).order_by()
    found: dict[int, list[Stay]] = defaultdict(list)
    for pupil, school, school_class, grade, start, end in rows.values_list(
        "pupil", "school", "school_class", "grade", "start", "end"
    ):
        found[pupil].append(Stay(pupil, school, school_class or 0, grade, start, end))
    return found
