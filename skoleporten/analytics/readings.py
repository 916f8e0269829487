"""What each rule asks of a row of counts: two whole numbers, whose ratio meets the limit without division."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import ibis

from skoleporten.analytics.counted import SLOPE_SUM
from skoleporten.analytics.windows import COUNTED_BY, SLOPE, window_name
from skoleporten.rules.calendar import PREVIOUS_TERM, SCHOOL_YEAR, TERM, Window
from skoleporten.rules.concern import RATES, Limit, Measure, Rule
from skoleporten.rules.concern.model import BASIS_POINTS


@dataclass(frozen=True)
class Reading:
    """`denominator` is 0 or null where the measure does not exist for the pupil. `value` is in the limit's unit."""

    numerator: Any
    denominator: Any
    value: Any


def window_of(rule: Rule) -> Window:
    return rule.window or SLOPE


def read(rule: Rule, counts: Any) -> Reading:
    window = window_name(window_of(rule))
    if rule.measure is Measure.RATE_CHANGE:
        return _rate_change(counts)
    if rule.measure is Measure.SHARE_WEEKDAY:
        return _ratio(counts[f"absent_days_{rule.weekday}"], counts.school_year_days_absent)
    if rule.measure is Measure.WEEKLY_SLOPE:
        return _ratio(2 * counts[SLOPE_SUM], 21 * counts[f"{window}_minutes_offered"])
    if rule.measure in RATES:
        return _ratio(counts[f"{window}_{COUNTED_BY[rule.measure][0]}"], counts[f"{window}_minutes_offered"])
    number = _number(rule.measure, counts, window).cast("int64")
    return Reading(number, ibis.literal(1, "int64"), number.cast("float64"))


def _number(measure: Measure, counts: Any, window: str) -> Any:
    if measure not in COUNTED_BY:
        return counts[str(measure)]
    first, *others = (counts[f"{window}_{column}"] for column in COUNTED_BY[measure])
    return sum(others, first)


def _ratio(numerator: Any, denominator: Any) -> Reading:
    above, below = numerator.cast("int64"), denominator.cast("int64")
    return Reading(above, below, above.cast("float64") / below.nullif(0).cast("float64"))


def _rate_change(counts: Any) -> Reading:
    now, before = (_minutes(counts, window) for window in (TERM, PREVIOUS_TERM))
    return Reading(
        now.numerator * before.denominator - before.numerator * now.denominator,
        now.denominator * before.denominator,
        now.value - before.value,
    )


def _minutes(counts: Any, window: Window) -> Reading:
    name = window_name(window)
    return _ratio(counts[f"{name}_minutes_absent"], counts[f"{name}_minutes_offered"])


def has_reached(limit: Limit, reading: Reading) -> Any:
    if limit.basis_points is None:
        left, right = reading.numerator, (limit.count or 0) * reading.denominator
    else:
        left, right = BASIS_POINTS * reading.numerator, limit.basis_points * reading.denominator
    return (reading.denominator > 0) & ((left >= right) if limit.inclusive else (left > right))


def has_days_enough(rule: Rule, counts: Any) -> Any:
    days = counts[f"{window_name(window_of(rule))}_days_offered"]
    enough = days >= rule.minimum_offered_days
    if rule.maximum_offered_days is not None:
        enough &= days <= rule.maximum_offered_days
    if rule.minimum_days_absent is not None:
        enough &= counts[f"{window_name(SCHOOL_YEAR)}_days_absent"] >= rule.minimum_days_absent
    return enough
