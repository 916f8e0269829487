"""The school's side of a discussion: asking, reading the sheet, showing it to one person, and the advice that came."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from skoleporten.access.gate import Purpose
from skoleporten.access.models import User
from skoleporten.concerns import discussion_actions, owners
from skoleporten.concerns.discussions import Discussion
from skoleporten.concerns.models import Concern
from skoleporten.rules.errors import RefusedError
from skoleporten.web import read_log
from skoleporten.web.concerns.discussion_forms import USUAL_TIME, AskForm, ShowForm, SpokenAdviceForm
from skoleporten.web.concerns.form_page import Page, form_page
from skoleporten.web.concerns.sheet_words import sheet_in_words
from skoleporten.web.concerns.visible import MAY_ACT, concern_in_charge
from skoleporten.web.documents.drafts import drafted, used
from skoleporten.web.policy import policy
from skoleporten.web.pupils.trails import concern_trail_to
from skoleporten.web.requests import ActingRequest

may_act = policy(roles=MAY_ACT, purpose=Purpose.FOLLOW_UP, writes=True)


@may_act
def ask(request: ActingRequest, public_id: str) -> HttpResponse:
    concern = concern_in_charge(request, public_id)
    services, pupil = Discussion.Service.values, concern.pupil
    in_force = [one for name in services for one in discussion_actions.consents_for(pupil, name, request.today)]

    def save(given: dict[str, Any]) -> str:
        discussion_actions.ask(by=request.actor, concern=concern, **given)
        return _("The sheet is made, and nobody has seen it yet. Read it before you show it to anybody.")

    page = Page(
        _("Discuss it with another service"),
        _("Make the sheet"),
        _("PPT, the school nurse or the resource team can give advice before there is any case."),
    )
    given = {"consents": in_force, "initial": {"until": request.today + USUAL_TIME}}
    return form_page(request, concern, AskForm, "concerns.discuss", page, save, given=given)


@may_act
def one(request: ActingRequest, public_id: str, discussion: str) -> HttpResponse:
    """The sheet as the other service sees it, and what came back. Printed it is the sheet alone."""
    concern, found = _in_charge(request, public_id, discussion)
    form = drafted(request, SpokenAdviceForm, f"concerns.advice.{found.public_id}", concern.public_id)
    if request.method == "POST" and form.is_valid() and _advised(request, found, form):
        used(form)
        return HttpResponseRedirect(request.path)
    key = [concern.pupil.public_id]
    read_log.shown(request, key, action="concerns.discussion_opened", purpose=Purpose.FOLLOW_UP)
    people = [(str(user.public_id), str(user)) for user in owners.may_be_asked(request.today)]
    context = {
        "concern": concern,
        "discussion": found,
        "sheet": sheet_in_words(found),
        "is_over": found.ended_at is not None or found.until < request.today,
        "advice": found.advice.select_related("by"),
        "form": form,
        "show_form": ShowForm(people=people) if people else None,
        "trail": concern_trail_to(concern, _("Discussion")),
    }
    return render(request, "concerns/discussion.html", context)


@may_act
@require_POST
def show(request: ActingRequest, public_id: str, discussion: str) -> HttpResponse:
    _concern, found = _in_charge(request, public_id, discussion)
    consultant = User.objects.filter(public_id__in=_id(request.POST.get("consultant", ""))).first()
    try:
        if consultant is None:
            raise RefusedError(_("Choose who is to see it."))
        discussion_actions.show_to(by=request.actor, discussion=found, consultant=consultant)
    except RefusedError as error:
        messages.warning(request, str(error))
    else:
        messages.success(
            request, _("%(name)s sees the sheet now, and nothing else of the pupil.") % {"name": consultant}
        )
    return HttpResponseRedirect(_address(found))


@may_act
@require_POST
def end(request: ActingRequest, public_id: str, discussion: str) -> HttpResponse:
    _concern, found = _in_charge(request, public_id, discussion)
    discussion_actions.end(by=request.actor, discussion=found)
    messages.success(request, _("The discussion is over, and nobody outside the school sees the sheet."))
    return HttpResponseRedirect(_address(found))


def _in_charge(request: ActingRequest, public_id: str, discussion: str) -> tuple[Concern, Discussion]:
    concern = concern_in_charge(request, public_id)
    rows = concern.discussions.select_related("consultant", "asked_by", "consent")
    found = rows.filter(public_id=discussion).first()
    if found is None:
        raise Http404
    found.concern = concern
    return concern, found


def _advised(request: ActingRequest, discussion: Discussion, form: SpokenAdviceForm) -> bool:
    try:
        discussion_actions.advise(by=request.actor, discussion=discussion, **form.cleaned_data)
    except RefusedError as error:
        form.add_error(None, str(error))
        return False
    messages.success(request, _("The advice is written down."))
    return True


def _address(discussion: Discussion) -> str:
    return reverse("concern_discussion", args=[discussion.concern.public_id, discussion.public_id])


def _id(text: str) -> list[str]:
    """Nothing for what is no id at all."""
    try:
        return [str(uuid.UUID(text))]
    except ValueError:
        return []
