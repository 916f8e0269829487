"""Who belongs to the group that answers: the staff of the team, and specialists who regularly take part in meetings."""

from __future__ import annotations

import datetime as dt

from django.db.models import Count

from skoleporten.access.actor import Actor
from skoleporten.access.models import Grant
from skoleporten.access.roles import Role
from skoleporten.meetings.models import Meeting, Participant

STAFF = frozenset({Role.TEAM, Role.LEAD})
# Regularly: in two meetings or more, of those from twelve weeks ago to twelve weeks ahead. Ours.
MEETINGS, DAYS = 2, 84


def members(today: dt.date) -> frozenset[int]:
    """Users, each once whatever roles they hold."""
    held = Grant.objects.in_force(today).filter(pupil__isnull=True)
    staff = held.filter(role__in=STAFF).values_list("user", flat=True)
    specialists = held.filter(role=Role.SPECIALIST, user__in=_regular(today)).values_list("user", flat=True)
    return frozenset(staff) | frozenset(specialists)


def belongs(actor: Actor, today: dt.date) -> bool:
    """In the role that one acts in."""
    if actor.user_id is None:
        return False
    return actor.role in STAFF or (actor.role == Role.SPECIALIST and actor.user_id in _regular(today))


def _regular(today: dt.date) -> frozenset[int]:
    """A meeting that is held only when somebody needs it, makes nobody a regular one."""
    near = (today - dt.timedelta(days=DAYS), today + dt.timedelta(days=DAYS))
    meetings = Meeting.objects.filter(date__range=near, kind__only_if_needed=False).exclude(
        state=Meeting.State.CANCELLED
    )
    taking_part = Participant.objects.filter(meeting__in=meetings, user__isnull=False, is_left_out=False)
    often = taking_part.values("user").annotate(times=Count("pk")).filter(times__gte=MEETINGS)
    return frozenset(often.values_list("user", flat=True))
