"""What is done with a case as a whole: taken, handed over, moved to another stage, opened again."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from skoleporten.access.gate import Purpose
from skoleporten.cases.models import Case
from skoleporten.intake import owners, transitions
from skoleporten.intake.models import IntakeHandover
from skoleporten.rules.errors import RefusedError
from skoleporten.rules.transitions import Stage
from skoleporten.web import read_log
from skoleporten.web.cases.forms import ReopenForm
from skoleporten.web.cases.one import case_page
from skoleporten.web.cases.ownership import hand_over_form, may_join, people_for, stage_form
from skoleporten.web.cases.visible import lead_writes, open_case, team_writes, trail_to, visible_case
from skoleporten.web.names_of_others import warn_of_names_in
from skoleporten.web.requests import ActingRequest
from skoleporten.web.saving import is_saved


@team_writes
@require_POST
def take(request: ActingRequest, public_id: str) -> HttpResponse:
    case = open_case(request, public_id)
    done = _("It is yours from now on.")
    return _done(request, case, lambda: owners.take(by=request.actor, intake=case.intake), done)


@team_writes
def hand_over(request: ActingRequest, public_id: str) -> HttpResponse:
    """On a page of its own: whom it may be handed to is asked of the gate for each on the team."""
    case = open_case(request, public_id)
    form = hand_over_form(people_for(request, case), case, request.POST or None)

    def save() -> None:
        values = form.cleaned_data
        owners.offer(
            by=request.actor, intake=case.intake, to=form.chosen, note=values["note"], client_id=values["client_id"]
        )

    if request.method == "POST" and is_saved(request, form, save, _("Offered. You own it until it is accepted.")):
        warn_of_names_in(request, case.pupil, form)
        return redirect("case", public_id=case.public_id)
    read_log.shown(request, [case.pupil.public_id], action="cases.hand_over_opened", purpose=Purpose.FOLLOW_UP)
    trail = trail_to(case, _("Who owns it"))
    is_mine = case.intake.owner_id == request.actor.user_id
    context = {"case": case, "pupil": case.pupil, "form": form, "is_mine": is_mine, "trail": trail}
    return render(request, "cases/hand_over.html", context)


@team_writes
@require_POST
def answer(request: ActingRequest, public_id: str) -> HttpResponse:
    case = open_case(request, public_id)
    offered = IntakeHandover.objects.filter(
        intake=case.intake, answered_at__isnull=True, offered_to=request.actor.user_id
    ).first()
    if offered is None:
        return redirect("case", public_id=case.public_id)
    accepts = "accept" in request.POST
    done = _("It is yours from now on.") if accepts else _("You said no. The one who offered it still owns it.")
    return _done(request, case, lambda: owners.answer(by=request.actor, handover=offered, accepts=accepts), done)


@team_writes
@require_POST
def change_stage(request: ActingRequest, public_id: str) -> HttpResponse:
    case = open_case(request, public_id)
    form = stage_form(request, case, request.POST)
    if form is None:
        return redirect("case", public_id=case.public_id)

    def save() -> None:
        values = form.cleaned_data
        transitions.move(
            by=request.actor, intake=case.intake, to_state=values["to_state"], reason=values["reason"],
            consent_in_force=may_join(request, case), client_id=values["client_id"], seen_state=values["seen_state"],
        )  # fmt: skip

    if is_saved(request, form, save, _("Written down.")):
        warn_of_names_in(request, case.pupil, form)
        return redirect("case", public_id=case.public_id)
    return case_page(request, case, {"stage_form": form})


@lead_writes
@require_POST
def open_again(request: ActingRequest, public_id: str) -> HttpResponse:
    """One click. The same case goes on where it ended; without the family's consent it stays closed."""
    case = visible_case(request, public_id)
    form = ReopenForm(request.POST)
    if not form.is_valid():
        return redirect("case", public_id=case.public_id)
    values = form.cleaned_data

    def save() -> None:
        transitions.move(
            by=request.actor, intake=case.intake, to_state=Stage.ACTIVE,
            reason=values["reason"] or _("Opened again from the page of the case."),
            consent_in_force=may_join(request, case), client_id=values["client_id"],
        )  # fmt: skip

    return _done(request, case, save, _("The case is open again, and is the same one."))


def _done(request: ActingRequest, case: Case, save: Callable[[], object], done: str) -> HttpResponse:
    try:
        save()
    except RefusedError as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, done)
    return redirect("case", public_id=case.public_id)
