"""One pupil's school year as the rules count it: read from the database, derived by `rules`."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q

from skoleporten.absence import pupil_days
from skoleporten.absence.models import AbsenceEvent, Unregistered
from skoleporten.people.models import Enrolment, Pupil
from skoleporten.rules import absence as rules
from skoleporten.rules.calendar import school_year_end, school_year_start
from skoleporten.schools.models import CalendarDay


@dataclass(frozen=True)
class PupilYear:
    """`as_of` is None before the first check: then nothing is counted yet, and every school day is still to come."""

    year: int
    as_of: dt.date | None
    days: Sequence[rules.PupilDay]
    unregistered: Sequence[dt.date]
    coming: Sequence[dt.date]
    events: Mapping[dt.date, Sequence[AbsenceEvent]]
    enrolments: Sequence[Enrolment]

    @property
    def first(self) -> dt.date:
        return school_year_start(self.year)

    @property
    def last(self) -> dt.date:
        return school_year_end(self.year)

    @cached_property
    def day_on(self) -> dict[dt.date, rules.PupilDay]:
        return {day.date: day for day in self.days}

    @cached_property
    def off_days(self) -> dict[dt.date, Sequence[AbsenceEvent]]:
        """Registered on a day that is no school day of the pupil, so it counts nowhere; reported, not hidden."""
        out = set(self.unregistered)
        return {date: rows for date, rows in self.events.items() if date not in self.day_on and date not in out}

    @property
    def minutes_offered(self) -> int:
        return sum(day.minutes_offered for day in self.days)

    @property
    def minutes_absent(self) -> int:
        return sum(day.minutes_absent for day in self.days)


def pupil_year(pupil: Pupil, year: int, as_of: dt.date | None, before: dt.date | None = None) -> PupilYear:
    """Four queries, whatever the pupil's year was like. With `before` nothing of that day or later is read."""
    first, last = school_year_start(year), school_year_end(year)
    last = min(last, before - dt.timedelta(days=1)) if before else last
    counted_to = min(as_of, last) if as_of else first - dt.timedelta(days=1)
    enrolments = list(
        Enrolment.objects.current()
        .filter(Q(end__isnull=True) | Q(end__gte=first), pupil=pupil, start__lte=last)
        .select_related("school", "school_class")
    )
    calendar, unregistered = _calendar_of(enrolments, first, last), _unregistered_of(enrolments, first, counted_to)
    events = list(AbsenceEvent.objects.current().filter(pupil=pupil, date__range=(first, counted_to)))
    return _derive(pupil, year, as_of, counted_to, enrolments, calendar, unregistered, events)


def _calendar_of(enrolments: Sequence[Enrolment], first: dt.date, last: dt.date) -> list[rules.CalendarDay]:
    """Of the pupil's own grades: the other ten are most of a school's calendar, and count for nothing here."""
    own = Q(grade__isnull=True) | Q(grade__in={row.grade for row in enrolments if row.grade is not None})
    schools = {row.school_id for row in enrolments}
    rows = CalendarDay.objects.filter(own, school__in=schools, date__range=(first, last)).order_by()
    return [pupil_days.calendar_day(row) for row in rows]


def _unregistered_of(enrolments: Sequence[Enrolment], first: dt.date, last: dt.date) -> list[rules.UnregisteredDay]:
    """Of the pupil's own classes, and of whole schools."""
    own = Q(school_class__isnull=True) | Q(school_class__in={row.school_class_id for row in enrolments})
    schools = {row.school_id for row in enrolments}
    rows = Unregistered.objects.filter(own, school__in=schools, date__range=(first, last)).order_by()
    return [pupil_days.unregistered_day(row) for row in rows]


def _derive(
    pupil: Pupil,
    year: int,
    as_of: dt.date | None,
    counted_to: dt.date,
    enrolments: Sequence[Enrolment],
    calendar: Sequence[rules.CalendarDay],
    unregistered: Sequence[rules.UnregisteredDay],
    events: Sequence[AbsenceEvent],
) -> PupilYear:
    mine = [pupil_days.enrolment(row) for row in enrolments]
    counted = rules.SchoolDays(calendar, unregistered, counted_to)
    whole_year = rules.SchoolDays(calendar, [], school_year_end(year))
    history = rules.history(str(pupil.pk), mine, [pupil_days.event(row) for row in events], counted, counted_to)
    offered = [date for date in whole_year.dates if _is_offered(mine, whole_year, date)]
    seen = {day.date for day in history.days}
    by_date: dict[dt.date, list[AbsenceEvent]] = defaultdict(list)
    for event in events:
        by_date[event.date].append(event)
    return PupilYear(
        year=year,
        as_of=as_of,
        days=history.days,
        unregistered=[date for date in offered if date <= counted_to and date not in seen],
        coming=[date for date in offered if date > counted_to],
        events=by_date,
        enrolments=enrolments,
    )


def _is_offered(enrolments: Sequence[rules.Enrolment], days: rules.SchoolDays, date: dt.date) -> bool:
    enrolment = rules.effective_enrolment(enrolments, date)
    return enrolment is not None and days.minutes_offered(enrolment, date) is not None
