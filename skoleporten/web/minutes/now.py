"""In the meeting: one screen with the items on the one side and the one that goes on, with its forms, on the other.

Every form has an address of its own (writing.py, choices.py), so that the screen works without a script.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from skoleporten.access.gate import Purpose
from skoleporten.agendas import setting
from skoleporten.agendas.models import Item
from skoleporten.agendas.queries import AgendaView, Entry, agenda, name_of
from skoleporten.meetings.models import Meeting
from skoleporten.minutes import attendance, clock, holding, queries
from skoleporten.minutes.changes import is_closed
from skoleporten.minutes.models import Minutes
from skoleporten.minutes.parts import touched
from skoleporten.people.models import Pupil
from skoleporten.rules.errors import RefusedError
from skoleporten.web import read_log
from skoleporten.web.meetings.visible import trail_to
from skoleporten.web.minutes.agenda import url_of_decision
from skoleporten.web.minutes.choices import choices_of_item
from skoleporten.web.minutes.presenters import section_in_words, spent_in_words
from skoleporten.web.minutes.visible import (
    begun,
    team_writes,
    url_now,
    visible_item,
    visible_meeting,
)
from skoleporten.web.minutes.writing import attendance_form, decision_form, note_form
from skoleporten.web.requests import ActingRequest
from skoleporten.web.saving import tell


@dataclass(frozen=True)
class Line:
    """One item in the list. `mark` says in words where it stands; empty where nobody has come to it."""

    title: str
    words: str
    mark: str
    minutes: int
    url: str
    key: str
    is_here: bool


@team_writes
def now(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    """Before somebody begins it there is one button; after the approval the minutes are the place to read."""
    meeting = visible_meeting(request, public_id)
    minutes = queries.record_of(meeting)
    if minutes is None:
        return _before(request, meeting)
    if is_closed(minutes):
        return redirect("minutes", public_id=meeting.public_id)
    minutes.meeting = meeting
    return _screen(request, minutes)


@team_writes
def begin(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    meeting = visible_meeting(request, public_id)
    if request.method == "POST":
        tell(request, lambda: holding.begin(by=request.actor, meeting=meeting), _("The meeting has begun."))
    return redirect("meeting_now", public_id=meeting.public_id)


@team_writes
def take_up(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    """Something that fell due since the meeting began."""
    minutes = begun(request, public_id)
    key = request.POST.get("key", "")
    if is_closed(minutes):
        return _approved_meanwhile(request, minutes)
    if request.method != "POST" or not key:
        return redirect("meeting_now", public_id=public_id)
    try:
        item = setting.stored(by=request.actor, meeting=minutes.meeting, key=key, today=request.today)
    except RefusedError as error:
        raise Http404 from error
    return redirect(url_now(minutes.meeting, item))


@team_writes
def step(request: ActingRequest, public_id: uuid.UUID, agenda_item: uuid.UUID) -> HttpResponse:
    """One button of an item: start, stop, done with it, on the next agenda too, or not done after all."""
    minutes = begun(request, public_id)
    found = visible_item(request, minutes, agenda_item)
    if is_closed(minutes):
        return _approved_meanwhile(request, minutes)
    if request.method == "POST":
        tell(request, lambda: _step(request, minutes, found), _("Saved."))
    return redirect(url_now(minutes.meeting, found))


def _approved_meanwhile(request: ActingRequest, minutes: Minutes) -> HttpResponse:
    messages.info(request, _("The minutes are approved."))
    return redirect("minutes", public_id=minutes.meeting.public_id)


def _step(request: ActingRequest, minutes: Minutes, item: Item) -> None:
    wanted = request.POST.get("step", "")
    if wanted == "start":
        clock.start(by=request.actor, minutes=minutes, item=item)
    elif wanted in STATES:
        clock.stop(by=request.actor, minutes=minutes, item=item)
        setting.settle(by=request.actor, item=item, state=STATES[wanted])
    else:
        clock.stop(by=request.actor, minutes=minutes, item=item)


STATES = {"done": Item.State.DONE, "carry": Item.State.CARRIED, "open": Item.State.OPEN}


def _before(request: ActingRequest, meeting: Meeting) -> HttpResponse:
    read_log.shown(request, [], action="minutes.not_begun", purpose=Purpose.FOLLOW_UP)
    context = {
        "meeting": meeting,
        "may_begin": meeting.state != Meeting.State.CANCELLED and meeting.date <= request.today,
        "trail": trail_to(meeting, _("In the meeting")),
    }
    return render(request, "minutes/before.html", context)


def _screen(request: ActingRequest, minutes: Minutes) -> HttpResponse:
    view = agenda(minutes.meeting, request.actor, request.today)
    here = _chosen(request, minutes, view)
    read_log.shown(request, _shown(view), action="minutes.meeting_opened", purpose=Purpose.FOLLOW_UP)
    context = {
        "meeting": minutes.meeting,
        "minutes": minutes,
        "lines": _lines(minutes, view, here),
        "new": [entry for entry in view.entries if entry.item is None],
        "whole_note": note_form(request, minutes, None),
        "whole_decision": decision_form(request, minutes, None),
        "whole_decisions": _decisions(request, minutes, None),
        "attendance": attendance_form(request, minutes),
        "there": sum(bool(one.was_there) for one in attendance.as_it_stands(minutes)),
        "url": reverse("meeting_now", args=[minutes.meeting.public_id]),
        "trail": trail_to(minutes.meeting, _("In the meeting")),
        **(_of_item(request, minutes, here) if here else {"here": None}),
    }
    return render(request, "minutes/now.html", context)


def _of_item(request: ActingRequest, minutes: Minutes, entry: Entry) -> dict[str, Any]:
    assert entry.item is not None
    running = clock.running(minutes)
    time = queries.time_of_items(minutes, [entry.item])[entry.item.pk]
    ended = entry.intake is not None and entry.intake.ended_at is not None
    return {
        "here": entry,
        "item": entry.item,
        "title": _title(entry),
        "section": section_in_words(entry.section),
        "case": getattr(entry.intake, "case", None) if entry.intake else None,
        "has_ended": ended,
        "decision_url": url_of_decision(entry.key),
        "is_running": running is not None and running.item_id == entry.item.pk,
        "since": running.started_at if running and running.item_id == entry.item.pk else None,
        "spent": spent_in_words(time) if time and time.is_measured else "",
        "note": note_form(request, minutes, entry.item),
        "decide": decision_form(request, minutes, entry.item),
        "decisions": _decisions(request, minutes, entry.item),
        "choices": choices_of_item(minutes, entry.item),
    }


def _chosen(request: ActingRequest, minutes: Minutes, view: AgendaView) -> Entry | None:
    """The one that was asked for, else the one that goes on, else the first that nobody is done with."""
    stored = [entry for entry in view.entries if entry.item is not None]
    asked, running = request.GET.get("item", ""), clock.running(minutes)
    for is_it in (
        lambda item: str(item.public_id) == asked,
        lambda item: running is not None and item.pk == running.item_id,
        lambda item: item.state == Item.State.OPEN,
        lambda item: True,
    ):
        if found := next((entry for entry in stored if is_it(entry.item)), None):
            return found
    return None


def _lines(minutes: Minutes, view: AgendaView, here: Entry | None) -> list[Line]:
    running, written = clock.running(minutes), touched(minutes)
    goes_on = running.item_id if running else None
    url = reverse("meeting_now", args=[minutes.meeting.public_id])
    return [
        Line(
            title=_title(entry), words=entry.words, mark=_mark(entry.item, goes_on, written), minutes=entry.minutes,
            url=f"{url}?item={entry.item.public_id}#item", key=entry.key, is_here=entry is here,
        )
        for entry in view.entries
        if entry.item is not None
    ]  # fmt: skip


def _mark(item: Item, goes_on: int | None, written: set[int]) -> str:
    if item.pk == goes_on:
        return _("goes on now")
    if item.state == Item.State.DONE:
        return _("done")
    if item.state == Item.State.CARRIED:
        return _("on the next agenda")
    return _("begun") if item.pk in written else ""


def _title(entry: Entry) -> str:
    return name_of(entry.intake) if entry.intake else entry.words


def _decisions(request: ActingRequest, minutes: Minutes, item: Item | None) -> Sequence[Any]:
    rows = queries.decisions(request.actor, request.today).filter(minutes=minutes, item=item)
    return list(rows.order_by("pk"))


def _shown(view: AgendaView) -> list[uuid.UUID]:
    pupils: list[Pupil] = list(view.shown)
    return [pupil.public_id for pupil in pupils]
