"""What of an item on the agenda the family is told, in words of its own: one page, for anybody on the team."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from skoleporten.access.gate import Purpose
from skoleporten.agendas.models import ToldItem
from skoleporten.agendas.queries import Entry
from skoleporten.agendas.telling import may_tell, tell
from skoleporten.web import read_log
from skoleporten.web.agendas.family_forms import TellForm
from skoleporten.web.agendas.presenters import address_of, line_of
from skoleporten.web.agendas.told import told_of
from skoleporten.web.agendas.visible import Opened, agenda_writes, entry_of, opened
from skoleporten.web.components import Crumb
from skoleporten.web.documents.drafts import drafted
from skoleporten.web.form_saving import try_to_save
from skoleporten.web.meetings.visible import trail_to
from skoleporten.web.names_of_others import warn_of_names
from skoleporten.web.requests import ActingRequest


@agenda_writes
def page(request: ActingRequest, public_id: uuid.UUID, what: str, about: uuid.UUID) -> HttpResponse:
    found = opened(request, public_id)
    entry = entry_of(found, what, about)
    if entry.pupil is None or not may_tell(request.actor, found.meeting):
        raise Http404
    told = told_of(entry)
    form = drafted(request, TellForm, "agendas.told", _kept_as(found, about), initial=_initial(told))
    if not form.is_valid():
        return _page(request, found, entry, form)
    outcome = try_to_save(form, lambda: _save(request, found, entry, form), theirs=_words_of)
    if not outcome.is_saved:
        return _page(request, found, entry, form, outcome.told, outcome.status)
    messages.success(request, _("Saved. The family sees it the next time they look in."))
    warn_of_names(request, entry.pupil, form.cleaned_data["words"])
    return redirect(address_of(found.view, entry.key))


def _kept_as(found: Opened, about: uuid.UUID) -> str:
    """The same thing may stand on two agendas."""
    return f"{found.meeting.public_id.hex}{about.hex}"


def _initial(told: ToldItem | None) -> dict[str, Any]:
    if told is None:
        return {"seen_version": 0}
    chosen = {"guardians": told.for_guardians, "pupil": told.for_pupil}
    readers = [code for code, is_in in chosen.items() if is_in]
    return {"seen_version": told.version, "words": told.words, "readers": readers}


def _save(request: ActingRequest, found: Opened, entry: Entry, form: TellForm) -> ToldItem:
    values = form.cleaned_data
    return tell(
        by=request.actor, meeting=found.meeting, key=entry.key, words=values["words"], today=request.today,
        for_guardians="guardians" in values["readers"], for_pupil="pupil" in values["readers"],
        seen_version=values["seen_version"],
    )  # fmt: skip


def _words_of(now: ToldItem) -> str:
    return now.words


def _page(
    request: ActingRequest,
    found: Opened,
    entry: Entry,
    form: TellForm,
    more: dict[str, object] | None = None,
    status: int = 200,
) -> HttpResponse:
    assert entry.pupil is not None
    read_log.shown(request, [entry.pupil.public_id], action="agendas.item_opened", purpose=Purpose.FOLLOW_UP)
    line = line_of(found.view, entry)
    above = trail_to(found.meeting, line.name or line.words, _("What the family is told"))
    above[-2] = Crumb(line.name or line.words, address_of(found.view, entry.key))
    context = {
        "form": form,
        "pupil": entry.pupil,
        "line": line,
        "heading": _("What the family is told"),
        "back": address_of(found.view, entry.key),
        "trail": above,
        **(more or {}),
    }
    return render(request, "agendas/tell.html", context, status=status)
