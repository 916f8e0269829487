"""Files of staff and guardians: who gains and who loses access, before anything happens."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from skoleporten.access.gate import Purpose
from skoleporten.access.models import Role
from skoleporten.imports.models import PeopleImport, StatedVerification
from skoleporten.imports.people import actions
from skoleporten.people.models import Pupil
from skoleporten.rules.errors import RefusedError
from skoleporten.web import read_log
from skoleporten.web.components import Crumb
from skoleporten.web.grants import file_presenter
from skoleporten.web.grants.forms import PeopleFileForm
from skoleporten.web.grants.group_table import group_table
from skoleporten.web.policy import policy
from skoleporten.web.requests import ActingRequest

ADMINISTRATOR, READERS = {Role.ADMINISTRATOR}, {Role.ADMINISTRATOR, Role.SCHOOL_LEADER}
MOST_BYTES = 20_000_000
MOST_SHOWN = 50


@policy(roles=READERS, purpose=None, writes=True)
def all_files(request: ActingRequest) -> HttpResponse:
    """Only an administrator hands one in."""
    may_hand_in = request.actor.role == Role.ADMINISTRATOR
    form = PeopleFileForm(request.POST or None, request.FILES or None) if may_hand_in else None
    if form is not None and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            imported = actions.receive(
                by=request.actor, file_name=file.name, pieces=file.chunks(),
                is_complete=form.cleaned_data["is_complete"], most_bytes=MOST_BYTES,
            )  # fmt: skip
        except RefusedError as error:
            form.add_error("file", str(error))
        else:
            return redirect("people_file", people_file=imported.public_id)
    table = file_presenter.file_table(PeopleImport.objects.select_related("ended_by")[:MOST_SHOWN])
    trail = [Crumb(_("Users and access"), reverse("users"))] if may_hand_in else []
    trail.append(Crumb(_("Staff and guardians from a file")))
    waiting = StatedVerification.objects.waiting().select_related("people_import") if may_hand_in else ()
    context = {"form": form, "table": table, "trail": trail, "days": actions.DAYS_TO_DECIDE, "waiting": waiting}
    return render(request, "grants/files.html", context)


@policy(roles=READERS, purpose=Purpose.IMPORT)
def one_file(request: ActingRequest, people_file: uuid.UUID) -> HttpResponse:
    imported = get_object_or_404(PeopleImport, public_id=people_file)
    context: dict[str, Any] = {"shown": [], "is_ready": imported.state == PeopleImport.State.READY}
    if context["is_ready"]:
        context |= _changes(request, imported)
    read_log.shown(request, context.pop("shown"), action="imports.people_opened", purpose=Purpose.IMPORT)
    context |= {
        "imported": imported,
        "figures": file_presenter.figures(context.get("counts") or imported.counts),
        "withdrawn_after": imported.received_at + dt.timedelta(days=actions.DAYS_TO_DECIDE),
        "may_apply": request.actor.role == Role.ADMINISTRATOR,
        "may_verify": imported.relations.exists(),
        "trail": [Crumb(_("Staff and guardians from a file"), reverse("people_files")), Crumb(imported.file_name)],
    }
    return render(request, "grants/file.html", context)


def _changes(request: ActingRequest, imported: PeopleImport) -> dict[str, Any]:
    """Staff for an administrator; for a school leader her own staff and, by name, her own pupils."""
    try:
        told, found = actions.looked_at(by=request.actor, imported=imported, today=request.today)
    except RefusedError as error:
        return {"refused": str(error)}
    schools = None if request.actor.role == Role.ADMINISTRATOR else request.actor.school_ids
    visible = {one.pk: one for one in Pupil.objects.visible_to(request.actor, Purpose.IMPORT, request.today)}
    relations = [one for one in file_presenter.relations(found) if one.pupil_id in visible][:MOST_SHOWN]
    return {
        "counts": found.counts() | {"unusable": len(told.unusable)},
        "gains": file_presenter.gain_table(found, schools, request.today, MOST_SHOWN),
        "losses": file_presenter.loss_table(found, schools, request.today, MOST_SHOWN),
        "groups": group_table(found, schools, request.today, MOST_SHOWN),
        "relations": file_presenter.relation_table(relations, visible) if relations else None,
        "problems": file_presenter.problems(told),
        "changes_anything": found.changes_anything(),
        "fingerprint": found.fingerprint(),
        "shown": {visible[one.pupil_id].public_id for one in relations},
    }


@policy(roles=ADMINISTRATOR, purpose=None, writes=True)
@require_POST
def apply(request: ActingRequest, people_file: uuid.UUID) -> HttpResponse:
    imported = get_object_or_404(PeopleImport, public_id=people_file)
    seen = request.POST.get("fingerprint", "")
    try:
        actions.apply(by=request.actor, imported=imported, today=request.today, fingerprint=seen)
    except RefusedError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The file is applied. Nobody was written to."))
    return redirect("people_file", people_file=people_file)


@policy(roles=ADMINISTRATOR, purpose=None, writes=True)
@require_POST
def withdraw(request: ActingRequest, people_file: uuid.UUID) -> HttpResponse:
    try:
        actions.withdraw(by=request.actor, imported=get_object_or_404(PeopleImport, public_id=people_file))
    except RefusedError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The file is withdrawn. Nothing was changed."))
    return redirect("people_file", people_file=people_file)
