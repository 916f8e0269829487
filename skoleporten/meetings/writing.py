"""What every change of a meeting has in common: nobody else changes it meanwhile, it stands in the log, and is told."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from skoleporten.access.actor import Actor
from skoleporten.audit.actions import record
from skoleporten.intake.changes import ChangedMeanwhileError
from skoleporten.meetings.models import Meeting
from skoleporten.meetings.signals import meeting_changed
from skoleporten.rules.errors import RefusedError


def locked(meeting: Meeting) -> Meeting:
    """As it stands now, and nobody else may change it until this transaction is over."""
    rows = Meeting.objects.select_for_update(of=("self",)).select_related("kind", "booking__room", "chair", "writer")
    return rows.get(pk=meeting.pk)


def planned(meeting: Meeting, seen_version: int | None = None) -> Meeting:
    """Only one that is still to come is changed, and only by whoever saw how it stands."""
    now = locked(meeting)
    if not now.is_planned:
        raise RefusedError(_("The meeting has been held or cancelled."), do=_("Open the page anew."))
    if seen_version is not None and now.version != seen_version:
        raise ChangedMeanwhileError(now)
    return now


def save(by: Actor, meeting: Meeting, change: str, **details: Any) -> Meeting:
    """Counts a version, logs, and tells the layers above. `details`: codes and numbers only."""
    meeting.version += 1
    meeting.changed_at, meeting.changed_by_id = timezone.now(), by.user_id
    meeting.save()
    note(by, f"meetings.{change}", meeting, **details)
    tell(by, meeting, change)
    return meeting


def note(by: Actor, action: str, meeting: Meeting, **details: Any) -> None:
    record(by=by, action=action, object_type="team_meeting", object_id=meeting.public_id, details=details)


def tell(by: Actor, meeting: Meeting, change: str) -> None:
    meeting_changed.send(sender=Meeting, meeting=meeting, change=change, by=by)
