"""The decisions that somebody may open, by the gate: the team's, the school's that was told, the family's own."""

from __future__ import annotations

import uuid

from django.db.models import QuerySet
from django.http import Http404

from skoleporten.access.gate import Purpose
from skoleporten.access.reasons import purpose_of
from skoleporten.access.roles import Role
from skoleporten.intake.models import Decision, DecisionLetter
from skoleporten.intake.models.decisions import DecisionQuerySet
from skoleporten.web.intake.visible import FAMILY
from skoleporten.web.policy import policy
from skoleporten.web.requests import ActingRequest

SHOWN = ("intake__pupil", "meeting", "recorded_by", "followed_up_by", "replaces")
family_reads = policy(roles=FAMILY, purpose=Purpose.OWN_CHILD)


def visible_decision(request: ActingRequest, public_id: uuid.UUID | str) -> Decision:
    """For the team and the lead: all of it."""
    return _first(Decision.objects.visible_to(request.actor, Purpose.FOLLOW_UP, request.today), public_id)


def of_school(request: ActingRequest) -> DecisionQuerySet:
    """Those that the leader's school was to be told, of pupils who go there today."""
    visible = Decision.objects.visible_to(request.actor, Purpose.FOLLOW_UP, request.today)
    told = visible.filter(to_tell__whom="school", to_tell__school__in=request.actor.school_ids)
    return told.select_related(*SHOWN).distinct()


def of_family(request: ActingRequest) -> DecisionQuerySet:
    purpose = purpose_of(request.actor.role)
    return Decision.objects.visible_to(request.actor, purpose, request.today).select_related(*SHOWN)


def schools_decision(request: ActingRequest, public_id: uuid.UUID | str) -> Decision:
    return _first(of_school(request), public_id)


def familys_decision(request: ActingRequest, public_id: uuid.UUID | str) -> Decision:
    return _first(of_family(request), public_id)


def own_letters(request: ActingRequest, decision: Decision) -> QuerySet[DecisionLetter]:
    """To the reader herself: another guardian's letter is that guardian's. The newest first."""
    rows = DecisionLetter.objects.filter(decision=decision).select_related("document", "replaces__document")
    match request.actor.role:
        case Role.GUARDIAN:
            rows = rows.filter(guardian__user=request.actor.user_id)
        case Role.PUPIL:
            rows = rows.filter(to=DecisionLetter.To.PUPIL)
        case _:
            rows = rows.filter(to=DecisionLetter.To.SCHOOL)
    return rows.standing().order_by("-pk")


def _first(rows: QuerySet[Decision], public_id: uuid.UUID | str) -> Decision:
    found = rows.select_related(*SHOWN).filter(public_id=public_id).first()
    if found is None or found.intake.pupil is None:
        raise Http404
    return found
