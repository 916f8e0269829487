"""Somebody in the team has read what a pupil said to a step, and the pupil is told so."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from skoleporten.access.gate import Purpose
from skoleporten.plans import answers
from skoleporten.plans.models import PlanAnswer
from skoleporten.web.cases.visible import team_writes, visible_case
from skoleporten.web.plans.visible import visible_step
from skoleporten.web.requests import ActingRequest


@team_writes
@require_POST
def read(request: ActingRequest, public_id: str, step: str) -> HttpResponse:
    """All that the pupil has said to this step until now."""
    case = visible_case(request, public_id)
    found = visible_step(request, case, step)
    rows = PlanAnswer.objects.visible_to(request.actor, Purpose.FOLLOW_UP, request.today).by_the_pupil()
    for row in rows.filter(step=found, read__isnull=True):
        row.step = found
        answers.mark_read(by=request.actor, answer=row)
    messages.success(request, _("The pupil sees now that it is read."))
    return redirect("case", public_id=case.public_id)
