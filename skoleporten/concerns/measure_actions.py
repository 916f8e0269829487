"""Measures: made with their five fields, looked at on their date, and gone on with, changed or ended."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from skoleporten.access.actor import Actor
from skoleporten.concerns.measures import Evaluation, FiveFields, LookedAt, Measure
from skoleporten.concerns.models import Concern, ConcernStep
from skoleporten.concerns.recording import add_step, audit, has_acted, refuse_closed, sent_before
from skoleporten.rules.errors import RefusedError


@transaction.atomic
def start(
    *,
    by: Actor,
    concern: Concern,
    problem: str,
    what: str,
    who: str,
    starts_on: dt.date,
    evaluate_on: dt.date,
    client_id: UUID | None = None,
) -> Measure:
    """The five fields of opplæringslova § 12-4: what it is to solve, what is done, when, by whom, evaluated when."""
    if sent_before(by, concern, client_id):
        return concern.measures.get(client_id=client_id)
    refuse_closed(concern)
    check_five_fields(problem=problem, what=what, who=who, starts_on=starts_on, evaluate_on=evaluate_on)
    step = add_step(by, concern, ConcernStep.Kind.MEASURE, what.strip(), client_id=client_id)
    measure = Measure.objects.create(
        concern=concern, problem=problem.strip(), what=what.strip(), who=who.strip(), starts_on=starts_on,
        evaluate_on=evaluate_on, made_at=step.at, made_by_id=step.by_id, client_id=client_id,
    )  # fmt: skip
    has_acted(concern, step.at)
    audit(by, "concerns.measure_started", concern, {"evaluate_on": evaluate_on.isoformat()})
    return measure


@transaction.atomic
def evaluate(
    *,
    by: Actor,
    measure: Measure,
    seen: str,
    decided: str,
    pupils_view: str = "",
    evaluate_on: dt.date | None = None,
    client_id: UUID | None = None,
) -> Evaluation:
    """What people saw, and what they decided. What goes on has a new date; nothing is left without one."""
    concern = measure.concern
    if sent_before(by, concern, client_id):
        return measure.evaluations.get(client_id=client_id)
    refuse_closed(concern)
    next_date = check_looked_at(measure, seen, decided, evaluate_on)
    step = add_step(by, concern, ConcernStep.Kind.EVALUATION, seen.strip(), client_id=client_id)
    evaluation = Evaluation.objects.create(
        measure=measure, at=step.at, by_id=step.by_id, seen=seen.strip(), pupils_view=pupils_view.strip(), next=decided,
        evaluate_on=next_date, client_id=client_id,
    )  # fmt: skip
    go_on_or_end(measure, next_date, timezone.localdate(step.at))
    has_acted(concern, step.at)
    audit(by, "concerns.measure_evaluated", concern, {"next": decided})
    return evaluation


def check_five_fields(*, problem: str, what: str, who: str, starts_on: dt.date, evaluate_on: dt.date) -> None:
    """The same for a measure of a concern and of a case."""
    if not all(text.strip() for text in (problem, what, who)):
        raise RefusedError(_("Fill in the problem, the measure and who does it."))
    if evaluate_on < starts_on:
        raise RefusedError(_("The measure is looked at before it starts. Correct the dates."))


def check_looked_at(measure: FiveFields, seen: str, decided: str, evaluate_on: dt.date | None) -> dt.date | None:
    """When it is looked at next; None where it ends."""
    measure.refresh_from_db(fields=["ended_on", "evaluate_on"])
    if measure.ended_on:
        raise RefusedError(_("The measure has ended already."))
    if not seen.strip():
        raise RefusedError(_("Say in short what you saw."))
    if decided not in LookedAt.Next.values:
        raise RefusedError(_("Choose what happens with the measure."))
    if decided == LookedAt.Next.END:
        return None
    if evaluate_on is None or evaluate_on < timezone.localdate():
        raise RefusedError(_("Say when the measure is looked at next: a day that is still to come."))
    return evaluate_on


def go_on_or_end(measure: FiveFields, next_date: dt.date | None, today: dt.date) -> None:
    if next_date is None:
        measure.ended_on = today
    else:
        measure.evaluate_on = max(measure.starts_on, next_date)
    measure.save(update_fields=["ended_on", "evaluate_on"])
