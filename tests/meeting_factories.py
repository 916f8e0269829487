"""Kinds of meetings, meetings and who takes part, one valid row each; a test says only what it is about."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from skoleporten.access.models import User
from skoleporten.meetings.models import Meeting, MeetingKind, Participant
from skoleporten.meetings.shipping import ship
from tests.factories import make_school_year
from tests.rig_factories import make_holding

TUESDAY = 1


def shipped_kind(code: str = "coordination", **fields) -> MeetingKind:
    """One of the five, with a weekday; without owner unless said otherwise."""
    ship()
    kind = MeetingKind.objects.get(code=code)
    for name, value in ({"weekdays": [TUESDAY]} | fields).items():
        setattr(kind, name, value)
    kind.save()
    return kind


def make_team_meeting(kind: MeetingKind | None = None, date: dt.date | None = None, **fields) -> Meeting:
    """Tomorrow from 14:30 to 15:00, of the kind or with a title of its own."""
    fields.setdefault("starts", dt.time(14, 30))
    fields.setdefault("ends", dt.time(15, 0))
    if kind is None:
        fields.setdefault("title", "Besøk fra UiA")
    return Meeting.objects.create(kind=kind, date=date or timezone.localdate() + dt.timedelta(days=1), **fields)


def make_participant(meeting: Meeting, user: User | None = None, **fields) -> Participant:
    return Participant.objects.create(meeting=meeting, user=user, **fields)


def school_years_around(today: dt.date | None = None) -> None:
    """This one and the next, with no day off but the public holidays."""
    year = (today or timezone.localdate()).year
    for one in (year - 1, year, year + 1):
        make_school_year(one)


__all__ = [
    "make_holding", "make_participant", "make_team_meeting", "school_years_around", "shipped_kind",
]  # fmt: skip
