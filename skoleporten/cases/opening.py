"""A case begins when its intake does become active, by whichever way it came there."""

from __future__ import annotations

from typing import Any

from skoleporten.access.actor import Actor
from skoleporten.audit.actions import record
from skoleporten.cases.models import Case
from skoleporten.intake.models import Intake, Transition
from skoleporten.rules.transitions import Stage


def when_an_intake_moves(intake: Intake, made: Transition, by: Actor, **signal: Any) -> None:
    """Within the move's own transaction. Opened again it is the same case."""
    if made.to_state != Stage.ACTIVE or intake.pupil is None:
        return
    case, is_new = Case.objects.get_or_create(intake=intake, defaults={"pupil": intake.pupil, "opened_at": made.at})
    if is_new:
        record(
            by=by, action="case.opened", pupils=[intake.pupil.public_id], object_type="case", object_id=case.public_id
        )
