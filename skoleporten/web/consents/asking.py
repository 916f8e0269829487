"""Asking a pupil's family for one thing."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from skoleporten.access.gate import Purpose
from skoleporten.consents import actions
from skoleporten.consents.actions import Question
from skoleporten.consents.givers import adults_of
from skoleporten.consents.models import Consent
from skoleporten.people.models import Pupil
from skoleporten.rules.errors import RefusedError
from skoleporten.rules.toml_files import LANGUAGES
from skoleporten.web import read_log
from skoleporten.web.components import Crumb
from skoleporten.web.consents.forms import AskForm
from skoleporten.web.consents.visible import staff_write, visible_pupil
from skoleporten.web.names_of_others import warn_of_names_in
from skoleporten.web.requests import ActingRequest


@staff_write
def ask(request: ActingRequest, public_id: str) -> HttpResponse:
    pupil = visible_pupil(request, public_id)
    purposes = actions.purposes_of(request.actor.role)
    form = AskForm(request.POST or None, purposes=purposes, today=request.today, initial=_first(request, pupil))
    if form.is_valid() and (consent := _asked(request, pupil, form)):
        messages.success(request, _("The question is ready. The family can answer it here, or on paper."))
        warn_of_names_in(request, pupil, form)
        return HttpResponseRedirect(reverse("consent", args=[consent.public_id]))
    read_log.shown(request, [pupil.public_id], action="consents.ask_opened", purpose=Purpose.FOLLOW_UP)
    context = {
        "pupil": pupil,
        "form": form,
        "nobody_decides": not adults_of(pupil, request.today).deciding,
        "trail": _trail(pupil),
    }
    return render(request, "consents/ask.html", context)


def _asked(request: ActingRequest, pupil: Pupil, form: AskForm) -> Consent | None:
    values = dict(form.cleaned_data)
    client_id = values.pop("client_id")
    try:
        question = Question(**values)
        return actions.ask(by=request.actor, pupil=pupil, question=question, client_id=client_id, today=request.today)
    except RefusedError as error:
        form.add_error(None, str(error))
        return None


def _first(request: ActingRequest, pupil: Pupil) -> dict[str, Any]:
    """What an earlier question said, where it is asked again; and the purpose, where a link names one."""
    purpose = request.GET.get("purpose", "")
    spoken = {"language": pupil.written_norwegian} if pupil.written_norwegian in LANGUAGES else {}
    before = _earlier(request, pupil)
    if before is None:
        return spoken | {"purpose": purpose}
    kept = {name: getattr(before, name) for name in ("purpose", "service", "scope", "withheld", "language")}
    return spoken | kept


def _earlier(request: ActingRequest, pupil: Pupil) -> Consent | None:
    try:
        key = uuid.UUID(request.GET.get("again", ""))
    except ValueError:
        return None
    visible = Consent.objects.visible_to(request.actor, Purpose.FOLLOW_UP, request.today)
    return visible.filter(pupil=pupil, public_id=key).first()


def _trail(pupil: Pupil) -> list[Crumb]:
    return [
        Crumb(pupil.full_name, reverse("pupil", args=[pupil.public_id])),
        Crumb(_("Consents"), reverse("pupil_consents", args=[pupil.public_id])),
        Crumb(_("Ask for consent")),
    ]
