"""Adding to an agenda, dropping from it, setting its time and its order. Nobody writes over another."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from skoleporten.access.gate import Purpose
from skoleporten.agendas import actions
from skoleporten.agendas.models import Item
from skoleporten.agendas.queries import Entry
from skoleporten.agendas.scope import InView
from skoleporten.intake.changes import ChangedMeanwhileError
from skoleporten.rules.agenda import Way
from skoleporten.rules.errors import RefusedError
from skoleporten.web import read_log
from skoleporten.web.agendas.forms import AddForm, DropForm, MinutesForm, MoveForm, SeenForm
from skoleporten.web.agendas.one import item_page, list_page
from skoleporten.web.agendas.presenters import anchor_of
from skoleporten.web.agendas.visible import Opened, agenda_writes, entry_of, opened, to_lead
from skoleporten.web.meetings.visible import trail_to
from skoleporten.web.names_of_others import warn_of_names
from skoleporten.web.requests import ActingRequest
from skoleporten.web.words import duration


@agenda_writes
def add(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    found = opened(request, public_id)
    if not found.may_add:
        raise Http404
    intakes = list(InView(request.actor, request.today).intakes.values())
    form = AddForm(request.POST or None, intakes=intakes)
    if form.is_valid():
        try:
            _add(request, found, form)
        except RefusedError as error:
            form.add_error(None, str(error))
        else:
            return redirect("agenda", public_id=public_id)
    shown = [one.pupil.public_id for one in intakes if one.pupil]
    read_log.shown(request, shown, action="agendas.add_opened", purpose=Purpose.FOLLOW_UP)
    context = {"meeting": found.meeting, "form": form, "trail": trail_to(found.meeting, _("Put something up"))}
    return render(request, "agendas/add.html", context)


def _add(request: ActingRequest, found: Opened, form: AddForm) -> None:
    values = form.cleaned_data
    intake = form.intake
    actions.add(
        by=request.actor, meeting=found.meeting, words=values["words"], client_id=values["client_id"],
        today=request.today, intake=intake, minutes=values["minutes"],
    )  # fmt: skip
    messages.success(request, _("It is on the agenda."))
    if intake is not None and intake.pupil is not None:
        warn_of_names(request, intake.pupil, values["words"])


@agenda_writes
@require_POST
def move(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    """The same button sent twice is one; an order that somebody else has changed is shown as it stands now."""
    found, form = to_lead(request, public_id), MoveForm(request.POST)
    way, _space, key = request.POST.get("move", "").partition(" ")
    if not form.is_valid() or way not in set(Way) or found.view.entry(key) is None:
        raise Http404
    pressed = uuid.uuid5(form.cleaned_data["client_id"], f"{way} {key}")
    try:
        actions.move(
            by=request.actor, meeting=found.meeting, key=key, way=Way(way), client_id=pressed,
            seen_version=form.cleaned_data["seen_version"], today=request.today,
        )  # fmt: skip
    except ChangedMeanwhileError:
        return list_page(request, opened(request, public_id), is_conflict=True)
    except RefusedError as error:
        messages.warning(request, str(error))
    return _to(found, key)


@agenda_writes
@require_POST
def drop(request: ActingRequest, public_id: uuid.UUID, what: str, about: uuid.UUID) -> HttpResponse:
    found = to_lead(request, public_id)
    entry, form = entry_of(found, what, about), DropForm(request.POST, auto_id="id_drop_%s")

    def save() -> None:
        values = form.cleaned_data
        actions.drop(
            by=request.actor, meeting=found.meeting, key=entry.key, why=values["why"],
            seen_version=values["seen_version"], today=request.today,
        )  # fmt: skip

    return _answer(request, found, entry, {"drop_form": form}, save, _("It is dropped, and stands below with why."))


@agenda_writes
@require_POST
def put_back(request: ActingRequest, public_id: uuid.UUID, what: str, about: uuid.UUID) -> HttpResponse:
    found = to_lead(request, public_id)
    entry, form = entry_of(found, what, about), SeenForm(request.POST)

    def save() -> None:
        actions.put_back(
            by=request.actor, meeting=found.meeting, key=entry.key, seen_version=form.cleaned_data["seen_version"],
            today=request.today,
        )  # fmt: skip

    return _answer(request, found, entry, {"seen_form": form}, save, _("It is on the agenda again."))


@agenda_writes
@require_POST
def set_minutes(request: ActingRequest, public_id: uuid.UUID, what: str, about: uuid.UUID) -> HttpResponse:
    found = to_lead(request, public_id)
    entry, form = entry_of(found, what, about), MinutesForm(request.POST, auto_id="id_minutes_%s")

    def save() -> None:
        values = form.cleaned_data
        actions.set_minutes(
            by=request.actor, meeting=found.meeting, key=entry.key, minutes=values["minutes"],
            seen_version=values["seen_version"], today=request.today,
        )  # fmt: skip

    return _answer(request, found, entry, {"minutes_form": form}, save, _("The time is set."))


def _answer(
    request: ActingRequest,
    found: Opened,
    entry: Entry,
    forms: dict[str, SeenForm],
    save: Callable[[], None],
    done: str,
) -> HttpResponse:
    """Saves and goes back to the agenda, or shows the item again: with a mistake, or with what stands there now."""
    (form,) = forms.values()
    if form.is_valid():
        try:
            save()
        except ChangedMeanwhileError as error:
            form.data = {**form.data.dict(), "seen_version": str(error.now.version)}  # type: ignore[attr-defined]
            now = opened(request, found.meeting.public_id)
            stands = now.view.entry(entry.key) or entry
            return item_page(request, now, stands, dict(forms), _theirs(error.now, stands.minutes))
        except RefusedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, done)
            return _to(found, entry.key)
    return item_page(request, found, entry, dict(forms))


def _theirs(item: Item, minutes: int) -> str:
    """What stands now, where somebody else was quicker."""
    if item.is_dropped:
        return _("%(who)s has dropped it: %(why)s") % {"who": item.dropped_by, "why": item.dropped_why}
    return _("It is on the agenda, with %(minutes)s.") % {"minutes": duration(minutes)}


def _to(found: Opened, key: str) -> HttpResponse:
    """The list, at the line that was changed."""
    return redirect(reverse("agenda", args=[found.meeting.public_id]) + f"#{anchor_of(key)}")
