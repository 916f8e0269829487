"""The dates that caused a signal. Rules that count the same days in the same window share them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import ibis

from skoleporten.analytics.absent_days import PART, WHOLE
from skoleporten.analytics.counted import is_inside
from skoleporten.analytics.day_numbers import date_from, weekday
from skoleporten.analytics.readings import window_of
from skoleporten.analytics.windows import Windows
from skoleporten.rules.calendar import Window
from skoleporten.rules.concern import WEEKDAYS, Measure, Rule

# Measures that count the same days.
SAME_DAYS = {
    Measure.RATE_CHANGE: Measure.ABSENCE_RATE,
    Measure.WEEKLY_SLOPE: Measure.ABSENCE_RATE,
    Measure.SPELLS: Measure.DAYS_ABSENT,
}


@dataclass(frozen=True)
class Evidence:
    """Which days: those that a measure counts in a window."""

    measure: Measure
    window: Window
    weekday: str | None = None


def evidence_of(rule: Rule) -> Evidence:
    return Evidence(SAME_DAYS.get(rule.measure, rule.measure), window_of(rule), rule.weekday)


def collect_dates(fired: Any, evidences: list[Evidence], absent_days: Any, runs: Any, windows: Windows) -> Any:
    """By pupil and evidence (its place in the list): dates in order. `fired` has pupil and evidence of each signal."""
    collected = []
    for place, evidence in enumerate(evidences):
        pupils = fired.filter(fired.evidence == place).select("pupil").distinct()
        days = _days(evidence, absent_days, runs, windows).semi_join(pupils, "pupil")
        dates = days.group_by("pupil").agg(dates=date_from(days["day"]).collect().sort())
        collected.append(dates.mutate(evidence=ibis.literal(place, "int32")))
    return ibis.union(*collected) if len(collected) > 1 else collected[0]


def _days(evidence: Evidence, absent_days: Any, runs: Any, windows: Windows) -> Any:
    if evidence.measure in (Measure.CURRENT_RUN_DAYS, Measure.LONGEST_SPELL_DAYS):
        return _days_of_run(absent_days, _chosen_runs(evidence.measure, runs))
    inside = is_inside(absent_days, windows.of(evidence.window))
    return absent_days.filter(inside & _is_counted(evidence, absent_days)).select("pupil", "day")


def _is_counted(evidence: Evidence, days: Any) -> Any:
    match evidence.measure:
        case Measure.ABSENCE_RATE:
            return days.minutes > 0
        case Measure.DOCUMENTED_RATE:
            return days.documented > 0
        case Measure.UNDOCUMENTED_RATE:
            return days.undocumented > 0
        case Measure.LESSONS_ABSENT:
            return days.lessons > 0
        case Measure.LATE_COUNT:
            return days.late > 0
        case Measure.LEFT_EARLY_COUNT:
            return days.left_early > 0
        case Measure.LATE_OR_LEFT_EARLY_COUNT:
            return days.late + days.left_early > 0
        case Measure.PARTLY_ABSENT_DAYS:
            return days.absence == PART
        case Measure.SHARE_WEEKDAY:
            return (days.absence == WHOLE) & (weekday(days["day"]) == WEEKDAYS.index(evidence.weekday or ""))
    return days.absence == WHOLE


def _chosen_runs(measure: Measure, runs: Any) -> Any:
    """The run that the last offered day is in, or the latest of the longest."""
    if measure is Measure.CURRENT_RUN_DAYS:
        return runs.filter(runs.newest == 0)
    length = runs.oldest - runs.newest
    longest = runs.filter(length == length.max().over(group_by=runs.pupil))
    latest = longest.newest.min().over(group_by=longest.pupil)
    return longest.filter(longest.newest == latest)


def _days_of_run(absent_days: Any, runs: Any) -> Any:
    whole = absent_days.filter(absent_days.absence == WHOLE)
    of_run = [whole.pupil == runs.pupil, whole.back >= runs.newest, whole.back <= runs.oldest]
    return whole.join(runs, of_run).select(whole.pupil, whole["day"])
