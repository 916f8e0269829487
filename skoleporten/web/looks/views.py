"""Who can see a pupil and why, and who has looked: for everybody who may see the pupil, the family too."""

from __future__ import annotations

from dataclasses import replace

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from skoleporten.access import gate, reasons
from skoleporten.access.gate import Purpose
from skoleporten.access.roles import SEE_NO_PUPIL, Role
from skoleporten.people.models import Pupil
from skoleporten.web import read_log
from skoleporten.web.looks import presenters
from skoleporten.web.policy import policy
from skoleporten.web.portal import frame
from skoleporten.web.portal.section import FAMILY
from skoleporten.web.requests import ActingRequest

A_PAGE = 50
reads_own_pupils = policy(roles=set(Role) - SEE_NO_PUPIL, purpose=Purpose.FOLLOW_UP)


@reads_own_pupils
def who_can_see(request: ActingRequest, public_id: str) -> HttpResponse:
    pupil = _seen(request, public_id, "looks.who_can_see")
    seers = reasons.who_can_see(pupil.pk, request.today)
    if not presenters.may_know_of_officials(request.actor, pupil.public_id, request.today):
        seers = [seer for seer in seers if seer.role != Role.MUNICIPALITY]
    heading = _can_see(request, pupil)
    context = {"table": replace(presenters.seers_table(seers), caption=heading)} | _about(request, pupil, heading)
    template = "looks/family_can_see.html" if request.actor.role in FAMILY else "looks/who_can_see.html"
    return render(request, template, context)


@reads_own_pupils
def who_has_looked(request: ActingRequest, public_id: str) -> HttpResponse:
    pupil = _seen(request, public_id, "looks.who_has_looked")
    looks = presenters.looks_told_to(request.actor, pupil.public_id, request.today)
    is_family, with_own = request.actor.role in FAMILY, "own" in request.GET
    told = presenters.of_others(looks) if is_family and not with_own else looks
    page = Paginator(told, A_PAGE).get_page(request.GET.get("page"))
    heading = _has_looked(request, pupil)
    table = replace(presenters.looks_table(page), caption=heading)
    context = {"page": page, "table": table, "with_own": with_own}
    template = "looks/family_looked.html" if is_family else "looks/who_has_looked.html"
    return render(request, template, context | _about(request, pupil, heading))


def _has_looked(request: ActingRequest, pupil: Pupil) -> str:
    if request.actor.role == Role.PUPIL:
        return _("Who has looked at what is about you")
    if request.actor.role == Role.GUARDIAN:
        return _("Who has looked at what is about %(name)s") % {"name": pupil.full_name}
    return _("Who has looked at this pupil")


def _can_see(request: ActingRequest, pupil: Pupil) -> str:
    if request.actor.role == Role.PUPIL:
        return _("Who can see what is about you")
    if request.actor.role == Role.GUARDIAN:
        return _("Who can see %(name)s") % {"name": pupil.full_name}
    return _("Who can see this pupil")


def _seen(request: ActingRequest, public_id: str, action: str) -> Pupil:
    """Through the gate, for what the role looks at a pupil for, and in the read log."""
    purpose = reasons.purpose_of(request.actor.role)
    pupil = gate.visible_to(request.actor, purpose, request.today).filter(public_id=public_id).first()
    if pupil is None:
        raise Http404
    read_log.shown(request, [pupil.public_id], action=action, purpose=purpose)
    return pupil


def _about(request: ActingRequest, pupil: Pupil, heading: str) -> dict[str, object]:
    """A family finds it among its own pages about the child."""
    is_family = request.actor.role in FAMILY
    return {
        "pupil": pupil,
        "heading": heading,
        "trail": presenters.trail(request.actor, pupil, heading),
        "reasons": reasons.reasons_in_view(request.actor, pupil.pk, request.today),
        **(frame.in_frame(request, frame.open_child(request, pupil.public_id), "looks") if is_family else {}),
    }
