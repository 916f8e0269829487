"""Logs who was denied what. The answer tells nothing of it: whether the pupil exists or not, the same work is done.

What was asked for stands as the event's object and not as a pupil shown: nobody was shown anything.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.http import HttpRequest

from skoleporten.access.actor import Actor
from skoleporten.access.models import User
from skoleporten.audit import actions as audit
from skoleporten.cases.models import Case
from skoleporten.concerns.models import Concern
from skoleporten.documents.models import Attachment, Document
from skoleporten.duties.models import EnvironmentReport, PhysicalIntervention
from skoleporten.intake.models import Intake
from skoleporten.people.models import Pupil
from skoleporten.presence.models import Statement

# What the addresses about a pupil name in them.
NAMED: tuple[type[Model], ...] = (
    *(Pupil, Concern, Intake, Attachment, Document, EnvironmentReport, PhysicalIntervention),
    *(Case, Statement),
)
NO_ROLE = "none"


def log_denied(request: HttpRequest, purpose: str | None, names: Mapping[str, Any]) -> None:
    """Raises where the log can not be written: then the answer is a fault, and still tells nothing."""
    asked = names.get("public_id")
    match = request.resolver_match
    exists = asked is not None and [_exists(model, asked) for model in NAMED]
    details = {"page": match.url_name if match else "", "exists": any(exists or ())}
    with transaction.atomic():
        audit.record(
            by=_who(request),
            action="access.denied",
            purpose=purpose or "",
            object_type="asked_for",
            object_id=asked or "",
            details=details,
        )


def _exists(model: type[Model], asked: object) -> bool:
    return model._base_manager.filter(public_id=asked).exists()


def _who(request: HttpRequest) -> Actor:
    actor = getattr(request, "actor", None)
    if isinstance(actor, Actor):
        return actor
    user = request.user
    assert isinstance(user, User)
    return Actor(user_id=user.pk, user_public_id=str(user.public_id), name=str(user), role=NO_ROLE)
