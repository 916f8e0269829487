"""Beside an item of an agenda: the way to where it is written about, and to a decision that is left open."""

from __future__ import annotations

import uuid

from django.urls import reverse
from django.utils.translation import gettext as _

from skoleporten.agendas.queries import Entry
from skoleporten.meetings.models import Meeting
from skoleporten.minutes import queries
from skoleporten.minutes.changes import is_closed
from skoleporten.minutes.deciding import OF_A_DECISION
from skoleporten.web.cases.panel import Link
from skoleporten.web.minutes.visible import TEAM, url_now
from skoleporten.web.requests import ActingRequest


def extra(request: ActingRequest, meeting: Meeting, entry: Entry) -> list[Link]:
    found = []
    if url := url_of_decision(entry.key):
        found.append(Link(_("Open the decision"), url))
    minutes = queries.record_of(meeting) if entry.item and request.actor.role in TEAM else None
    if minutes is not None and not is_closed(minutes):
        found.append(Link(_("Write about it in the meeting"), url_now(meeting, entry.item)))
    return found


def url_of_decision(key: str) -> str:
    """Of an item that an earlier meeting left open; empty for any other."""
    if not key.startswith(OF_A_DECISION):
        return ""
    try:
        return reverse("meeting_decision", args=[uuid.UUID(key.removeprefix(OF_A_DECISION))])
    except ValueError:
        return ""
