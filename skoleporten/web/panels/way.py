"""A lead starts a panel with a host, and lets it rest and go on."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from skoleporten.intake.owners import may_own
from skoleporten.panels import panels
from skoleporten.panels.models import Panel
from skoleporten.rules.panels import State
from skoleporten.web.form_page import Page, answer
from skoleporten.web.panels.forms import HostForm, RestForm, SettleForm
from skoleporten.web.panels.visible import found, lead_writes, panel_crumb, refuse, trail_to
from skoleporten.web.requests import ActingRequest
from skoleporten.web.saving import tell


@lead_writes
def start(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    panel: Panel = found(request, Panel, public_id)
    refuse(unless=panel.state == State.NOT_STARTED)
    form = HostForm(request.POST or None)
    form.fields["host"].queryset = may_own(request.today)  # type: ignore[attr-defined]

    def save() -> None:
        panels.start(by=request.actor, panel=panel, host=form.cleaned_data["host"], today=request.today)

    intro = _("From now on people are asked. Nobody is in it before a yes is written down.")
    return answer(request, form, _page(panel, _("Start the panel"), _("The panel is being put together."), intro), save)


@lead_writes
def settle(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    panel: Panel = found(request, Panel, public_id, "host")
    refuse(unless=panel.state != State.NOT_STARTED)
    now = {"host": panel.host, "places": panel.places, "seen_version": panel.version}
    form = SettleForm(request.POST or None, initial=now)
    form.fields["host"].queryset = may_own(request.today)  # type: ignore[attr-defined]

    def save() -> None:
        values = form.cleaned_data
        panels.settle(
            by=request.actor, panel=panel, host=values["host"], places=values["places"],
            seen_version=values["seen_version"], today=request.today,
        )  # fmt: skip

    page = _page(panel, _("Host and places"), _("Written down."), theirs=lambda now: f"{now.host} – {now.places or ''}")
    return answer(request, form, page, save)


@lead_writes
def rest(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    panel: Panel = found(request, Panel, public_id)
    refuse(unless=panel.state == State.RUNNING)
    form = RestForm(request.POST or None)

    def save() -> None:
        panels.rest(by=request.actor, panel=panel, why=form.cleaned_data["why"], today=request.today)

    intro = _("Those who are in it stay in it. Tell them, and when you will be in touch again.")
    return answer(request, form, _page(panel, _("Let the panel have a break"), _("Written down."), intro), save)


@lead_writes
def move(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    """The two buttons without a form."""
    panel: Panel = found(request, Panel, public_id)
    moves = {"go_on": panels.go_on, "set_back": panels.set_back}
    chosen = moves.get(request.POST.get("move", ""))
    if chosen is None:
        raise Http404
    tell(request, lambda: chosen(by=request.actor, panel=panel, today=request.today), _("Written down."))
    return redirect("panel", panel.public_id)


def _page(panel: Panel, heading: str, done: str, intro: str = "", theirs: Callable[[Any], str] = str) -> Page:
    back = reverse("panel", args=[panel.public_id])
    return Page(heading, trail_to(panel_crumb(panel), heading), back, done, intro=intro, theirs=theirs)
