"""Who is told of which meeting by e-mail, with the meeting for her own calendar in it (iTIP, RFC 5546).

Within four weeks of it: at once when it is planned, moved or called off, else by night. Not of what is held each school
day. The rows that were made say what each was told last, so that asked again nobody is told twice.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from skoleporten.access.actor import Actor
from skoleporten.access.models import User
from skoleporten.access.queries import roles_of
from skoleporten.meetings import queries
from skoleporten.meetings.models import Meeting, MeetingKind
from skoleporten.notices.actions import notify
from skoleporten.notices.texts import Kind
from skoleporten.rules.ics import OSLO
from skoleporten.week.models import Invitation
from skoleporten.week.models.calendars import HAVE_FEEDS

AHEAD = dt.timedelta(days=28)
Method = Invitation.Method


def when_a_meeting_changes(sender: Any, meeting: Meeting, by: Actor, **signal: Any) -> None:
    """In the transaction of the change: neither stands without the other."""
    tell(by=by, meeting=meeting, today=timezone.localdate())


@transaction.atomic
def tell(*, by: Actor, meeting: Meeting, today: dt.date) -> int:
    """Each one who is asked and has not been told how it is now, and each one who was told and is asked no more."""
    starts, ends = instants(meeting)
    if meeting.state == Meeting.State.HELD or not _is_told_of(meeting) or starts <= timezone.now():
        return 0
    last = _last_told(meeting)
    asked = _asked(meeting)
    told = 0
    for user in asked:
        before = last.get(user.pk)
        if before is None or before.method == Method.CANCEL:
            if meeting.date <= today + AHEAD:
                told += _invite(by, meeting, user, before, Kind.MEETING)
        elif (before.starts, before.ends) != (starts, ends):
            told += _invite(by, meeting, user, before, Kind.MEETING_MOVED)
    still = {user.pk for user in asked}
    for before in last.values():
        if before.method == Method.REQUEST and before.user_id not in still:
            told += _call_off(by, meeting, before)
    return told


def tell_of_all(*, by: Actor, today: dt.date) -> int:
    """By night, of the meetings that have come near."""
    near = Meeting.objects.planned().filter(date__range=(today, today + AHEAD)).select_related("kind")
    return sum(tell(by=by, meeting=meeting, today=today) for meeting in near)


def instants(meeting: Meeting) -> tuple[dt.datetime, dt.datetime]:
    """As they are in Oslo that day, before or after the clocks have changed."""
    starts, ends = (dt.datetime.combine(meeting.date, time, OSLO) for time in (meeting.starts, meeting.ends))
    return starts, ends


def _is_told_of(meeting: Meeting) -> bool:
    return meeting.kind is None or meeting.kind.frequency != MeetingKind.Frequency.SCHOOL_DAYS


def _asked(meeting: Meeting) -> list[User]:
    if not meeting.is_planned:
        return []
    rows = queries.participants(meeting).filter(user__isnull=False, user__is_active=True)
    return [row.user for row in rows.select_related("user") if row.user is not None]


def _last_told(meeting: Meeting) -> dict[int, Invitation]:
    return {row.user_id: row for row in meeting.invitations.select_related("user").order_by("pk")}


def _invite(by: Actor, meeting: Meeting, user: User, before: Invitation | None, kind: str) -> int:
    starts, ends = instants(meeting)
    return _send(by, meeting, user, kind, method=Method.REQUEST, before=before, starts=starts, ends=ends)


def _call_off(by: Actor, meeting: Meeting, before: Invitation) -> int:
    times = {"starts": before.starts, "ends": before.ends}
    return _send(by, meeting, before.user, Kind.MEETING_OFF, method=Method.CANCEL, before=before, **times)


def _send(by: Actor, meeting: Meeting, user: User, kind: str, *, before: Invitation | None, **told: Any) -> int:
    """One, or none to somebody who has no way in any more: she could not open what it is about."""
    roles = roles_of(user, timezone.localdate())
    if not roles:
        return 0
    role = next((role for role in HAVE_FEEDS if role in roles), None)
    sequence = max(meeting.version - 1, before.sequence + 1 if before else 0)
    notice = notify(
        by=by, to=user, kind=kind, role=role or "", link=f"/meetings/{meeting.public_id}/" if role else "/",
        once=f"invitation:{meeting.pk}:{sequence}:{told['method']}",
    )  # fmt: skip
    Invitation.objects.get_or_create(
        notice=notice, defaults={"user": user, "meeting": meeting, "sequence": sequence, **told}
    )
    return 1
