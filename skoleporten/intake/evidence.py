"""What the school's own records say of a pupil at one moment: a frozen picture that goes with the school's referral."""

from __future__ import annotations

import datetime as dt
from typing import Any

from skoleporten.concerns.models import Concern, PupilMeasure, Signal
from skoleporten.people.models import Pupil

# Of the newest check; null is not known, and never nought.
MEASURED = (
    *("minutes_offered", "days_offered", "minutes_absent", "absence_rate", "days_absent", "lessons_absent"),
    *("documented_minutes", "undocumented_minutes", "unknown_minutes", "school_initiated_minutes"),
    *("late_count", "left_early_count"),
)
OF_A_SIGNAL = ("rule_set_id", "rule_id", "value", "limit", "offered_days", "dates")
DAYS_OF_A_SIGNAL = ("window_start", "window_end", "first_seen", "last_seen")


def evidence_of(pupil: Pupil, concern: Concern | None, today: dt.date) -> tuple[dict[str, Any], dt.date]:
    """The picture, and the last date that its figures count; today where nothing has been counted."""
    measure = PupilMeasure.objects.filter(pupil=pupil).first()
    signals = Signal.objects.current().filter(pupil=pupil).order_by("rule_id")
    picture = {
        "measures": {name: getattr(measure, name) for name in MEASURED} if measure else {},
        "signals": [_signal(signal) for signal in signals],
        "concern": _concern(concern) if concern else {},
        "steps": _steps(concern) if concern else [],
    }
    return picture, measure.as_of if measure else today


def _signal(signal: Signal) -> dict[str, Any]:
    days = {name: getattr(signal, name).isoformat() for name in DAYS_OF_A_SIGNAL}
    return {name: getattr(signal, name) for name in OF_A_SIGNAL} | days


def _concern(concern: Concern) -> dict[str, Any]:
    return {"opened_at": concern.opened_at.isoformat(), "reason": concern.opening_reason, "state": concern.state}


def _steps(concern: Concern) -> list[dict[str, Any]]:
    rows = concern.steps.select_related("by").order_by("at", "pk")
    return [{"kind": row.kind, "at": row.at.isoformat(), "by": str(row.by), "note": row.note} for row in rows]
