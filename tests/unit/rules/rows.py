"""Plain functions that make one row, or one pupil's history; a test says only what it is about."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from skoleporten.rules.absence import (
    AbsenceEvent,
    CalendarDay,
    Documented,
    Enrolment,
    History,
    Kind,
    Reason,
    SchoolDays,
    UnregisteredDay,
    history,
)
from skoleporten.rules.calendar import Window, WindowUnit, dates_between
from skoleporten.rules.concern import IN_PERCENT, Limit, Measure, Rule

MONDAY = dt.date(2025, 8, 18)  # of ISO week 34, the first school day of many municipalities in 2025


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def an_enrolment(start: dt.date = MONDAY, end: dt.date | None = None, **fields) -> Enrolment:
    return Enrolment(**{"pupil_id": "p", "school_id": "s", "grade": 3, "start": start, "end": end, **fields})


def weekdays(first: dt.date, number: int) -> list[dt.date]:
    """The first `number` dates from `first` that are neither Saturday nor Sunday."""
    dates = dates_between(first, first + dt.timedelta(days=2 * number + 2))
    return [date for date in dates if date.weekday() < 5][:number]


def school_days(dates: Iterable[dt.date], minutes: int = 300, **fields) -> list[CalendarDay]:
    return [CalendarDay(**{"school_id": "s", "date": date, "minutes_offered": minutes, **fields}) for date in dates]


def an_absence(date: dt.date, kind: Kind = Kind.DAY, minutes: int | None = 300, **fields) -> AbsenceEvent:
    return AbsenceEvent(**{"pupil_id": "p", "school_id": "s", "date": date, "kind": kind, "minutes": minutes, **fields})


def documented(date: dt.date, minutes: int, is_documented: Documented, kind: Kind = Kind.LESSON) -> AbsenceEvent:
    return an_absence(date, kind, minutes, documented=is_documented)


def not_absence(date: dt.date, minutes: int = 300) -> AbsenceEvent:
    return an_absence(date, minutes=minutes, reason=Reason.NOT_ABSENCE)


def a_history(
    dates: Sequence[dt.date],
    absences: Iterable[AbsenceEvent] = (),
    enrolments: Sequence[Enrolment] = (),
    unregistered: Iterable[UnregisteredDay] = (),
    as_of: dt.date | None = None,
) -> History:
    """Of pupil "p", by default enrolled at school "s" the whole time, with 300 minutes offered on each of the dates."""
    until = as_of or dates[-1]
    days = SchoolDays(school_days(dates), unregistered, until)
    return history("p", enrolments or [an_enrolment(dates[0])], list(absences), days, until)


def a_rule(measure: Measure, window: Window | None = None, limit: int = 1, inclusive: bool = True, **fields) -> Rule:
    """`limit` is in basis points where the measure is in percent."""
    of_measure = Limit(basis_points=limit) if measure in IN_PERCENT else Limit(count=limit)
    return Rule(
        set_id="set",
        id="rule",
        measure=measure,
        window=window or Window(WindowUnit.SCHOOL_YEAR),
        limit=Limit(of_measure.basis_points, of_measure.count, inclusive),
        **fields,
    )
