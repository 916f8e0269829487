"""Partners, and services that a family can turn to, with the ways to reach them."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from skoleporten.access.roles import Role
from skoleporten.rig.models import Service
from skoleporten.web.components import Crumb
from skoleporten.web.requests import ActingRequest
from skoleporten.web.rig.forms import ServiceForm
from skoleporten.web.rig.setting_up import Editor
from skoleporten.web.rig.visible import found, lead_writes, overview_reads, trail_to


@dataclass(frozen=True)
class Shown:
    service: Service
    ways: Sequence[tuple[str, str, str]]
    url: str


@overview_reads
def services(request: ActingRequest) -> HttpResponse:
    is_lead = request.actor.role == Role.LEAD
    rows = [_shown(one, is_lead) for one in Service.objects.all().visible_to(request.actor)]
    in_use = [row for row in rows if row.service.is_active]
    context = {
        "partners": [row for row in in_use if row.service.is_partner],
        "others": [row for row in in_use if not row.service.is_partner],
        "closed": [row for row in rows if not row.service.is_active] if is_lead else [],
        "is_lead": is_lead,
        "trail": trail_to(_("Services")),
    }
    return render(request, "rig/services.html", context)


@lead_writes
def new(request: ActingRequest) -> HttpResponse:
    return _editor().new(request, _("Add a service"))


@lead_writes
def one(request: ActingRequest, service: uuid.UUID) -> HttpResponse:
    return _editor().change(request, found(request, Service, service))


def _editor() -> Editor:
    back = reverse("rig_services")
    intro = _("What is shown to families stands on the open page: write it so that a twelve-year-old reads it.")
    return Editor(Service, ServiceForm, back, trail_to(Crumb(_("Services"), back)), intro)


def _shown(service: Service, is_lead: bool) -> Shown:
    """Each way as what it is, what it says, and where a click leads."""
    ways = [
        (_("Phone"), service.phone, f"tel:{service.phone.replace(' ', '')}"),
        (_("E-mail"), service.email, f"mailto:{service.email}"),
        (_("Web page"), service.web, service.web),
        (_("Where one finds it"), service.visit_at, ""),
        (_("When it is open"), service.hours, ""),
    ]
    url = reverse("rig_service", args=[service.public_id]) if is_lead else ""
    return Shown(service, [way for way in ways if way[1]], url)
