"""One step: what was agreed, what the pupil says to it, what it rests on; and what may be added to it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from skoleporten.access.gate import Purpose
from skoleporten.cases.models import Case
from skoleporten.plans import answers, bases, steps
from skoleporten.plans.models import PlanStep
from skoleporten.plans.queries import steps_of
from skoleporten.rules.errors import RefusedError
from skoleporten.rules.plan import spans
from skoleporten.web import read_log
from skoleporten.web.cases.visible import TEAM, case_reads, open_case, team_writes, trail_to, visible_case
from skoleporten.web.components import Crumb
from skoleporten.web.documents.drafts import drafted, used
from skoleporten.web.names_of_others import warn_of_names
from skoleporten.web.plans.forms import AnswerForm, BasisForm, TakeBackForm
from skoleporten.web.plans.visible import said_to, visible_step
from skoleporten.web.plans.words import step_in_words
from skoleporten.web.requests import ActingRequest


@case_reads
def one(request: ActingRequest, public_id: str, step: str) -> HttpResponse:
    case = visible_case(request, public_id)
    found = visible_step(request, case, step)
    read_log.shown(request, [case.pupil.public_id], action="plans.step_opened", purpose=Purpose.FOLLOW_UP)
    context = {
        "row": _in_words(request, case, found),
        "may_write": request.actor.role in TEAM and case.is_open and not hasattr(found, "taken_back"),
        "is_ahead": found.starts_on > request.today,
        **_frame(case, found),
    }
    return render(request, "plans/step.html", context)


@team_writes
def add_answer(request: ActingRequest, public_id: str, step: str) -> HttpResponse:
    case, found = _open_step(request, public_id, step)
    initial = {"said_on": request.today}
    form = drafted(request, AnswerForm, "plans.answer", found.public_id, initial=initial)

    def save() -> str:
        answers.add(by=request.actor, step=found, said=form.said, client_id=form.cleaned_data["client_id"])
        warn_of_names(request, case.pupil, form.cleaned_data["words"])
        return _("Written down. What was said before stands.")

    return _answer(request, case, found, form, save, _("What the pupil says"))


@team_writes
def add_basis(request: ActingRequest, public_id: str, step: str) -> HttpResponse:
    case, found = _open_step(request, public_id, step)
    form = drafted(request, BasisForm, "plans.basis", found.public_id)

    def save() -> str:
        if form.rests is None:
            raise RefusedError(_("Choose what the plan rests on."))
        bases.add(by=request.actor, step=found, rests=form.rests, client_id=form.cleaned_data["client_id"])
        return _("Written down. What stood before stands in the history.")

    return _answer(request, case, found, form, save, _("What the plan rests on"))


@team_writes
def take_back(request: ActingRequest, public_id: str, step: str) -> HttpResponse:
    case, found = _open_step(request, public_id, step)
    form = drafted(request, TakeBackForm, "plans.take_back", found.public_id)

    def save() -> str:
        steps.take_back(by=request.actor, step=found, why=form.cleaned_data["why"])
        return _("The step is taken back. It stands in the history.")

    return _answer(request, case, found, form, save, _("Take back a step that has not begun"))


def _answer(
    request: ActingRequest, case: Case, found: PlanStep, form: Form, save: Callable[[], str], heading: str
) -> HttpResponse:
    """Saves and goes back to the plan, or shows the form with its mistakes."""
    if form.is_valid():
        try:
            done = save()
        except RefusedError as error:
            form.add_error(None, str(error))
        else:
            used(form)
            messages.success(request, done)
            return redirect("plan", public_id=case.public_id)
    read_log.shown(request, [case.pupil.public_id], action="plans.form_opened", purpose=Purpose.FOLLOW_UP)
    context = {"form": form, "heading": heading, "row": _in_words(request, case, found)}
    return render(request, "plans/add.html", context | _frame(case, found, heading))


def _open_step(request: ActingRequest, public_id: str, step: str) -> tuple[Case, PlanStep]:
    case = open_case(request, public_id)
    found = visible_step(request, case, step)
    if hasattr(found, "taken_back"):
        raise Http404
    return case, found


def _in_words(request: ActingRequest, case: Case, found: PlanStep) -> Any:
    held = {one.key: (first, last) for one, first, last in spans(steps_of([case.pk])[case.pk])}
    span = held.get(found.pk, (found.starts_on, found.ends_on))
    return step_in_words(found, span, said_to(found), request.today)


def _frame(case: Case, found: PlanStep, heading: str = "") -> dict[str, Any]:
    crumbs = [Crumb(_("The plan"), reverse("plan", args=[case.public_id]))]
    url = reverse("plan_step", args=[case.public_id, found.public_id])
    crumbs += [Crumb(_("One step"), url if heading else ""), *([Crumb(heading)] if heading else [])]
    return {"case": case, "pupil": case.pupil, "trail": [*trail_to(case, "")[:-1], *crumbs], "back": crumbs[0].url}
