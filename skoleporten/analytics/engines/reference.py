"""The reference engine: every measure and rule in slow, plain Python over `rules`. Other engines must agree with it.

Where the denominator is "session_totals" it is known how many days were offered, but not which: what needs their order
is None and gives no signal.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, TypeVar

from skoleporten.analytics.tables import Denominator
from skoleporten.rules.absence import (
    AbsenceEvent,
    CalendarDay,
    Enrolment,
    History,
    PupilDay,
    SchoolDays,
    UnregisteredDay,
    absence_rate,
    current_run,
    days_between,
    history,
    longest_spell,
    spells,
    weekly_slope,
)
from skoleporten.rules.calendar import PREVIOUS_TERM, TERM, Window, school_year, school_year_start
from skoleporten.rules.concern import WEEKDAYS, RuleSet, Signal, evaluate, window_days


@dataclass(frozen=True)
class Counts:
    """What can be counted over any window. Minutes, days and events as in `PupilDay`; `absence_rate` 0-1 or None."""

    minutes_offered: int
    days_offered: int
    minutes_absent: int
    absence_rate: float | None
    documented_minutes: int
    undocumented_minutes: int
    unknown_minutes: int
    not_absence_minutes: int
    elsewhere_minutes: int
    school_initiated_minutes: int
    days_absent: int
    lessons_absent: int
    late_count: int
    left_early_count: int
    partly_absent_days: int


@dataclass(frozen=True)
class Measures(Counts):
    """One pupil over the school year up to a date. Shares are of `days_absent`, None where it is 0."""

    spells: int | None
    longest_spell_days: int | None
    current_run_days: int | None
    absent_days_monday: int
    absent_days_tuesday: int
    absent_days_wednesday: int
    absent_days_thursday: int
    absent_days_friday: int
    share_monday: float | None
    share_tuesday: float | None
    share_wednesday: float | None
    share_thursday: float | None
    share_friday: float | None
    term_rate: float | None
    previous_term_rate: float | None
    rate_change: float | None
    weekly_slope: float | None


def measure_all(
    enrolments: Iterable[Enrolment],
    calendar: Iterable[CalendarDay],
    absences: Iterable[AbsenceEvent],
    unregistered: Iterable[UnregisteredDay],
    as_of: dt.date,
    denominator: Denominator = "calendar",
) -> dict[str, Measures]:
    """Every pupil enrolled at some time in the school year up to `as_of`, also those to whom nothing was offered."""
    histories = measured_histories(enrolments, calendar, absences, unregistered, as_of)
    return {one.pupil_id: measure(one, as_of, is_dated=denominator != "session_totals") for one in histories}


def signals(
    enrolments: Iterable[Enrolment],
    calendar: Iterable[CalendarDay],
    absences: Iterable[AbsenceEvent],
    unregistered: Iterable[UnregisteredDay],
    as_of: dt.date,
    rule_sets: Iterable[RuleSet],
    denominator: Denominator = "calendar",
) -> list[Signal]:
    """In order of pupil, then of the rule sets and the rules in them."""
    is_dated = denominator != "session_totals"
    rules = [rule for rule_set in rule_sets for rule in rule_set.rules if is_dated or not rule.needs_dated_days]
    histories = measured_histories(enrolments, calendar, absences, unregistered, as_of)
    found = (evaluate(rule, one, as_of) for one in histories for rule in rules)
    return [signal for signal in found if signal]


def counts(
    enrolments: Iterable[Enrolment],
    calendar: Iterable[CalendarDay],
    absences: Sequence[AbsenceEvent],
    unregistered: Iterable[UnregisteredDay],
    as_of: dt.date,
) -> dict[str, int]:
    """What was counted and what was set aside, over all dates up to `as_of`."""
    histories = measured_histories(enrolments, calendar, absences, unregistered, as_of)
    measured = {one.pupil_id for one in histories}
    until = [event.pupil_id in measured for event in absences if event.date <= as_of]
    return {
        "pupils": len(histories),
        "pupils_without_offered_days": sum(measure(one, as_of).days_offered == 0 for one in histories),
        "registrations": until.count(True),
        "registrations_of_others": until.count(False),
        "registrations_off_offered_days": sum(one.events_off_offered_days for one in histories),
        "registrations_on_unregistered_days": sum(one.events_on_unregistered_days for one in histories),
        "unregistered_pupil_days": sum(one.unregistered_days for one in histories),
    }


def measured_histories(
    enrolments: Iterable[Enrolment],
    calendar: Iterable[CalendarDay],
    absences: Iterable[AbsenceEvent],
    unregistered: Iterable[UnregisteredDay],
    as_of: dt.date,
) -> list[History]:
    """In order of pupil id. A pupil with events but no enrolment in the school year is not among them."""
    enrolments_of = _by_pupil(enrolments)
    events_of = _by_pupil(absences)
    school_days = SchoolDays(calendar, unregistered, as_of)
    start = school_year_start(school_year(as_of))
    return [
        history(pupil_id, rows, events_of[pupil_id], school_days, as_of)
        for pupil_id, rows in sorted(enrolments_of.items())
        if any(row.start <= as_of and (row.end is None or row.end >= max(start, row.start)) for row in rows)
    ]


_OfPupil = TypeVar("_OfPupil", Enrolment, AbsenceEvent)


def _by_pupil(rows: Iterable[_OfPupil]) -> dict[str, list[_OfPupil]]:
    by_pupil: dict[str, list[_OfPupil]] = defaultdict(list)
    for row in rows:
        by_pupil[row.pupil_id].append(row)
    return by_pupil


def window_counts(one: History, window: Window, as_of: dt.date) -> Counts | None:
    """None where the window does not exist for the pupil (fewer offered days than a window of school days asks for)."""
    found = window_days(one, window, as_of)
    return Counts(**_counts(found.days)) if found else None


def measure(one: History, as_of: dt.date, is_dated: bool = True) -> Measures:
    days = days_between(one.days, school_year_start(school_year(as_of)), as_of)
    of_order = _of_order(one, days, as_of) if is_dated else dict.fromkeys(ORDER_MATTERS)
    return Measures(**_counts(days), **_by_weekday(days, is_dated), **of_order)


def _counts(days: Sequence[PupilDay]) -> dict[str, Any]:
    def total(number: Callable[[PupilDay], int]) -> int:
        return sum(map(number, days))

    return {
        "minutes_offered": total(lambda day: day.minutes_offered),
        "days_offered": len(days),
        "minutes_absent": total(lambda day: day.minutes_absent),
        "absence_rate": _as_float(absence_rate(days)),
        "documented_minutes": total(lambda day: day.documented_minutes),
        "undocumented_minutes": total(lambda day: day.undocumented_minutes),
        "unknown_minutes": total(lambda day: day.unknown_minutes),
        "not_absence_minutes": total(lambda day: day.not_absence_minutes),
        "elsewhere_minutes": total(lambda day: day.elsewhere_minutes),
        "school_initiated_minutes": total(lambda day: day.school_initiated_minutes),
        "days_absent": total(lambda day: day.is_whole),
        "lessons_absent": total(lambda day: day.lessons),
        "late_count": total(lambda day: day.late),
        "left_early_count": total(lambda day: day.left_early),
        "partly_absent_days": total(lambda day: day.is_partly_absent),
    }


def _by_weekday(days: Iterable[PupilDay], is_dated: bool) -> dict[str, Any]:
    """A whole day away on an extra school Saturday is of no weekday, but is one of the days absent."""
    absent_on = [day.date.weekday() for day in days if day.is_whole]
    measures: dict[str, Any] = {}
    for weekday, name in enumerate(WEEKDAYS):
        number = absent_on.count(weekday)
        measures[f"absent_days_{name}"] = number
        measures[f"share_{name}"] = number / len(absent_on) if is_dated and absent_on else None
    return measures


ORDER_MATTERS = (
    "spells",
    "longest_spell_days",
    "current_run_days",
    "term_rate",
    "previous_term_rate",
    "rate_change",
    "weekly_slope",
)


def _of_order(one: History, days: Sequence[PupilDay], as_of: dt.date) -> dict[str, Any]:
    """`days` are those of the school year; the terms and the slope may look further back."""
    term, previous = (_rate_in(one, window, as_of) for window in (TERM, PREVIOUS_TERM))
    return {
        "spells": len(spells(days)),
        "longest_spell_days": len(longest_spell(days)),
        "current_run_days": len(current_run(days)),
        "term_rate": term,
        "previous_term_rate": previous,
        "rate_change": None if term is None or previous is None else term - previous,
        "weekly_slope": _as_float(weekly_slope(one.days)),
    }


def _rate_in(one: History, window: Window, as_of: dt.date) -> float | None:
    found = window_days(one, window, as_of)
    return _as_float(absence_rate(found.days)) if found else None


def _as_float(exact: Fraction | None) -> float | None:
    return None if exact is None else float(exact)
