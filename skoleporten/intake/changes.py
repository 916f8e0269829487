"""Two writers never overwrite each other: whoever saves says which version she saw."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from skoleporten.access.actor import Actor
from skoleporten.audit.actions import record
from skoleporten.intake.models import Intake
from skoleporten.intake.transitions import locked, pupils_of, somebody
from skoleporten.rules.errors import RefusedError

Row = TypeVar("Row", bound=Any)


class ChangedMeanwhileError(RefusedError):
    """`now` is the row as somebody else has left it."""

    def __init__(self, now: Any) -> None:
        self.now = now
        super().__init__(
            _("Somebody has changed this while you wrote."), do=_("Look at both texts, and save what shall stand.")
        )


def open_to_writing(intake: Intake) -> None:
    """Nobody else writes in the intake until the transaction is over."""
    if locked(intake).pupil_id is None:
        raise RefusedError(_("Nobody knows yet which pupil it is about."), do=_("Find the pupil first."))
    if intake.ended_at is not None:
        raise RefusedError(_("It has ended."))


def save_changed(by: Actor, row: Row, seen_version: int, values: dict[str, Any]) -> bool:
    """Sets the values on the row as it stands now; False where they stand there already, as after a double click."""
    row.refresh_from_db()
    before = {name: getattr(row, name) for name in values}
    if before == values:
        return False
    if row.version != seen_version:
        raise ChangedMeanwhileError(row)
    for name, value in values.items():
        setattr(row, name, value)
    row.version += 1
    row.changed_at, row.changed_by_id = timezone.now(), somebody(by)
    row.save()
    return True


def note(by: Actor, action: str, intake: Intake, row: Model | None = None, **details: Any) -> None:
    """In the log, in the same transaction. Codes and numbers only."""
    about = row or intake
    record(
        by=by, action=action, purpose="follow_up", pupils=pupils_of(intake), object_type=about._meta.model_name or "",
        object_id=getattr(about, "public_id", about.pk), details=details,
    )  # fmt: skip
