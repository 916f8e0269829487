"""Acting on a concern: something was done, a step is decided about, it is closed, opened again, or opened."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.forms import Form
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from skoleporten.access.gate import Purpose
from skoleporten.access.roles import Role
from skoleporten.concerns import actions, next_steps
from skoleporten.concerns.models import Concern
from skoleporten.people.models import Pupil
from skoleporten.rules.errors import RefusedError
from skoleporten.web.concerns.form_page import Page, form_page
from skoleporten.web.concerns.forms import ActForm, CloseForm, DecideForm, OpenForm
from skoleporten.web.concerns.visible import MAY_ACT, MAY_CLOSE, visible_concern, visible_pupil
from skoleporten.web.concerns.words import step_name, step_text
from skoleporten.web.names_of_others import warn_of_names_in
from skoleporten.web.policy import policy
from skoleporten.web.pupils.page import pupil_page
from skoleporten.web.pupils.trails import concern_trail, pupil_trail
from skoleporten.web.requests import ActingRequest
from skoleporten.web.saving import is_saved

may_act = policy(roles=MAY_ACT, purpose=Purpose.FOLLOW_UP, writes=True)
may_close = policy(roles=MAY_CLOSE, purpose=Purpose.FOLLOW_UP, writes=True)


@may_act
@require_POST
def act(request: ActingRequest, public_id: str) -> HttpResponse:
    concern = visible_concern(request, public_id)
    form = ActForm(request.POST)

    def save() -> None:
        actions.act(by=request.actor, concern=concern, **form.cleaned_data)

    return _save(request, concern, form, "act_form", save, _("Written down. The concern is being followed up."))


@may_act
def decide(request: ActingRequest, public_id: str) -> HttpResponse:
    """About one step that is left: it gets a new date, or it is not needed here."""
    concern = visible_concern(request, public_id)
    step_id = request.GET.get("step", "")
    if step_id not in {one.step_id for one in next_steps.left_for(concern)}:
        raise Http404
    routine = next_steps.routine_of(concern)

    def save(given: dict[str, object]) -> str:
        if given["decision"] == DecideForm.LEAVE_OUT:
            actions.set_aside(
                by=request.actor, concern=concern, step_id=step_id, reason=str(given["reason"]),
                client_id=given["client_id"],  # type: ignore[arg-type]
            )  # fmt: skip
            return _("Written down. The step is no longer asked for.")
        actions.put_off(
            by=request.actor, concern=concern, step_id=step_id, until=given["until"],  # type: ignore[arg-type]
            reason=str(given["reason"]), client_id=given["client_id"],  # type: ignore[arg-type]
        )  # fmt: skip
        return _("Written down. The step has its new date.")

    page = Page(_("Decide about a step"), _("Save"), step_name(routine, step_id), step_text(routine, step_id))
    return form_page(request, concern, DecideForm, f"concerns.decide.{step_id}", page, save)


@may_close
@require_POST
def close(request: ActingRequest, public_id: str) -> HttpResponse:
    concern = visible_concern(request, public_id)
    form = CloseForm(request.POST)

    def save() -> None:
        given = form.cleaned_data
        actions.close(by=request.actor, concern=concern, decision=given["decision"], reason=given["reason"])

    return _save(request, concern, form, "close_form", save, _("The concern is closed."))


@may_close
@require_POST
def reopen(request: ActingRequest, public_id: str) -> HttpResponse:
    concern = visible_concern(request, public_id)
    try:
        actions.reopen(by=request.actor, concern=concern, reason="")
    except RefusedError as error:
        messages.warning(request, str(error))
    return HttpResponseRedirect(reverse("concern", args=[concern.public_id]))


@may_act
@require_POST
def open_by_person(request: ActingRequest, public_id: str) -> HttpResponse:
    pupil = visible_pupil(request, public_id)
    form = OpenForm(request.POST)
    if form.is_valid():
        try:
            concern = actions.open_by_person(
                by=request.actor, pupil=pupil, school_id=_school_of(request, pupil),
                reason=form.cleaned_data["reason"], is_owner=request.actor.role == Role.TEACHER,
            )  # fmt: skip
        except RefusedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The pupil is on the list of absence to follow up."))
            warn_of_names_in(request, pupil, form)
            return HttpResponseRedirect(reverse("concern", args=[concern.public_id]))
    return pupil_page(request, pupil, pupil_trail(pupil), {"open_form": form})


def _save(
    request: ActingRequest, concern: Concern, form: Form, name: str, save: Callable[[], None], done: str
) -> HttpResponse:
    """A mistake shows the page again with the form as it was filled in."""
    if is_saved(request, form, save, done):
        warn_of_names_in(request, concern.pupil, form)
        return HttpResponseRedirect(reverse("concern", args=[concern.public_id]))
    return pupil_page(request, concern.pupil, concern_trail(concern), {name: form})


def _school_of(request: ActingRequest, pupil: Pupil) -> int | None:
    """Where the pupil was counted last; for one who is new, where the one who opens it acts."""
    try:
        return pupil.measure.school_id
    except ObjectDoesNotExist:
        return next(iter(request.actor.school_ids), None)
