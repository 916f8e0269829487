"""Who of the staff opens which page of own words; anything else is as if it did not exist."""

from __future__ import annotations

import uuid

from django.http import Http404

from skoleporten.access import gate
from skoleporten.access.gate import Purpose
from skoleporten.access.roles import Role
from skoleporten.people.models import Pupil
from skoleporten.voices.models import Word, WordQuerySet
from skoleporten.web.policy import policy
from skoleporten.web.requests import ActingRequest

TEAM = frozenset({Role.TEAM, Role.LEAD})
READERS = TEAM | {Role.SPECIALIST, Role.SCHOOL_LEADER}

staff_reads = policy(roles=READERS, purpose=Purpose.FOLLOW_UP)
team_reads = policy(roles=TEAM, purpose=Purpose.FOLLOW_UP)
team_writes = policy(roles=TEAM, purpose=Purpose.FOLLOW_UP, writes=True)


def visible_words(request: ActingRequest) -> WordQuerySet:
    visible = Word.objects.visible_to(request.actor, Purpose.FOLLOW_UP, request.today)
    fetched = visible.select_related("pupil", "guardian")
    return fetched.prefetch_related("attachments", "readers", "reads__by", "openings__guardian")


def visible_word(request: ActingRequest, public_id: uuid.UUID) -> Word:
    found = visible_words(request).filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found


def visible_pupil(request: ActingRequest, public_id: uuid.UUID) -> Pupil:
    found = gate.visible_to(request.actor, Purpose.FOLLOW_UP, request.today).filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found
