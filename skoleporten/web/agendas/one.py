"""The agenda on one page, and each item with its case beside it: on a wide screen next to the list, else on its own."""

from __future__ import annotations

import uuid
from typing import Any

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from skoleporten.access.gate import Purpose
from skoleporten.agendas.queries import Entry
from skoleporten.web import read_log
from skoleporten.web.agendas.beside import beside
from skoleporten.web.agendas.forms import DropForm, MinutesForm, MoveForm
from skoleporten.web.agendas.presenters import address_of, anchor_of, dropped_of, groups_of, line_of, time_in_words
from skoleporten.web.agendas.told import readers_of, told_of
from skoleporten.web.agendas.visible import Opened, entry_of, opened
from skoleporten.web.agendas.wishes import WishRow, rows_of, waiting_for
from skoleporten.web.components import Crumb
from skoleporten.web.meetings.visible import meeting_reads, trail_to
from skoleporten.web.requests import ActingRequest


@meeting_reads
def agenda_page(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    return list_page(request, opened(request, public_id))


def list_page(request: ActingRequest, found: Opened, *, is_conflict: bool = False) -> HttpResponse:
    wishes = _wishes(request, found)
    shown = {pupil.public_id for pupil in found.view.shown} | {row.pupil.public_id for row in wishes}
    read_log.shown(request, shown, action="agendas.opened", purpose=Purpose.FOLLOW_UP)
    context = {
        "found": found,
        "meeting": found.meeting,
        "groups": groups_of(found.view),
        "dropped": dropped_of(found.view),
        "time": time_in_words(found.view),
        "wishes": wishes,
        "last": len(found.view.entries),
        "move_form": MoveForm(initial={"seen_version": found.view.version}) if found.may_lead else None,
        "is_conflict": is_conflict,
        "made_at": timezone.now(),
        "is_today": found.meeting.date == request.today,
        "trail": trail_to(found.meeting, _("Agenda")),
    }
    return render(request, "agendas/agenda.html", context, status=409 if is_conflict else 200)


def _wishes(request: ActingRequest, found: Opened) -> list[WishRow]:
    """What families wish for this meeting, or for the next that fits."""
    if not found.may_add:
        return []
    rows = waiting_for(request).filter(Q(meeting=found.meeting) | Q(meeting__isnull=True))
    return rows_of(list(rows))


@meeting_reads
def item(request: ActingRequest, public_id: uuid.UUID, what: str, about: uuid.UUID) -> HttpResponse:
    found = opened(request, public_id)
    return item_page(request, found, entry_of(found, what, about))


def item_page(
    request: ActingRequest, found: Opened, entry: Entry, forms: dict[str, Any] | None = None, theirs: str = ""
) -> HttpResponse:
    """`forms` hold what somebody just tried to send; `theirs` is what stands now, where somebody else was quicker."""
    pupils = [entry.pupil.public_id] if entry.pupil else []
    read_log.shown(request, pupils, action="agendas.item_opened", purpose=Purpose.FOLLOW_UP)
    line = line_of(found.view, entry)
    context = {
        "found": found,
        "meeting": found.meeting,
        "entry": entry,
        "line": line,
        "beside": beside(request, found.meeting, entry),
        "back": reverse("agenda", args=[found.meeting.public_id]) + f"#{anchor_of(entry.key)}",
        "theirs": theirs,
        **_told(found, entry),
        "trail": _trail(found, line.name or line.words),
        **(_forms(found, entry) if found.may_lead else {}),
        **(forms or {}),
    }
    is_fragment = "HX-Request" in request.headers and request.method == "GET"
    template = "agendas/beside.html" if is_fragment else "agendas/item.html"
    answer = render(request, template, context, status=409 if theirs else 200)
    patch_vary_headers(answer, ["HX-Request"])
    return answer


def _told(found: Opened, entry: Entry) -> dict[str, Any]:
    """What the family is told of it, for the team; nothing of what is about nobody."""
    if not found.may_add or entry.pupil is None:
        return {}
    told = told_of(entry)
    return {
        "told": told,
        "told_to": readers_of(told) if told else [],
        "tell_url": address_of(found.view, entry.key, "agenda_tell"),
    }


def _forms(found: Opened, entry: Entry) -> dict[str, Any]:
    seen = {"seen_version": entry.version}
    return {
        "minutes_form": MinutesForm(initial={**seen, "minutes": entry.minutes}, auto_id="id_minutes_%s"),
        "drop_form": DropForm(initial=seen, auto_id="id_drop_%s"),
        "minutes_url": address_of(found.view, entry.key, "agenda_minutes"),
        "drop_url": address_of(found.view, entry.key, "agenda_drop"),
        "put_back_url": address_of(found.view, entry.key, "agenda_put_back"),
    }


def _trail(found: Opened, here: str) -> list[Crumb]:
    above = trail_to(found.meeting, _("Agenda"), here)
    above[-2] = Crumb(_("Agenda"), reverse("agenda", args=[found.meeting.public_id]))
    return above
