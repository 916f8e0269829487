"""A pupil's school days as the rules count them, read from the database."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db.models import Q

from skoleporten.absence.models import AbsenceEvent, Unregistered
from skoleporten.people.models import Enrolment
from skoleporten.rules import absence as rules
from skoleporten.schools.models import CalendarDay


def pupil_days(pupil_id: int, first: dt.date, last: dt.date) -> Sequence[rules.PupilDay]:
    """The offered days of the time, with what was registered on them. Four queries, however long it is."""
    lasts = Q(end__isnull=True) | Q(end__gte=first)
    stays = list(Enrolment.objects.current().filter(lasts, pupil=pupil_id, start__lte=last))
    there = {"school__in": {stay.school_id for stay in stays}, "date__range": (first, last)}
    days = rules.SchoolDays(
        [calendar_day(row) for row in CalendarDay.objects.filter(**there).order_by()],
        [unregistered_day(row) for row in Unregistered.objects.filter(**there).order_by()],
        last,
    )
    events = AbsenceEvent.objects.current().filter(pupil=pupil_id, date__range=(first, last))
    mine = [enrolment(row) for row in stays]
    return rules.history(str(pupil_id), mine, [event(row) for row in events], days, last).days


def enrolment(row: Enrolment) -> rules.Enrolment:
    return rules.Enrolment(
        pupil_id=str(row.pupil_id),
        school_id=_key(row.school_id) or "",
        grade=row.grade,
        start=row.start,
        end=row.end,
        class_id=_key(row.school_class_id),
    )


def calendar_day(row: CalendarDay) -> rules.CalendarDay:
    return rules.CalendarDay(_key(row.school_id) or "", row.date, row.minutes_offered, row.grade)


def unregistered_day(row: Unregistered) -> rules.UnregisteredDay:
    return rules.UnregisteredDay(_key(row.school_id) or "", row.date, _key(row.school_class_id))


def event(row: AbsenceEvent) -> rules.AbsenceEvent:
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


def _key(key: int | None) -> str | None:
    """In the order of the keys also as text: ties are settled by the greatest."""
    return None if key is None else f"{key:020d}"
