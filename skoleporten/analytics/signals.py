"""Rules x measures: a signal wherever a pupil's measure reaches a rule's limit, with the dates that caused it."""

from __future__ import annotations

from typing import Any

import ibis

from skoleporten.analytics.day_numbers import date_from, number_of
from skoleporten.analytics.evidence import collect_dates, evidence_of
from skoleporten.analytics.measures import Measured
from skoleporten.analytics.readings import has_days_enough, has_reached, read, window_of
from skoleporten.analytics.stages import Stages
from skoleporten.analytics.windows import SchoolDaysWindow, Windows
from skoleporten.rules.concern import Rule

# `value` and `limit` share a unit: a fraction (0-1), or a whole number for counts. `offered_days` are the window's.
SIGNALS = ibis.schema(
    {
        "pupil_id": "string",
        "rule": "string",
        "window_start": "date",
        "window_end": "date",
        "value": "float64",
        "limit": "float64",
        "offered_days": "int64",
        "dates": "array<date>",
    }
)


def find_signals(stages: Stages, measured: Measured, rules: list[Rule], windows: Windows) -> Any:
    """A kept table in the schema SIGNALS."""
    if not rules:
        return stages.keep("signals", _none(measured.days.pupils))
    evidences = list(dict.fromkeys(map(evidence_of, rules)))
    parts = [_fired(rule, evidences.index(evidence_of(rule)), measured.by_pupil, windows) for rule in rules]
    fired = stages.keep("fired", ibis.union(*parts) if len(parts) > 1 else parts[0])
    dates = stages.keep("dates", collect_dates(fired, evidences, measured.days.absent_days, measured.runs, windows))
    complete = fired.left_join(dates, ["pupil", "evidence"]).join(measured.days.pupils, "pupil")
    signals = stages.keep("signals", complete.select(*SIGNALS.names).cast(SIGNALS))
    stages.drop(fired, dates)
    return signals


def _none(pupils: Any) -> Any:
    empty = {name: ibis.null(type_) for name, type_ in SIGNALS.items() if name != "pupil_id"}
    return pupils.limit(0).select("pupil_id", **empty)


def _fired(rule: Rule, evidence: int, counts: Any, windows: Windows) -> Any:
    reading = read(rule, counts)
    window = windows.of(window_of(rule))
    name = window.name
    if isinstance(window, SchoolDaysWindow):
        start, end = counts[f"{name}_start"], number_of(windows.as_of)
    else:
        start, end = ibis.literal(number_of(window.start), "int32"), number_of(window.end)
    return counts.filter(has_days_enough(rule, counts), has_reached(rule.limit, reading)).select(
        "pupil",
        rule=ibis.literal(rule.full_id),
        evidence=ibis.literal(evidence, "int32"),
        window_start=date_from(start),
        window_end=date_from(ibis.literal(end, "int32")),
        value=reading.value,
        limit=ibis.literal(float(rule.limit.value)),
        offered_days=counts[f"{name}_days_offered"],
    )
