"""Who opens which page of a meeting's record, and the rows behind an address: by the gate, else as if not there."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from skoleporten.access.gate import Purpose
from skoleporten.agendas.models import Item
from skoleporten.meetings.models import Meeting
from skoleporten.minutes import queries
from skoleporten.minutes.changes import is_closed
from skoleporten.minutes.models import Choice, MeetingDecision, Minutes
from skoleporten.people.models import Pupil
from skoleporten.web.components import Crumb
from skoleporten.web.meetings.visible import READERS, TEAM, meeting_reads, trail_to, visible_meeting
from skoleporten.web.policy import policy
from skoleporten.web.requests import ActingRequest

team_writes = policy(roles=TEAM, purpose=Purpose.FOLLOW_UP, writes=True)
reader_writes = policy(roles=READERS, purpose=Purpose.FOLLOW_UP, writes=True)

__all__ = ["READERS", "TEAM", "meeting_reads", "reader_writes", "team_writes", "visible_meeting"]


def begun(request: ActingRequest, public_id: uuid.UUID | str) -> Minutes:
    """The record of a meeting in view that somebody has begun."""
    meeting = visible_meeting(request, public_id)
    found = queries.record_of(meeting)
    if found is None:
        raise Http404
    found.meeting = meeting
    return found


def open_record(request: ActingRequest, public_id: uuid.UUID | str) -> Minutes:
    """For the forms of the meeting: approved minutes are only read, until somebody says why they are corrected."""
    found = begun(request, public_id)
    if is_closed(found):
        raise Http404
    return found


def record_to_write(request: ActingRequest, public_id: uuid.UUID | str) -> Minutes:
    """As `open_record`; but what somebody sends while they are approved comes back to her with why it is not saved."""
    return begun(request, public_id) if request.method == "POST" else open_record(request, public_id)


def visible_item(request: ActingRequest, minutes: Minutes, item: uuid.UUID | str) -> Item:
    rows = Item.objects.visible_to(request.actor, Purpose.FOLLOW_UP, request.today).standing()
    found = rows.filter(meeting=minutes.meeting_id, public_id=item).select_related("intake__pupil", "intake__owner")
    one = found.first()
    if one is None:
        raise Http404
    return one


def visible_choice(request: ActingRequest, minutes: Minutes, choice: uuid.UUID | str) -> Choice:
    visible: Any = Choice.objects.visible_to(request.actor, Purpose.FOLLOW_UP, request.today)
    found: Choice | None = visible.filter(minutes=minutes, public_id=choice).select_related("item__intake").first()
    if found is None:
        raise Http404
    visible_item(request, minutes, found.item.public_id)
    found.minutes = minutes
    return found


def visible_decision(request: ActingRequest, decision: uuid.UUID | str) -> MeetingDecision:
    found: MeetingDecision | None = queries.decisions(request.actor, request.today).filter(public_id=decision).first()
    if found is None:
        raise Http404
    return found


def pupil_of(item: Item | None) -> Pupil | None:
    return item.intake.pupil if item and item.intake else None


def trail_in(meeting: Meeting, *further: str) -> list[Crumb]:
    """Below «In the meeting»."""
    trail = trail_to(meeting, _("In the meeting"), *further)
    here = Crumb(_("In the meeting"), reverse("meeting_now", args=[meeting.public_id]) if further else "")
    return [*trail[:2], here, *trail[3:]]


def url_now(meeting: Meeting, item: Item | None = None) -> str:
    """Where one goes on: at the item."""
    url = reverse("meeting_now", args=[meeting.public_id])
    return f"{url}?item={item.public_id}#item" if item else f"{url}#whole"
