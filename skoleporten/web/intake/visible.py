"""The intakes and referrals that somebody may open, by the gate: anything else is as if it did not exist."""

from __future__ import annotations

import uuid

from django.http import Http404

from skoleporten.access.gate import Purpose
from skoleporten.access.roles import Role
from skoleporten.intake import queries
from skoleporten.intake.models import Intake, Referral
from skoleporten.web.policy import policy
from skoleporten.web.requests import ActingRequest

TEAM = frozenset({Role.TEAM, Role.LEAD})
FAMILY = frozenset({Role.GUARDIAN, Role.PUPIL})

team_reads = policy(roles=TEAM, purpose=Purpose.FOLLOW_UP)
team_writes = policy(roles=TEAM, purpose=Purpose.FOLLOW_UP, writes=True)
lead_writes = policy(roles={Role.LEAD}, purpose=Purpose.FOLLOW_UP, writes=True)
school_reads = policy(roles={Role.SCHOOL_LEADER}, purpose=Purpose.FOLLOW_UP)
school_writes = policy(roles={Role.SCHOOL_LEADER}, purpose=Purpose.FOLLOW_UP, writes=True)
family_writes = policy(roles=FAMILY, purpose=Purpose.OWN_CHILD, writes=True)


def visible_intake(request: ActingRequest, public_id: uuid.UUID | str) -> Intake:
    """One that was joined into another opens nothing: its referrals are in the other."""
    found = Intake.objects.visible_to(request.actor, Purpose.FOLLOW_UP, request.today).filter(joined_into__isnull=True)
    fetched = found.select_related("pupil", "owner", "followed_up_by", "earlier", "case")
    intake = fetched.filter(public_id=public_id).first()
    if intake is None:
        raise Http404
    return intake


def visible_sent(request: ActingRequest, public_id: uuid.UUID | str) -> Referral:
    """One that the leader's own school sent."""
    referral = queries.sent_by_school(request.actor, request.today).filter(public_id=public_id).first()
    if referral is None:
        raise Http404
    return referral
