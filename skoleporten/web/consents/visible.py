"""The consents that somebody may see, by the gate: anything else is as if it did not exist."""

from __future__ import annotations

import uuid

from django.http import Http404

from skoleporten.access import gate
from skoleporten.access.gate import Purpose
from skoleporten.access.reasons import purpose_of
from skoleporten.access.roles import Role
from skoleporten.consents.actions import MAY_ASK
from skoleporten.consents.models import Consent
from skoleporten.people.models import Pupil
from skoleporten.rules.visibility import What, roles_that_see
from skoleporten.web.policy import policy
from skoleporten.web.requests import ActingRequest

FAMILY = frozenset({Role.GUARDIAN, Role.PUPIL})
# A specialist reads what the team reads, and asks for nothing.
READERS = (roles_that_see(What.CONSENTS) | roles_that_see(What.CONSENTS_ON_EDUCATION)) - FAMILY

staff_read = policy(roles=READERS, purpose=Purpose.FOLLOW_UP)
staff_write = policy(roles=MAY_ASK, purpose=Purpose.FOLLOW_UP, writes=True)
family_read = policy(roles=FAMILY, purpose=Purpose.OWN_CHILD)
family_write = policy(roles=FAMILY, purpose=Purpose.OWN_CHILD, writes=True)


def visible_pupil(request: ActingRequest, public_id: uuid.UUID | str) -> Pupil:
    found = gate.visible_to(request.actor, purpose_of(request.actor.role), request.today)
    pupil = found.filter(public_id=public_id).first()
    if pupil is None:
        raise Http404
    return pupil


def visible_consent(request: ActingRequest, public_id: uuid.UUID | str) -> Consent:
    found = Consent.objects.visible_to(request.actor, purpose_of(request.actor.role), request.today)
    consent = found.select_related("pupil", "text", "asked_by").filter(public_id=public_id).first()
    if consent is None:
        raise Http404
    return consent
