"""Nightly: the meetings that a rhythm gives, who is asked to them, and whether there is a need. Twice is once."""

from __future__ import annotations

import datetime as dt

from django_tasks import task

from skoleporten.access.actor import software
from skoleporten.meetings import need, participants, planning
from skoleporten.meetings.models import Meeting, MeetingKind


@task()
def keep_meetings_up(date: str) -> int:
    """`date` in ISO. The number of meetings that were planned, moved or cancelled."""
    today, by = dt.date.fromisoformat(date), software("meetings")
    changed = 0
    for kind in MeetingKind.objects.all():
        changed += planning.fill(by=by, kind=kind, today=today).count
    for kind in need.kinds_if_needed():
        need.settle(by=by, kind=kind, today=today)
    soon = Meeting.objects.planned().filter(date__range=(today, today + participants.REFRESHED_AHEAD))
    participants.refresh(by=by, meetings=list(soon.select_related("kind")))
    return changed
