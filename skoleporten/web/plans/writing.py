"""Writing the next step, as one form. It begins with what is agreed now, and nothing is set until it is saved."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from skoleporten.access.gate import Purpose
from skoleporten.cases.models import Case
from skoleporten.cases.queries import people_around
from skoleporten.intake.changes import ChangedMeanwhileError
from skoleporten.plans import steps
from skoleporten.plans.models import PlanStep
from skoleporten.rules.errors import RefusedError
from skoleporten.rules.plan import shipped_slots
from skoleporten.web import read_log
from skoleporten.web.cases.visible import open_case, team_writes, trail_to
from skoleporten.web.components import Crumb
from skoleporten.web.documents.drafts import drafted, used
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
    status, theirs = 200, ""
    if form.is_valid():
        try:
            noticed = steps.noticed(case, form.planned)
            step = save(request, case, form)
        except ChangedMeanwhileError as error:
            status, theirs = 409, week_in_words(error.now.agreed)
            see_again(form, error)
        except RefusedError as error:
            form.add_error(None, str(error))
        else:
            _tell(request, case, step, noticed_in_words(noticed), form)
            return redirect("plan", public_id=case.public_id)
    read_log.shown(request, [case.pupil.public_id], action="plans.form_opened", purpose=Purpose.FOLLOW_UP)
    return render(request, "plans/step_form.html", _shown(case, form, status, theirs, request.today), status=status)


def save(request: ActingRequest, case: Case, form: StepForm) -> PlanStep:
    values = form.cleaned_data
    return steps.write(
        by=request.actor, case=case, draft=form.planned, client_id=values["client_id"], seen=values["seen"]
    )


def see_again(form: StepForm, error: ChangedMeanwhileError) -> None:
    """What is sent next time is sent by somebody who has seen both."""
    sent = QueryDict(mutable=True)
    sent.update(form.data)  # type: ignore[arg-type]
    sent["seen"] = str(error.now.pk)
    form.data = sent
    form.add_error(None, str(error))


def people_of(case: Case, today: dt.date) -> list[str]:
    """Who may meet the pupil: those named around the case, as a help while writing."""
    return sorted({one.name for one in people_around([case.pk], today)[case.pk]})


def _tell(request: ActingRequest, case: Case, step: PlanStep, noticed: str, form: StepForm) -> None:
    used(form)
    messages.success(request, _("The step is written down. What was agreed before stands in the history."))
    if noticed:
        messages.info(request, noticed)
    if hasattr(step, "leader_told"):
        messages.info(request, _("The leader of the pupil’s school is told."))
    texts = ("words", "fallback", "why", "academics", "why_not_asked")
    warn_of_names(request, case.pupil, *(form.cleaned_data[name] for name in texts))


def _shown(case: Case, form: StepForm, status: int, theirs: str, today: dt.date) -> dict[str, Any]:
    return {
        "case": case,
        "pupil": case.pupil,
        "form": form,
        "is_conflict": status == 409,
        "theirs": theirs,
        "slots": shipped_slots(),
        "people": people_of(case, today),
        "back": reverse("plan", args=[case.public_id]),
        "trail": [
            *trail_to(case, "")[:-1],
            Crumb(_("The plan"), reverse("plan", args=[case.public_id])),
            Crumb(_("A new step")),
        ],
    }
