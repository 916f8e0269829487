"""Handing a concern over, answering an offer, and taking what nobody has by name."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from skoleporten.access.gate import Purpose
from skoleporten.access.models import User
from skoleporten.concerns import handover_actions, owners
from skoleporten.concerns.handovers import Handover
from skoleporten.rules.errors import RefusedError
from skoleporten.web.concerns.form_page import Page, form_page
from skoleporten.web.concerns.forms import HandOverForm
from skoleporten.web.concerns.visible import MAY_ACT, concern_in_charge, visible_concern
from skoleporten.web.policy import policy
from skoleporten.web.requests import ActingRequest

may_act = policy(roles=MAY_ACT, purpose=Purpose.FOLLOW_UP, writes=True)


@may_act
def offer(request: ActingRequest, public_id: str) -> HttpResponse:
    concern = concern_in_charge(request, public_id)
    people = owners.candidates(concern.pupil, concern.school_id, request.today).exclude(pk=concern.owner_id or 0)
    choices = [(str(user.public_id), str(user)) for user in people]

    def save(given: dict[str, Any]) -> str:
        to = User.objects.get(public_id=given["to"])
        handover_actions.offer(by=request.actor, concern=concern, to=to, note=given["note"])
        return _("Offered to %(name)s. You have it until the offer is accepted.") % {"name": to}

    page = Page(
        _("Hand over"),
        _("Offer it"),
        _("Whoever you choose must say yes first. Until then nothing changes."),
    )
    return form_page(request, concern, HandOverForm, "concerns.hand_over", page, save, given={"people": choices})


@may_act
@require_POST
def answer(request: ActingRequest, public_id: str) -> HttpResponse:
    concern = visible_concern(request, public_id)
    offered = Handover.objects.filter(concern=concern, to=request.actor.user_id).select_related("concern__pupil")
    handover = offered.order_by("-id").first()
    if handover is None:
        raise Http404
    accepts = request.POST.get("answer") == "accept"
    try:
        if accepts:
            handover_actions.accept(by=request.actor, handover=handover)
        else:
            handover_actions.decline(by=request.actor, handover=handover)
    except RefusedError as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, _("You have it now.") if accepts else _("It stays where it was."))
    return HttpResponseRedirect(reverse("concern", args=[concern.public_id]))


@may_act
@require_POST
def take(request: ActingRequest, public_id: str) -> HttpResponse:
    concern = visible_concern(request, public_id)
    try:
        handover_actions.take(by=request.actor, concern=concern)
    except RefusedError as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, _("You have it now."))
    return HttpResponseRedirect(reverse("concern", args=[concern.public_id]))
