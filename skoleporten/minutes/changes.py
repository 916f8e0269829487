"""Writing in the record of a meeting: one at a time, by the team, and in the log in the same transaction."""

from __future__ import annotations

import uuid
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from skoleporten.access.actor import Actor
from skoleporten.access.roles import Role
from skoleporten.agendas.models import Item
from skoleporten.audit.actions import record
from skoleporten.intake.models import Intake
from skoleporten.intake.transitions import pupils_of
from skoleporten.minutes.models import Approval, Minutes
from skoleporten.rules.errors import RefusedError

WRITERS = frozenset({Role.TEAM, Role.LEAD})


def open_to_writing(by: Actor, minutes: Minutes) -> None:
    """Nobody else writes in it until the transaction is over. What is approved is corrected by a new version."""
    lock(by, minutes)
    if is_closed(minutes):
        raise RefusedError(_("The minutes are approved."), do=_("They are corrected by a new version, with a reason."))


def lock(by: Actor, minutes: Minutes) -> None:
    if by.role not in WRITERS:
        raise RefusedError(_("Only the team writes in a meeting."))
    Minutes.objects.select_for_update().get(pk=minutes.pk)
    minutes.refresh_from_db()


def is_closed(minutes: Minutes) -> bool:
    """Approved, and nobody is correcting it."""
    return not minutes.corrected_because and Approval.objects.filter(minutes=minutes).exists()


def of_this(minutes: Minutes, item: Item | None) -> None:
    if item is not None and item.meeting_id != minutes.meeting_id:
        raise RefusedError(_("It is on the agenda of another meeting."))


def note(
    by: Actor, action: str, minutes: Minutes, intake: Intake | None = None, row: Model | None = None, **details: Any
) -> None:
    """In the log, in the same transaction. Codes and numbers only."""
    about = row or minutes
    record(
        by=by, action=action, purpose="follow_up", pupils=pupils_of(intake) if intake else [],
        object_type=about._meta.model_name or "", object_id=getattr(about, "public_id", about.pk),
        details=details | {"meeting": str(minutes.meeting.public_id)},
    )  # fmt: skip


def sent_before(model: type[Model], client_id: uuid.UUID, **of: Any) -> Any:
    """The row that the same form made before. One of another thing is refused."""
    made = model._default_manager.filter(client_id=client_id).first()
    if made is not None and any(getattr(made, f"{name}_id") != (one.pk if one else None) for name, one in of.items()):
        raise _about_something_else()
    return made


def refuse_taken(model: type[Model], client_id: uuid.UUID) -> None:
    """For a row that is made once of each meeting, whatever form made it: an id that made another one is refused."""
    if model._default_manager.filter(client_id=client_id).exists():
        raise _about_something_else()


def _about_something_else() -> RefusedError:
    return RefusedError(_("This form was sent before, about something else."), do=_("Open the page anew."))
