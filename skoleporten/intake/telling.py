"""A notice to somebody on the team that an intake waits. Neutral, without a name; the page behind it asks the gate."""

from __future__ import annotations

from skoleporten.access.actor import Actor
from skoleporten.access.models import User
from skoleporten.intake.models import Intake
from skoleporten.notices.actions import notify


def tell(by: Actor, intake: Intake, to: User, kind: str) -> None:
    if to.pk != by.user_id:
        notify(by=by, to=to, kind=kind, link=page_of(intake), pupil_id=intake.pupil_id)


def page_of(intake: Intake) -> str:
    """That of the case, once it has become one. The layer above is known by the name of the relation alone."""
    case = getattr(intake, "case", None)
    return f"/cases/{case.public_id}/" if case else f"/intake/{intake.public_id}/"
