"""The agenda that somebody may open and the item behind an address: by the gate, else as if it were not there."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.http import Http404

from skoleporten.access.gate import Purpose
from skoleporten.access.roles import Role
from skoleporten.agendas.actions import may_add, may_lead
from skoleporten.agendas.queries import AgendaView, Entry, agenda
from skoleporten.meetings.models import Meeting
from skoleporten.web.meetings.visible import visible_meeting
from skoleporten.web.policy import policy
from skoleporten.web.requests import ActingRequest

TEAM = frozenset({Role.TEAM, Role.LEAD})
agenda_writes = policy(roles=TEAM, purpose=Purpose.FOLLOW_UP, writes=True)


@dataclass(frozen=True)
class Opened:
    meeting: Meeting
    view: AgendaView
    may_add: bool
    may_lead: bool


def opened(request: ActingRequest, public_id: uuid.UUID | str) -> Opened:
    meeting = visible_meeting(request, public_id)
    view = agenda(meeting, request.actor, request.today)
    return Opened(meeting, view, may_add(request.actor, meeting), may_lead(request.actor, meeting))


def to_lead(request: ActingRequest, public_id: uuid.UUID | str) -> Opened:
    """The forms are not there for whoever does not lead, so neither is their answer."""
    found = opened(request, public_id)
    if not found.may_lead:
        raise Http404
    return found


def entry_of(found: Opened, what: str, about: uuid.UUID | str) -> Entry:
    entry = found.view.entry(f"{what}:{about}")
    if entry is None:
        raise Http404
    return entry
