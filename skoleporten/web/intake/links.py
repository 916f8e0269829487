"""One-time links for services without log-in: made by the team, shown once, taken back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from skoleporten.intake import outside_links
from skoleporten.intake.models import OutsideForm
from skoleporten.rules.errors import RefusedError
from skoleporten.web.components import Crumb
from skoleporten.web.intake.forms import LinkForm
from skoleporten.web.intake.visible import TEAM
from skoleporten.web.policy import policy
from skoleporten.web.requests import ActingRequest

# A link names no pupil, so these pages show none.
makes_links = policy(roles=TEAM, purpose=None, writes=True)
MOST_SHOWN = 50


@makes_links
def links(request: ActingRequest) -> HttpResponse:
    form = LinkForm(request.POST or None)
    if form.is_valid():
        try:
            made, token = outside_links.make(by=request.actor, **form.cleaned_data)
        except RefusedError as error:
            form.add_error(None, str(error))
        else:
            return _show(request, made, token)
    rows = OutsideForm.objects.select_related("route", "made_by").order_by("-made_at")[:MOST_SHOWN]
    context = {
        "form": form,
        "links": [_row(one, request.actor.user_id) for one in rows],
        "days": outside_links.DAYS_A_LINK_LASTS,
    }
    return render(request, "intake/links.html", context | {"trail": _trail(_("Links for other services"))})


@makes_links
@require_POST
def take_back(request: ActingRequest, link: str) -> HttpResponse:
    outside_links.take_back(by=request.actor, form=get_object_or_404(OutsideForm, public_id=link))
    messages.success(request, _("The link opens nothing any more."))
    return redirect("outside_links")


def _show(request: ActingRequest, made: OutsideForm, token: str) -> HttpResponse:
    """The only time that it can be read."""
    context = {
        "made": made,
        "link": request.build_absolute_uri(reverse("outside_form", args=[token])),
        "trail": [*_trail(""), Crumb(_("Links for other services"), reverse("outside_links")), Crumb(_("The link"))],
    }
    return render(request, "intake/link_made.html", context)


def _trail(last: str) -> list[Crumb]:
    return [Crumb(_("Intake"), reverse("intakes")), *([Crumb(last)] if last else [])]


def _row(one: OutsideForm, reader: int | None) -> dict[str, Any]:
    """What it rests on may name a family, and no gate stands before this list: only whoever wrote it reads it."""
    now = timezone.now()
    is_open = one.used_at is None and one.revoked_at is None and one.expires_at > now
    if one.used_at:
        state = _("Used")
    elif one.revoked_at:
        state = _("Taken back")
    else:
        state = _("Open") if is_open else _("Too old")
    return {
        "public_id": one.public_id,
        "for_whom": one.for_whom,
        "route": one.route.name,
        "basis": f"{one.get_basis_display()}" + (f": {one.basis_text}" if one.made_by_id == reader else ""),
        "made": f"{one.made_by}",
        "made_at": one.made_at,
        "expires_at": one.expires_at,
        "state": state,
        "is_open": is_open,
    }
