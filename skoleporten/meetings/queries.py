"""The meetings of a span of days, and of one person. Whoever asks for somebody adds `.visible_to(actor, today)`."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet

from skoleporten.access.models import User
from skoleporten.meetings.models import Meeting, MeetingKind, Participant, TeamMeetingQuerySet


def meetings_between(first: dt.date, last: dt.date) -> TeamMeetingQuerySet:
    """In order, both days included; also cancelled ones, which say so."""
    return Meeting.objects.filter(date__range=(first, last)).select_related("kind")


def meetings_of(user: User | int, first: dt.date, last: dt.date) -> TeamMeetingQuerySet:
    """Those that the person is asked to."""
    key = user if isinstance(user, int) else user.pk
    asked = Participant.objects.filter(user=key, is_left_out=False)
    return meetings_between(first, last).filter(pk__in=asked.values("meeting"))


def next_of(kind: MeetingKind, day: dt.date) -> Meeting | None:
    """The first planned one on the day or after it."""
    return Meeting.objects.planned().filter(kind=kind, date__gte=day).select_related("kind").first()


def before(meeting: Meeting) -> Meeting | None:
    """The last one of the kind that was not cancelled, before this one; the one whose open items it takes up."""
    earlier = Meeting.objects.not_cancelled().filter(kind=meeting.kind_id, date__lt=meeting.date)
    return earlier.order_by("-date", "-starts", "-id").first() if meeting.kind_id else None


def after(meeting: Meeting) -> Meeting | None:
    """The next planned one of the kind, to which items are carried."""
    later = Meeting.objects.planned().filter(kind=meeting.kind_id, date__gt=meeting.date)
    return later.first() if meeting.kind_id else None


def participants(meeting: Meeting) -> QuerySet[Participant]:
    """Who is asked to come, without those who were taken off."""
    return meeting.participants.filter(is_left_out=False).select_related("user")


def takes_part(meeting: Meeting, user_id: int | None) -> bool:
    return user_id is not None and participants(meeting).filter(user=user_id).exists()
