"""A notice to somebody on the team that an intake waits. Neutral, without a name; the page behind it asks the gate."""

from __future__ import annotations

from skoleporten.access.actor import Actor
from skoleporten.access.models import User
from skoleporten.intake.models import Intake
from skoleporten.notices.actions import notify


def tell(by: Actor, intake: Intake, to: User, kind: str) -> None:
    if to.pk != by.user_id:
        notify(by=by, to=to, kind=kind, link=f"/intake/{intake.public_id}/", pupil_id=intake.pupil_id)
