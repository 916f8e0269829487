"""Writing the next step, as one form. It begins with what is agreed now, and nothing is set until it is saved."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from skoleporten.access.gate import Purpose
from skoleporten.cases.models import Case
from skoleporten.cases.queries import people_around
from skoleporten.plans import steps
from skoleporten.plans.models import PlanStep
from skoleporten.rules.plan import shipped_slots
from skoleporten.web import read_log
from skoleporten.web.cases.visible import open_case, team_writes, trail_to
from skoleporten.web.components import Crumb
from skoleporten.web.documents.drafts import drafted
from skoleporten.web.form_saving import Outcome, try_to_save
from skoleporten.web.names_of_others import warn_of_names
from skoleporten.web.plans.beginning import begins_with
from skoleporten.web.plans.forms import StepForm
from skoleporten.web.plans.words import noticed_in_words, week_in_words
from skoleporten.web.requests import ActingRequest

KEY = "plans.step"


@team_writes
def new(request: ActingRequest, public_id: str) -> HttpResponse:
    case = open_case(request, public_id)
    form = drafted(request, StepForm, KEY, case.public_id, initial=begins_with(request, case))
    outcome, noticed = Outcome(), None
    if form.is_valid():
        noticed = steps.noticed(case, form.planned)
        outcome = try_to_save(form, lambda: save(request, case, form), _stands_now, _seen)
    if outcome.is_saved:
        _tell(request, case, outcome.made, noticed_in_words(noticed), form)
        return redirect("plan", public_id=case.public_id)
    read_log.shown(request, [case.pupil.public_id], action="plans.form_opened", purpose=Purpose.FOLLOW_UP)
    return render(request, "plans/step_form.html", _shown(case, form, outcome, request.today), status=outcome.status)


def save(request: ActingRequest, case: Case, form: StepForm) -> PlanStep:
    values = form.cleaned_data
    return steps.write(
        by=request.actor, case=case, draft=form.planned, client_id=values["client_id"], seen=values["seen"]
    )


def _stands_now(now: PlanStep) -> str:
    return week_in_words(now.agreed)


def _seen(now: PlanStep) -> dict[str, object]:
    return {"seen": now.pk}


def people_of(case: Case, today: dt.date) -> list[str]:
    """Who may meet the pupil: those named around the case, as a help while writing."""
    return sorted({one.name for one in people_around([case.pk], today)[case.pk]})


def _tell(request: ActingRequest, case: Case, step: PlanStep, noticed: str, form: StepForm) -> None:
    messages.success(request, _("The step is written down. What was agreed before stands in the history."))
    if noticed:
        messages.info(request, noticed)
    if hasattr(step, "leader_told"):
        messages.info(request, _("The leader of the pupil’s school is told."))
    texts = ("words", "fallback", "why", "academics", "why_not_asked")
    warn_of_names(request, case.pupil, *(form.cleaned_data[name] for name in texts))


def _shown(case: Case, form: StepForm, outcome: Outcome, today: dt.date) -> dict[str, Any]:
    return {
        "case": case,
        "pupil": case.pupil,
        "form": form,
        **outcome.told,
        "slots": shipped_slots(),
        "people": people_of(case, today),
        "back": reverse("plan", args=[case.public_id]),
        "trail": [
            *trail_to(case, "")[:-1],
            Crumb(_("The plan"), reverse("plan", args=[case.public_id])),
            Crumb(_("A new step")),
        ],
    }
