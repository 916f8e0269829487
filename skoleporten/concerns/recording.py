"""What every action on a concern is made of: the lock against two clicks, the row of history, and the audit event."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from skoleporten.access.actor import Actor
from skoleporten.audit.actions import record
from skoleporten.concerns import next_steps
from skoleporten.concerns.models import Concern, ConcernStep
from skoleporten.rules.errors import RefusedError


def refuse_closed(concern: Concern) -> None:
    concern.refresh_from_db(fields=["state", "first_action_at"])
    if concern.state == Concern.State.CLOSED:
        raise RefusedError(_("The concern is closed."), do=_("Open it again first."))


def sent_before(by: Actor, concern: Concern, client_id: UUID | None) -> ConcernStep | None:
    """Takes the concern's lock, so that two clicks at once are told apart."""
    Concern.objects.select_for_update().filter(pk=concern.pk).values_list("pk").get()
    if client_id is None:
        return None
    return ConcernStep.objects.filter(concern=concern, client_id=client_id).first()


def add_step(by: Actor, concern: Concern, kind: str, note: str = "", **fields: Any) -> ConcernStep:
    if by.user_id is None:
        raise RefusedError(_("Only a person acts on a concern."))
    fields.setdefault("at", timezone.now())
    return ConcernStep.objects.create(concern=concern, kind=kind, by_id=by.user_id, note=note, **fields)


def has_acted(concern: Concern, at: dt.datetime) -> None:
    """Takes the concern off the top, and finds its next step."""
    concern.first_action_at = min(concern.first_action_at or at, at)
    concern.state = Concern.State.ACTED
    concern.save(update_fields=["first_action_at", "state"])
    next_steps.refresh(concern)


def audit(by: Actor, action: str, concern: Concern, details: dict[str, Any] | None = None) -> None:
    record(
        by=by,
        action=action,
        purpose="follow_up",
        pupils=[concern.pupil.public_id],
        object_type="concern",
        object_id=concern.public_id,
        details=details or {},
    )
