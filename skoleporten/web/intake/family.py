"""A guardian or a pupil asks for help herself, in plain words, and sees what becomes of it.

A guardian who may not see the child gets the same page and the same answers as one whose child nobody has found yet.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from skoleporten.access import gate
from skoleporten.access.reasons import purpose_of
from skoleporten.access.roles import Role
from skoleporten.intake import queries, referring
from skoleporten.intake.models import Referral
from skoleporten.intake.referring import About, Told
from skoleporten.people.models import Pupil
from skoleporten.rules.errors import RefusedError
from skoleporten.web import read_log
from skoleporten.web.documents.drafts import drafted, used
from skoleporten.web.intake.forms import FamilyForm, GuardianForm, PupilForm
from skoleporten.web.intake.visible import family_writes
from skoleporten.web.intake.words import ONLY_RECEIVED, told_to
from skoleporten.web.requests import ActingRequest


@dataclass(frozen=True)
class Asked:
    """One that was sent; `steps` are what became of it, the newest first."""

    name: str
    sent_at: dt.datetime
    reason: str
    steps: tuple[tuple[dt.datetime, Any], ...]


@family_writes
def ask(request: ActingRequest) -> HttpResponse:
    """What was sent before, and the form for a new one."""
    children = _children(request)
    form = _form(request, children)
    if form.is_valid():
        try:
            _send(request, form, children)
        except RefusedError as error:
            form.add_error(None, str(error))
        else:
            used(form)
            messages.success(request, ONLY_RECEIVED)
            return redirect("ask_for_help")
    sent = list(queries.sent_by_family(request.actor, request.today))
    in_view = {child.pk for child in children}
    shown = [row.intake.pupil.public_id for row in sent if row.intake.pupil and row.intake.pupil.pk in in_view]
    shown += [child.public_id for child in children]
    read_log.shown(request, shown, action="intake.asked_listed", purpose=purpose_of(request.actor.role))
    context = {
        "form": form,
        "is_pupil": request.actor.role == Role.PUPIL,
        "asked": [_asked(request, row, in_view) for row in sent],
    }
    return render(request, "intake/ask.html", context)


def _children(request: ActingRequest) -> list[Pupil]:
    """Of a pupil: herself."""
    return list(gate.visible_to(request.actor, purpose_of(request.actor.role), request.today))


def _form(request: ActingRequest, children: list[Pupil]) -> FamilyForm:
    if request.actor.role == Role.PUPIL:
        return drafted(request, PupilForm, "intake.pupil")
    return drafted(request, GuardianForm, "intake.guardian", children=children)


def _send(request: ActingRequest, form: FamilyForm, children: list[Pupil]) -> Referral:
    values = form.cleaned_data
    told = Told(
        client_id=values["client_id"],
        reason=values["reason"],
        hope=values["hope"],
        interpreter_language=values.get("interpreter_language", ""),
        files=form.sent_files,
    )
    if not isinstance(form, GuardianForm):
        if not children:
            raise RefusedError(_("The form could not be sent."), do=_("Ask at your school."))
        return referring.by_pupil(by=request.actor, pupil=children[0], told=told)
    about = About(values["given_name"], values["family_name"], values["birth_date"], values["school"])
    return referring.by_guardian(by=request.actor, told=told, pupil=form.chosen, about=about)


def _asked(request: ActingRequest, sent: Referral, in_view: set[int]) -> Asked:
    """The child's own name and what became of it only while the child is in view; else what she wrote herself."""
    if sent.intake.pupil is None or sent.intake.pupil.pk not in in_view:
        return Asked(sent.told_name, sent.sent_at, sent.reason, ((sent.sent_at, ONLY_RECEIVED),))
    steps = [(step.at, told_to(request.actor.role, step.to_state)) for step in queries.steps_since(sent)]
    return Asked(sent.intake.pupil.full_name, sent.sent_at, sent.reason, tuple(steps[::-1]))
