"""The pupil says yes, not yet or something else to a step. It lands with the team, and changes no plan by itself."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from skoleporten.plans import answers
from skoleporten.web.documents.drafts import drafted
from skoleporten.web.form_saving import Outcome, try_to_save
from skoleporten.web.portal.frame import open_child, pupil_writes, show
from skoleporten.web.portal.pupil.forms import StepAnswerForm
from skoleporten.web.portal.pupil.own_plan import own_plan
from skoleporten.web.portal.pupil.way import asked_about
from skoleporten.web.portal.safety import safety
from skoleporten.web.requests import ActingRequest


@pupil_writes
def page(request: ActingRequest, child: str, step: str) -> HttpResponse:
    mine = open_child(request, child)
    plan = own_plan(request.actor, mine.pupil, request.today)
    asked = [one for one in plan.to_answer(request.today) if str(one.public_id) == str(step)] if plan else []
    if plan is None or not asked:
        raise Http404
    form = drafted(request, StepAnswerForm, "portal.step", step)
    outcome = Outcome()
    if form.is_valid():
        asked[0].case = plan.case
        client_id = form.cleaned_data["client_id"]
        said = form.said(request.today)
        outcome = try_to_save(
            form, lambda: answers.add(by=request.actor, step=asked[0], said=said, client_id=client_id)
        )
    if outcome.is_saved:
        messages.success(request, _("Thank you. The adults here will read it. Nothing changes before we have talked."))
        return redirect("my_way", child=mine.pupil.public_id)
    context = {
        "form": form,
        "asked": asked_about(request.actor, mine.pupil, plan, asked[0], request.today),
        "safety": safety(request.actor.role),
        **outcome.told,
    }
    return show(
        request, mine, "way", "portal/pupil/answer.html", context, action="portal.step_asked", status=outcome.status
    )
