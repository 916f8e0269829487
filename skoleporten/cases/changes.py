"""Writing in a case: only while it is open, one at a time, and in the log in the same transaction."""

from __future__ import annotations

from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from skoleporten.access.actor import Actor
from skoleporten.audit.actions import record
from skoleporten.cases.models import Case
from skoleporten.intake.transitions import locked
from skoleporten.rules.errors import RefusedError


def open_to_writing(case: Case) -> None:
    """Nobody else writes in the case until the transaction is over. What has ended is only read."""
    locked(case.intake)
    if not case.is_open:
        raise RefusedError(_("The case has ended, and is only read."), do=_("A lead can open it again."))


def note(by: Actor, action: str, case: Case, row: Model | None = None, **details: Any) -> None:
    """In the log, in the same transaction. Codes and numbers only."""
    about = row or case
    record(
        by=by, action=action, purpose="follow_up", pupils=[case.pupil.public_id],
        object_type=about._meta.model_name or "", object_id=getattr(about, "public_id", about.pk), details=details,
    )  # fmt: skip
