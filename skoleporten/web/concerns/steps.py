"""Acting on a concern: something was done, it is closed with a reason, it is opened again, or a person opens one."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.forms import Form
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from skoleporten.access import gate
from skoleporten.access.gate import Purpose
from skoleporten.concerns import actions
from skoleporten.concerns.models import Concern
from skoleporten.people.models import Pupil
from skoleporten.rules.errors import RefusedError
from skoleporten.web.concerns.forms import ActForm, CloseForm, OpenForm
from skoleporten.web.policy import policy
from skoleporten.web.pupils.page import MAY_ACT, pupil_page
from skoleporten.web.pupils.trails import concern_trail, pupil_trail
from skoleporten.web.requests import ActingRequest

may_act = policy(roles=MAY_ACT, purpose=Purpose.FOLLOW_UP, writes=True)


@may_act
@require_POST
def act(request: ActingRequest, public_id: str) -> HttpResponse:
    concern = visible_concern(request, public_id)
    form = ActForm(request.POST)

    def save() -> None:
        actions.act(by=request.actor, concern=concern, kind=form.cleaned_data["kind"], note=form.cleaned_data["note"])

    return _save(request, concern, form, "act_form", save, _("Written down. The concern is being followed up."))


@may_act
@require_POST
def close(request: ActingRequest, public_id: str) -> HttpResponse:
    concern = visible_concern(request, public_id)
    form = CloseForm(request.POST)

    def save() -> None:
        given = form.cleaned_data
        actions.close(by=request.actor, concern=concern, decision=given["decision"], reason=given["reason"])

    return _save(request, concern, form, "close_form", save, _("The concern is closed."))


@may_act
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
                by=request.actor, pupil=pupil, school_id=_school_of(pupil), reason=form.cleaned_data["reason"]
            )
        except RefusedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The pupil is on the list of absence to follow up."))
            return HttpResponseRedirect(reverse("concern", args=[concern.public_id]))
    return pupil_page(request, pupil, pupil_trail(pupil), {"open_form": form})


def visible_concern(request: ActingRequest, public_id: str) -> Concern:
    visible = Concern.objects.visible_to(request.actor, Purpose.FOLLOW_UP, request.today)
    concern = visible.select_related("pupil").filter(public_id=public_id).first()
    if concern is None:
        raise Http404
    return concern


def visible_pupil(request: ActingRequest, public_id: str) -> Pupil:
    pupil = gate.visible_to(request.actor, Purpose.FOLLOW_UP, request.today).filter(public_id=public_id).first()
    if pupil is None:
        raise Http404
    return pupil


def _save(
    request: ActingRequest, concern: Concern, form: Form, name: str, save: Callable[[], None], done: str
) -> HttpResponse:
    """A mistake shows the page again with the form as it was filled in."""
    if form.is_valid():
        try:
            save()
        except RefusedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, done)
            return HttpResponseRedirect(reverse("concern", args=[concern.public_id]))
    return pupil_page(request, concern.pupil, concern_trail(concern), {name: form})


def _school_of(pupil: Pupil) -> int | None:
    try:
        return pupil.measure.school_id
    except ObjectDoesNotExist:
        return None
