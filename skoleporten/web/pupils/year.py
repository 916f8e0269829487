"""One pupil's school year as the rules count it: read from the database, derived by `rules`."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q

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


def pupil_year(pupil: Pupil, year: int, as_of: dt.date | None) -> PupilYear:
    """Four queries, whatever the pupil's year was like."""
    first, last = school_year_start(year), school_year_end(year)
    counted_to = min(as_of, last) if as_of else first - dt.timedelta(days=1)
    enrolments = list(
        Enrolment.objects.current()
        .filter(Q(end__isnull=True) | Q(end__gte=first), pupil=pupil, start__lte=last)
        .select_related("school", "school_class")
    )
    school_ids = {enrolment.school_id for enrolment in enrolments}
    calendar = list(CalendarDay.objects.filter(school__in=school_ids, date__range=(first, last)))
    unregistered = list(Unregistered.objects.filter(school__in=school_ids, date__range=(first, counted_to)))
    events = list(AbsenceEvent.objects.current().filter(pupil=pupil, date__range=(first, counted_to)))
    return _derive(pupil, year, as_of, counted_to, enrolments, calendar, unregistered, events)


def _derive(
    pupil: Pupil,
    year: int,
    as_of: dt.date | None,
    counted_to: dt.date,
    enrolments: Sequence[Enrolment],
    calendar: Sequence[CalendarDay],
    unregistered: Sequence[Unregistered],
    events: Sequence[AbsenceEvent],
) -> PupilYear:
    mine = [_enrolment(row) for row in enrolments]
    out = [_unregistered(row) for row in unregistered]
    counted = rules.SchoolDays([_calendar_day(row) for row in calendar], out, counted_to)
    whole_year = rules.SchoolDays([_calendar_day(row) for row in calendar], [], school_year_end(year))
    history = rules.history(str(pupil.pk), mine, [_event(row) for row in events], counted, counted_to)
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


def _key(key: int | None) -> str | None:
    return None if key is None else f"{key:020d}"


def _enrolment(row: Enrolment) -> rules.Enrolment:
    return rules.Enrolment(
        pupil_id=str(row.pupil_id),
        school_id=_key(row.school_id) or "",
        grade=row.grade,
        start=row.start,
        end=row.end,
        class_id=_key(row.school_class_id),
    )


def _calendar_day(row: CalendarDay) -> rules.CalendarDay:
    return rules.CalendarDay(_key(row.school_id) or "", row.date, row.minutes_offered, row.grade)


def _unregistered(row: Unregistered) -> rules.UnregisteredDay:
    return rules.UnregisteredDay(_key(row.school_id) or "", row.date, _key(row.school_class_id))


def _event(row: AbsenceEvent) -> rules.AbsenceEvent:
    return rules.AbsenceEvent(
        pupil_id=str(row.pupil_id),
        school_id=_key(row.school_id) or "",
        date=row.date,
        kind=rules.Kind(row.kind),
        minutes=row.minutes,
        documented=rules.Documented(row.documented),
        reason=rules.Reason(row.reason),
        source=row.source,
        source_id=row.source_id,
    )
