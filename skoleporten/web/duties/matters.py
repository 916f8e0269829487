"""One report: read by who wrote it and who receives it, acknowledged, and sent on to the municipality."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from skoleporten.access.gate import Purpose
from skoleporten.access.roles import Role
from skoleporten.duties import actions
from skoleporten.duties.models import EnvironmentReport, ToSchool
from skoleporten.duties.receivers import reaches_municipality
from skoleporten.web import read_log
from skoleporten.web.components import Crumb
from skoleporten.web.duties import presenters
from skoleporten.web.duties.visible import (
    REPORTERS,
    purpose_for,
    receives,
    visible_environment,
    visible_intervention,
)
from skoleporten.web.policy import policy
from skoleporten.web.requests import ActingRequest

WITH_OFFICIALS = REPORTERS | {Role.MUNICIPALITY}


@policy(roles=WITH_OFFICIALS, purpose=Purpose.FOLLOW_UP)
def environment_matter(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    report = visible_environment(request, public_id)
    context = _context(request, report) | {
        "facts": presenters.environment_facts(report),
        "to_municipality_at": report.to_municipality_at,
        "reaches_nobody": report.to_municipality_at is not None
        and report.acknowledged_at is None
        and not reaches_municipality(report, request.today),
        "may_send_on": receives(request, report) and report.to_municipality_at is None,
        "concern_url": _concern_url(request, report),
    }
    return render(request, "duties/environment_matter.html", context)


@policy(roles=WITH_OFFICIALS, purpose=Purpose.FOLLOW_UP, writes=True)
@require_POST
def acknowledge_environment(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    report = _received(request, visible_environment(request, public_id))
    actions.acknowledge(by=request.actor, report=report)
    messages.success(request, _("Received. Whoever reported it is told."))
    return redirect("environment_matter", public_id=public_id)


@policy(roles={Role.SCHOOL_LEADER}, purpose=Purpose.FOLLOW_UP, writes=True)
@require_POST
def send_on_environment(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    report = visible_environment(request, public_id)
    _received(request, report)
    actions.send_on(by=request.actor, report=report)
    messages.success(request, _("The municipality is told."))
    return redirect("environment_matter", public_id=public_id)


@policy(roles=REPORTERS, purpose=Purpose.FOLLOW_UP)
def intervention_matter(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    report = visible_intervention(request, public_id)
    context = _context(request, report) | {
        "facts": presenters.intervention_facts(report),
        "happened_at": report.happened_at,
    }
    return render(request, "duties/intervention_matter.html", context)


@policy(roles={Role.SCHOOL_LEADER}, purpose=Purpose.FOLLOW_UP, writes=True)
@require_POST
def acknowledge_intervention(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    report = _received(request, visible_intervention(request, public_id))
    actions.acknowledge(by=request.actor, report=report)
    messages.success(request, _("Received. Whoever reported it is told."))
    return redirect("intervention_matter", public_id=public_id)


def _received(request: ActingRequest, report: ToSchool) -> ToSchool:
    """Only whoever receives it answers; for all others there is nothing to answer."""
    if not receives(request, report):
        raise Http404
    return report


def _context(request: ActingRequest, report: ToSchool) -> dict[str, Any]:
    read_log.shown(request, [report.pupil.public_id], action="duties.matter_opened", purpose=purpose_for(request))
    is_official = request.actor.role == Role.MUNICIPALITY
    own_page = [Crumb(_("Duties"), reverse("duties"))] if is_official else presenters.duties_trail(report.pupil)
    return {
        "report": report,
        "pupil": report.pupil,
        "trail": [*own_page, Crumb(presenters.kind_in_words(report))],
        "may_receive": receives(request, report) and report.acknowledged_at is None,
    }


def _concern_url(request: ActingRequest, report: EnvironmentReport) -> str:
    if report.concern is None or request.actor.role == Role.MUNICIPALITY:
        return ""
    return reverse("concern", args=[report.concern.public_id])
