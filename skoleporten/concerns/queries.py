"""What others ask of a concern: the evidence that goes along with a referral, as plain values to keep as they were."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Q
from django.utils import timezone

from skoleporten.concerns.comparison import before_and_after
from skoleporten.concerns.measures import Information, Measure
from skoleporten.concerns.models import CheckRun, Concern, ConcernStep, PupilMeasure, Signal
from skoleporten.concerns.rule_sets import read_stored

MEASURED = (
    "minutes_offered",
    "days_offered",
    "minutes_absent",
    "absence_rate",
    "documented_minutes",
    "undocumented_minutes",
    "unknown_minutes",
    "school_initiated_minutes",
    "days_absent",
    "lessons_absent",
    "late_count",
    "left_early_count",
    "partly_absent_days",
    "longest_spell_days",
    "current_run_days",
    "term_rate",
    "previous_term_rate",
    "previous_school_year_rate",
)
# How the concern came to its end or its owner is the school's own, and tells nothing of what was tried.
NOT_TRIED = (ConcernStep.Kind.CLOSED, ConcernStep.Kind.REOPENED, ConcernStep.Kind.HANDED_OVER)


def newest_as_of() -> dt.date | None:
    return CheckRun.objects.order_by("-id").values_list("as_of", flat=True).first()


def evidence(concern: Concern) -> dict[str, Any]:
    """Absence, rules met with their dates, steps tried and measures with what was seen, ready for JSON.

    Dates are ISO texts, rates fractions, missing is None. The caller keeps it as it was on the day of the referral,
    with `as_of`. Guardians are named in no row: `to_whom` stays in the school.
    """
    as_of = newest_as_of()
    return {
        "as_of": as_of.isoformat() if as_of else None,
        "opened_on": timezone.localdate(concern.opened_at).isoformat(),
        "opened_by": concern.kind,
        "opening_reason": concern.opening_reason,
        "absence": absence_of(concern.pupil_id),
        "rules": [_rule(signal) for signal in _signals(concern)],
        "steps": [_step(step) for step in ConcernStep.objects.filter(concern=concern).exclude(kind__in=NOT_TRIED)],
        "measures": [_measure(measure, as_of) for measure in concern.measures.prefetch_related("evaluations")],
        "told": sorted(set(Information.objects.filter(concern=concern).values_list("whom", flat=True))),
    }


def absence_of(pupil_id: int) -> dict[str, Any] | None:
    """The pupil's row of the as-of table; None where nothing has been counted."""
    measure = PupilMeasure.objects.filter(pupil=pupil_id).first()
    if measure is None:
        return None
    return {"as_of": measure.as_of.isoformat(), **{name: getattr(measure, name) for name in MEASURED}}


def _signals(concern: Concern) -> list[Signal]:
    """What is met now, and what was met since the concern was opened."""
    since = timezone.localdate(concern.opened_at)
    of_pupil = Signal.objects.filter(pupil=concern.pupil_id).select_related("rule_set")
    return list(of_pupil.filter(Q(is_current=True) | Q(last_seen__gte=since)).order_by("first_seen", "rule_id"))


def _rule(signal: Signal) -> dict[str, Any]:
    """The rule in the words it had then, in three languages."""
    rules = {rule.full_id: rule for rule in read_stored(signal.rule_set).rules}
    return {
        "rule": signal.rule_id,
        "version": signal.rule_set.version,
        "text": dict(rules[signal.rule_id].text),
        "window": [signal.window_start.isoformat(), signal.window_end.isoformat()],
        "value": signal.value,
        "limit": signal.limit,
        "dates": signal.dates,
        "first_seen": signal.first_seen.isoformat(),
        "is_current": signal.is_current,
    }


def _step(step: ConcernStep) -> dict[str, Any]:
    return {
        "kind": step.kind,
        "on": timezone.localdate(step.at).isoformat(),
        "how": step.how,
        "result": step.result,
        "note": step.note,
    }


def _measure(measure: Measure, as_of: dt.date | None) -> dict[str, Any]:
    compared = before_and_after(measure, as_of)
    return {
        "problem": measure.problem,
        "what": measure.what,
        "who": measure.who,
        "starts_on": measure.starts_on.isoformat(),
        "evaluate_on": measure.evaluate_on.isoformat(),
        "ended_on": measure.ended_on.isoformat() if measure.ended_on else None,
        "evaluations": [
            {
                "on": timezone.localdate(one.at).isoformat(),
                "seen": one.seen,
                "pupils_view": one.pupils_view,
                "next": one.next,
            }
            for one in measure.evaluations.all()
        ],
        "attendance": compared
        and {
            name: {
                "days": part.days,
                "whole_days_absent": part.whole_days_absent,
                "share_present": part.share_present,
            }
            for name, part in (("before", compared.before), ("after", compared.after))
        },
    }
