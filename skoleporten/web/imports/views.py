"""Files handed in: received, read by a job, looked through, applied. Numbers for all; names through the gate."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from skoleporten.access.gate import Purpose
from skoleporten.access.models import Role
from skoleporten.concerns import rule_sets
from skoleporten.imports import actions, queries, reach
from skoleporten.imports.models import Import
from skoleporten.rules.errors import RefusedError
from skoleporten.web import read_log
from skoleporten.web.components import Crumb
from skoleporten.web.imports import presenters
from skoleporten.web.imports.forms import HandInForm, ReleaseForm
from skoleporten.web.imports.rejected_csv import rejected_csv
from skoleporten.web.imports.visible import visible_import, visible_imports
from skoleporten.web.policy import policy
from skoleporten.web.requests import ActingRequest
from skoleporten.web.rules.wording import in_language

BOTH = {Role.SCHOOL_LEADER, Role.ADMINISTRATOR}
A_PAGE = 25
REJECTED_A_PAGE = 100
MOST_CHANGES_SHOWN = 50
State = Import.State


@policy(roles=BOTH, purpose=None)
def all_imports(request: ActingRequest) -> HttpResponse:
    found = visible_imports(request.actor).select_related("uploaded_by")
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "table": presenters.import_table(page), "has_imports": bool(page.paginator.count)}
    return render(request, "imports/all.html", context)


@policy(roles=BOTH, purpose=None, writes=True)
def hand_in(request: ActingRequest) -> HttpResponse:
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = HandInForm(*sent, is_too_large=getattr(request, "is_upload_too_large", False))
    if form.is_valid():
        try:
            imported = _receive(request, form.cleaned_data)
        except RefusedError as error:
            form.add_error("file", str(error))
        else:
            return redirect("import", public_id=imported.public_id)
    trail = [Crumb(_("Files"), reverse("imports")), Crumb(_("Hand in a file"))]
    return render(request, "imports/hand_in.html", {"form": form, "trail": trail})


def _receive(request: ActingRequest, values: dict[str, Any]) -> Import:
    return actions.receive(
        by=request.actor,
        file_name=values["file"].name,
        pieces=values["file"].chunks(),
        profile=values["profile"],
        is_complete=values["is_complete"],
        most_bytes=settings.MOST_UPLOAD_BYTES,
    )


@policy(roles=BOTH, purpose=Purpose.IMPORT)
def one_import(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    imported = visible_import(request, public_id)
    about_pupils = _about_pupils(request, imported) if _shows_pupils(request, imported) else {}
    shown = about_pupils.pop("shown", set())
    read_log.shown(request, shown, action="imports.opened", purpose=Purpose.IMPORT)
    context = _context(imported) | about_pupils
    context["may_open_rejected"] = request.actor.role == Role.SCHOOL_LEADER
    context["release_form"] = ReleaseForm()
    context["outside"] = presenters.outside_table(reach.outside_by_name(imported, request.actor))
    return render(request, "imports/one.html", context)


def _shows_pupils(request: ActingRequest, imported: Import) -> bool:
    return request.actor.role == Role.SCHOOL_LEADER and imported.state in {State.READY, State.HELD, State.APPLYING}


def _about_pupils(request: ActingRequest, imported: Import) -> dict[str, Any]:
    """Names only of pupils in the reader's view; `shown` are their public ids."""
    on_list = queries.newly_on_list(imported, request.actor, request.today)
    changes = queries.changes(imported, request.actor, request.today)[:MOST_CHANGES_SHOWN]
    texts = {rule.full_id: in_language(rule.text) for found in rule_sets.in_use() for rule in found.rules}
    return {
        "on_list": presenters.on_list_table(on_list, texts),
        "changes": presenters.change_table(changes, MOST_CHANGES_SHOWN),
        "shown": {pupil.public_id for pupil, _rules in on_list.pupils} | {c.pupil.public_id for c in changes},
    }


def _context(imported: Import) -> dict[str, Any]:
    return {
        "imported": imported,
        "trail": [Crumb(_("Files"), reverse("imports")), Crumb(imported.file_name)],
        "state_color": presenters.COLOURS[State(imported.state)],
        "is_under_way": imported.is_under_way(),
        "is_ready": imported.state == State.READY,
        "is_held": imported.state == State.HELD,
        "is_applied": imported.state == State.APPLIED,
        "has_failed": imported.state in {State.REFUSED, State.FAILED},
        "has_counts": bool(imported.counts),
        "received": presenters.received(imported),
        "span": presenters.span(imported),
        "figures": presenters.row_figures(imported),
        "difference": presenters.difference_table(imported),
        "notices": presenters.notices(imported),
        "already_applied": "" if imported.applied_at else presenters.already_applied(queries.same_file(imported)),
        "source_warnings": presenters.source_warnings(imported),
        "reasons": presenters.reason_table(imported),
        "on_list_words": presenters.on_list_words(imported),
    }


@policy(roles=BOTH, purpose=None)
def state(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    """What htmx asks for while a job works; when it is done, the whole page is loaded anew."""
    imported = visible_import(request, public_id)
    if not getattr(request, "htmx", False):
        return redirect("import", public_id=public_id)
    if not imported.is_under_way():
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "imports/state.html", {"imported": imported})


@policy(roles=BOTH, purpose=None, writes=True)
@require_POST
def apply(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    imported = visible_import(request, public_id)
    try:
        actions.request_apply(by=request.actor, imported=imported)
    except RefusedError as error:
        messages.error(request, str(error))
    return redirect("import", public_id=public_id)


@policy(roles=BOTH, purpose=None, writes=True)
def release(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    """The form stands on the file's page; here it is shown again with what is wrong."""
    imported = visible_import(request, public_id)
    if imported.state != State.HELD:
        return redirect("import", public_id=public_id)
    form = ReleaseForm(request.POST or None)
    if form.is_valid():
        try:
            actions.release(by=request.actor, imported=imported, reason=form.cleaned_data["reason"])
        except RefusedError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("The file is released. It can be applied now."))
        return redirect("import", public_id=public_id)
    url = reverse("import", args=[public_id])
    trail = [Crumb(_("Files"), reverse("imports")), Crumb(imported.file_name, url), Crumb(_("Release the file"))]
    return render(request, "imports/release.html", {"form": form, "imported": imported, "trail": trail})


@policy(roles=BOTH, purpose=None, writes=True)
@require_POST
def withdraw(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    imported = visible_import(request, public_id)
    try:
        actions.withdraw(by=request.actor, imported=imported)
    except RefusedError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The file is withdrawn. Nothing was changed."))
    return redirect("import", public_id=public_id)


@policy(roles={Role.SCHOOL_LEADER}, purpose=Purpose.IMPORT)
def rejected(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    """With the values as they stood in the file, so no administrator opens it."""
    imported = visible_import(request, public_id)
    page = Paginator(imported.rejected_rows.all(), REJECTED_A_PAGE).get_page(request.GET.get("page"))
    read_log.shown(request, (), action="imports.rejected_opened", purpose=Purpose.IMPORT)
    url = reverse("import", args=[public_id])
    context = {
        "imported": imported,
        "page": page,
        "table": presenters.rejected_table(page),
        "is_cut": presenters.rejected_rows_shown(imported),
        "trail": [Crumb(_("Files"), reverse("imports")), Crumb(imported.file_name, url), Crumb(_("Rejected rows"))],
    }
    return render(request, "imports/rejected.html", context)


@policy(roles={Role.SCHOOL_LEADER}, purpose=Purpose.IMPORT)
def rejected_file(request: ActingRequest, public_id: uuid.UUID) -> HttpResponseBase:
    """From the file that the reading left, which has all of them; the database keeps the first ones."""
    imported = visible_import(request, public_id)
    path = queries.rejected_file(imported)
    if path is None:
        raise Http404
    read_log.shown(request, (), action="imports.rejected_downloaded", purpose=Purpose.IMPORT)
    return rejected_csv(path, f"skoleporten-rejected-{imported.public_id}.csv")
