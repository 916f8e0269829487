"""Brings the days up to date with the marks, in the transaction of the mark. The marks are the truth."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable

from django.db.models import Q

from skoleporten.cases.models import Case
from skoleporten.presence.models import Mark, PresenceDay, Visit
from skoleporten.rules.presence import Day, Event, Kind, derive
from skoleporten.rules.presence import Visit as Stay

# An undoing of a correction of a mark; what goes deeper, or in a ring, says nothing.
DEEPEST = 2


def bring_up_to_date(case: Case, mark: Mark) -> None:
    rebuild(case, _days_of(case, mark))


def rebuild(case: Case, days: Collection[dt.date]) -> None:
    """Makes the days anew from the marks, and takes away those that no mark is left of."""
    derived = derive(_events_of(case, days))
    PresenceDay.objects.filter(case=case, day__in=days).delete()
    for day in sorted(set(days) & set(derived)):
        _write(case, derived[day])


def rebuild_all(case: Case) -> None:
    """From nothing but the marks: for a database that was restored, and for the test that nothing else is needed."""
    derived = derive(mark.event for mark in Mark.objects.filter(case=case))
    PresenceDay.objects.filter(case=case).delete()
    for day in derived.values():
        _write(case, day)


def _days_of(case: Case, mark: Mark) -> set[dt.date]:
    """Those that the mark changes: of the mark that it is about, and of all that this one was ever corrected to."""
    root: Mark | None = mark
    for _step in range(DEEPEST):
        if root is None or root.about is None:
            break
        root = Mark.objects.filter(case=case, mark_id=root.about).first()
    if root is None:
        return set()
    corrected_to = Mark.objects.filter(case=case, about=root.mark_id, day__isnull=False)
    return {day for day in (root.day, *corrected_to.values_list("day", flat=True)) if day}


def _events_of(case: Case, days: Collection[dt.date]) -> Iterable[Event]:
    """All that has a say in what these days are."""
    of_case = Mark.objects.filter(case=case)
    on_days = of_case.filter(day__in=days).values_list("mark_id", "about")
    roots = {about or mark_id for mark_id, about in on_days}
    marks = list(of_case.filter(Q(mark_id__in=roots) | Q(about__in=roots)))
    corrections = [mark.mark_id for mark in marks if mark.kind == Kind.CORRECTION]
    said_of_them = of_case.filter(about__in=corrections) if corrections else []
    return [mark.event for mark in (*marks, *said_of_them)]


def _write(case: Case, day: Day) -> None:
    made = PresenceDay.objects.create(
        case=case,
        day=day.date,
        minutes=day.minutes,
        is_told=day.is_told,
        is_open=day.is_open,
        did_not_come=day.did_not_come,
        needs_look=bool(day.looks),
        looks=[{"why": look.why.value, "marks": list(look.marks)} for look in day.looks],
        last_mark=day.last_mark,
    )
    Visit.objects.bulk_create([_visit(made, stay) for stay in day.visits])


def _visit(day: PresenceDay, stay: Stay) -> Visit:
    return Visit(
        of_day=day,
        arrived_at=stay.arrived,
        left_at=stay.left,
        minutes=stay.minutes,
        place=stay.place or "",
        with_whom=stay.with_whom,
        rating=stay.rating,
        rated_by=stay.rated_by or "",
        word=stay.word,
        arrivals=list(stay.arrivals),
        leavings=list(stay.leavings),
    )
