"""The meetings that somebody may open: anything else is as if it did not exist."""

from __future__ import annotations

import uuid

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from skoleporten.access.gate import Purpose
from skoleporten.access.roles import Role
from skoleporten.meetings.models import Meeting
from skoleporten.web.components import Crumb
from skoleporten.web.policy import policy
from skoleporten.web.requests import ActingRequest

TEAM = frozenset({Role.TEAM, Role.LEAD})
READERS = TEAM | {Role.SPECIALIST}

# Of one meeting: parts of its page may name pupils, so each is a row in the read log.
meeting_reads = policy(roles=READERS, purpose=Purpose.FOLLOW_UP)
# Of the rhythm and of when and where, which name no pupil.
rhythm_reads = policy(roles=READERS, purpose=None)
# The kinds, which a specialist sees nothing of but in her own meetings.
kind_reads = policy(roles=TEAM, purpose=None)
team_writes = policy(roles=TEAM, purpose=None, writes=True)
lead_writes = policy(roles={Role.LEAD}, purpose=None, writes=True)


def visible_meeting(request: ActingRequest, public_id: uuid.UUID | str) -> Meeting:
    found = Meeting.objects.visible_to(request.actor, request.today).select_related(
        "kind__owner", "kind__second_owner", "chair", "writer", "booking__room"
    )
    meeting = found.filter(public_id=public_id).first()
    if meeting is None:
        raise Http404
    return meeting


def planned_meeting(request: ActingRequest, public_id: uuid.UUID | str) -> Meeting:
    """For pages that change when, where and who: one that was held or cancelled is only read."""
    meeting = visible_meeting(request, public_id)
    if not meeting.is_planned:
        raise Http404
    return meeting


def trail_to(meeting: Meeting, *further: str) -> list[Crumb]:
    """`further` are the names of the pages below the meeting's own."""
    here = Crumb(meeting.name, reverse("meeting", args=[meeting.public_id]) if further else "")
    return [Crumb(_("Meetings"), reverse("meetings")), here, *map(Crumb, further)]
