"""The duties: what one must report about a pupil, explained, and one click away. Nothing here waits for a yes."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from skoleporten.access.gate import Purpose
from skoleporten.access.roles import Role
from skoleporten.concerns.models import Concern
from skoleporten.duties import actions
from skoleporten.duties.models import ChildWelfareReport, EnvironmentReport, PhysicalIntervention
from skoleporten.duties.receivers import school_of
from skoleporten.people.models import Pupil
from skoleporten.rules.errors import RefusedError
from skoleporten.web import read_log
from skoleporten.web.components import Crumb
from skoleporten.web.documents.drafts import drafted, used
from skoleporten.web.duties.forms import ChildWelfareForm, EnvironmentForm, InterventionForm
from skoleporten.web.duties.presenters import child_welfare_row, duties_trail, report_row
from skoleporten.web.duties.visible import REPORTERS, purpose_for, receives, visible_pupil
from skoleporten.web.policy import policy
from skoleporten.web.requests import ActingRequest


@policy(roles=REPORTERS | {Role.MUNICIPALITY}, purpose=Purpose.FOLLOW_UP)
def duties(request: ActingRequest) -> HttpResponse:
    """What the duties are, and the reports that wait for whoever reads."""
    waiting = [
        report
        for model in (EnvironmentReport, PhysicalIntervention)
        for report in _waiting(request, model)
        if receives(request, report) or request.actor.role == Role.MUNICIPALITY
    ]
    shown = {report.pupil.public_id for report in waiting}
    read_log.shown(request, shown, action="duties.listed", purpose=purpose_for(request))
    context = {"channel": channel(), "waiting": [report_row(report) for report in waiting]}
    return render(request, "duties/all.html", context)


def _waiting(request: ActingRequest, model: type[EnvironmentReport | PhysicalIntervention]) -> list[Any]:
    rows = model.objects.visible_to(request.actor, request.today).waiting()
    return list(rows.select_related("pupil", "reported_by", "school"))


@policy(roles=REPORTERS, purpose=Purpose.CHILD_WELFARE)
def pupil_duties(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    """Looked at with a purpose that no family is told of: that somebody looked here could tell why."""
    pupil = visible_pupil(request, public_id, Purpose.CHILD_WELFARE)
    read_log.shown(request, [pupil.public_id], action="child_welfare.duties_opened", purpose=Purpose.CHILD_WELFARE)
    actor, today = request.actor, request.today
    rows = [
        *EnvironmentReport.objects.visible_to(actor, today).filter(pupil=pupil).select_related("reported_by", "pupil"),
        *PhysicalIntervention.objects.visible_to(actor, today)
        .filter(pupil=pupil)
        .select_related("reported_by", "pupil"),
    ]
    welfare = ChildWelfareReport.objects.visible_to(actor, today).filter(pupil=pupil).select_related("reported_by")
    context = {
        "pupil": pupil,
        "trail": [*duties_trail(pupil)[:-1], Crumb(_("Duties"))],
        "channel": channel(),
        "reports": [report_row(report) for report in rows],
        "child_welfare": [child_welfare_row(report) for report in welfare],
    }
    return render(request, "duties/pupil.html", context)


@policy(roles=REPORTERS, purpose=Purpose.CHILD_WELFARE, writes=True)
def child_welfare(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    pupil = visible_pupil(request, public_id, Purpose.CHILD_WELFARE)
    form = ChildWelfareForm(request.POST or None)
    if form.is_valid():
        try:
            actions.write_down_child_welfare(by=request.actor, pupil=pupil, **form.cleaned_data)
        except RefusedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Written down: that you reported, when and to whom. Nothing else."))
            return redirect("pupil_duties", public_id=public_id)
    read_log.shown(request, [pupil.public_id], action="child_welfare.opened", purpose=Purpose.CHILD_WELFARE)
    trail = [*duties_trail(pupil), Crumb(_("Child welfare"))]
    context = {"pupil": pupil, "form": form, "trail": trail, "channel": channel()}
    return render(request, "duties/child_welfare.html", context)


@policy(roles=REPORTERS, purpose=Purpose.FOLLOW_UP, writes=True)
def environment(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    pupil = visible_pupil(request, public_id)
    form = drafted(request, EnvironmentForm, "duties.environment", public_id)
    if form.is_valid():
        try:
            report = actions.report_environment(
                by=request.actor,
                pupil=pupil,
                school_id=school_of(request.actor, pupil, request.today),
                concern_id=_open_concern(request, pupil),
                **form.cleaned_data,
            )
        except RefusedError as error:
            form.add_error(None, str(error))
        else:
            used(form)
            messages.success(request, _("Reported. You are told when it has been received."))
            return redirect("environment_matter", public_id=report.public_id)
    read_log.shown(request, [pupil.public_id], action="duties.opened", purpose=Purpose.FOLLOW_UP)
    trail = [*duties_trail(pupil), Crumb(_("School environment"))]
    return render(request, "duties/environment.html", {"pupil": pupil, "form": form, "trail": trail})


@policy(roles=REPORTERS, purpose=Purpose.FOLLOW_UP, writes=True)
def intervention(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    pupil = visible_pupil(request, public_id)
    form = drafted(request, InterventionForm, "duties.intervention", public_id)
    if form.is_valid():
        values = form.cleaned_data
        try:
            report = actions.report_intervention(
                by=request.actor,
                pupil=pupil,
                school_id=school_of(request.actor, pupil, request.today),
                happened_at=form.happened_at(),
                what=values["what"],
                view=values["view"],
                pupils_view=values["pupils_view"],
                client_id=values["client_id"],
            )
        except RefusedError as error:
            form.add_error(None, str(error))
        else:
            used(form)
            messages.success(request, _("Reported. You are told when it has been received."))
            return redirect("intervention_matter", public_id=report.public_id)
    read_log.shown(request, [pupil.public_id], action="duties.opened", purpose=Purpose.FOLLOW_UP)
    trail = [*duties_trail(pupil), Crumb(_("Physical intervention"))]
    return render(request, "duties/intervention.html", {"pupil": pupil, "form": form, "trail": trail})


def channel() -> dict[str, str]:
    """The way to child welfare, as the municipality has set it up."""
    return {
        "name": settings.CHILD_WELFARE_NAME,
        "address": settings.CHILD_WELFARE_ADDRESS,
        "phone": settings.CHILD_WELFARE_PHONE,
    }


def _open_concern(request: ActingRequest, pupil: Pupil) -> int | None:
    visible = Concern.objects.visible_to(request.actor, Purpose.FOLLOW_UP, request.today)
    return visible.open().filter(pupil=pupil).values_list("pk", flat=True).first()
