"""The steps that somebody may open, and what the reader may read with them."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.db.models import Prefetch
from django.http import Http404

from skoleporten.access.gate import Purpose
from skoleporten.cases.models import Case
from skoleporten.plans.models import PlanAnswer, PlanStep
from skoleporten.plans.models.steps import PlanStepQuerySet
from skoleporten.web.requests import ActingRequest

READABLE = "readable_answers"


def visible_steps(request: ActingRequest, case: Case) -> PlanStepQuerySet:
    """With all that hangs on each; of what the pupil said only what is for the reader."""
    answers = PlanAnswer.objects.visible_to(request.actor, Purpose.FOLLOW_UP, request.today)
    visible = PlanStep.objects.visible_to(request.actor, Purpose.FOLLOW_UP, request.today).filter(case=case)
    return visible.select_related("written_by", "taken_back__by").prefetch_related(
        "parts",
        "expectations",
        "bases",
        Prefetch("answers", answers.select_related("written_by"), to_attr=READABLE),
    )


def visible_step(request: ActingRequest, case: Case, public_id: uuid.UUID | str) -> PlanStep:
    step = visible_steps(request, case).filter(public_id=public_id).first()
    if step is None:
        raise Http404
    step.case = case
    return step


def said_to(step: PlanStep) -> Iterable[PlanAnswer]:
    """What of the pupil's words the reader may read; brought by visible_steps."""
    found: list[PlanAnswer] = getattr(step, READABLE)
    return found
