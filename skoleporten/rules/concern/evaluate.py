"""One rule asked about one pupil: slow, exact, and the meaning of the rule language."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from skoleporten.rules.absence import (
    SLOPE_DAYS,
    History,
    PupilDay,
    absence_rate,
    current_run,
    days_between,
    longest_spell,
    rate,
    spells,
    weekly_slope,
)
from skoleporten.rules.calendar import PREVIOUS_TERM, Window, WindowUnit, window_bounds
from skoleporten.rules.concern.model import IN_PERCENT, WEEKDAYS, Measure, Rule, Signal

LAST_FORTY_DAYS = Window(WindowUnit.SCHOOL_DAYS, SLOPE_DAYS)


@dataclass(frozen=True)
class WindowDays:
    """A pupil's offered days in a window, with the window's first and last date."""

    start: dt.date
    end: dt.date
    days: tuple[PupilDay, ...]


@dataclass(frozen=True)
class Reading:
    """What a rule's measure is for a pupil: `exact` meets the limit, `days` are those that it counts."""

    exact: Fraction | int
    value: float | int
    days: Iterable[PupilDay]


def window_days(history: History, window: Window, as_of: dt.date) -> WindowDays | None:
    """None where the pupil has had fewer offered days than a window of school days asks for."""
    if window.unit is not WindowUnit.SCHOOL_DAYS:
        start, end = window_bounds(window, as_of)
        return WindowDays(start, end, tuple(days_between(history.days, start, end)))
    last = history.days[-(window.length or 0) :]
    return WindowDays(last[0].date, as_of, last) if len(last) == window.length else None


def evaluate(rule: Rule, history: History, as_of: dt.date) -> Signal | None:
    """The rule's signal on the pupil, or None. `history` holds nothing after `as_of`."""
    window = window_days(history, rule.window or LAST_FORTY_DAYS, as_of)
    if window is None or not _has_days_enough(rule, window.days):
        return None
    reading = read(rule, window.days, history, as_of)
    if reading is None or not rule.limit.is_reached(reading.exact):
        return None
    return Signal(
        rule_id=rule.full_id,
        pupil_id=history.pupil_id,
        window_start=window.start,
        window_end=window.end,
        value=reading.value,
        limit=rule.limit.value,
        dates=tuple(day.date for day in reading.days),
        offered_days=len(window.days),
    )


def _has_days_enough(rule: Rule, days: Sequence[PupilDay]) -> bool:
    most = rule.maximum_offered_days
    within = rule.minimum_offered_days <= len(days) and (most is None or len(days) <= most)
    return within and len(_whole(days)) >= (rule.minimum_days_absent or 0)


def read(rule: Rule, days: Sequence[PupilDay], history: History, as_of: dt.date) -> Reading | None:
    """None where the measure does not exist: nothing offered, no absent days to take a share of, no term before."""
    if rule.measure is Measure.RATE_CHANGE:
        return _rate_change(days, history, as_of)
    if rule.measure is Measure.SHARE_WEEKDAY:
        return _share_of_weekday(days, WEEKDAYS.index(rule.weekday or ""))
    if rule.measure is Measure.WEEKLY_SLOPE:
        return _share(weekly_slope(days), _absent(days))
    if rule.measure in IN_PERCENT:
        return _rate(days, MINUTES[rule.measure])
    count, counted = COUNTS[rule.measure](days)
    return Reading(count, count, counted)


def _share(exact: Fraction | None, days: Iterable[PupilDay]) -> Reading | None:
    return None if exact is None else Reading(exact, float(exact), days)


def _rate(days: Sequence[PupilDay], minutes: Callable[[PupilDay], int]) -> Reading | None:
    counted = [day for day in days if minutes(day) > 0]
    return _share(rate(sum(map(minutes, counted)), days), counted)


def _rate_change(days: Sequence[PupilDay], history: History, as_of: dt.date) -> Reading | None:
    now = absence_rate(days)
    before = absence_rate(days_between(history.days, *window_bounds(PREVIOUS_TERM, as_of)))
    if now is None or before is None:
        return None
    return Reading(now - before, float(now) - float(before), _absent(days))


def _share_of_weekday(days: Sequence[PupilDay], weekday: int) -> Reading | None:
    whole = _whole(days)
    counted = [day for day in whole if day.date.weekday() == weekday]
    return _share(Fraction(len(counted), len(whole)), counted) if whole else None


def _absent(days: Iterable[PupilDay]) -> list[PupilDay]:
    return [day for day in days if day.minutes_absent > 0]


def _whole(days: Iterable[PupilDay]) -> list[PupilDay]:
    return [day for day in days if day.is_whole]


def _days(counted: list[PupilDay]) -> tuple[int, list[PupilDay]]:
    return len(counted), counted


def _events(days: Iterable[PupilDay], number: Callable[[PupilDay], int]) -> tuple[int, list[PupilDay]]:
    counted = [day for day in days if number(day) > 0]
    return sum(map(number, counted)), counted


MINUTES: dict[Measure, Callable[[PupilDay], int]] = {
    Measure.ABSENCE_RATE: lambda day: day.minutes_absent,
    Measure.DOCUMENTED_RATE: lambda day: day.documented_minutes,
    Measure.UNDOCUMENTED_RATE: lambda day: day.undocumented_minutes,
}
COUNTS: dict[Measure, Callable[[Sequence[PupilDay]], tuple[int, list[PupilDay]]]] = {
    Measure.DAYS_ABSENT: lambda days: _days(_whole(days)),
    Measure.PARTLY_ABSENT_DAYS: lambda days: _days([day for day in days if day.is_partly_absent]),
    Measure.CURRENT_RUN_DAYS: lambda days: _days(current_run(days)),
    Measure.LONGEST_SPELL_DAYS: lambda days: _days(longest_spell(days)),
    Measure.SPELLS: lambda days: (len(spells(days)), _whole(days)),
    Measure.LESSONS_ABSENT: lambda days: _events(days, lambda day: day.lessons),
    Measure.LATE_COUNT: lambda days: _events(days, lambda day: day.late),
    Measure.LEFT_EARLY_COUNT: lambda days: _events(days, lambda day: day.left_early),
    Measure.LATE_OR_LEFT_EARLY_COUNT: lambda days: _events(days, lambda day: day.late + day.left_early),
}
