"""What every writing in the rig has in common: a form sent twice is one, and it stands in the log."""

from __future__ import annotations

import uuid
from typing import Any, TypeVar

from django.db.models import Model
from django.utils.translation import gettext as _

from skoleporten.access.actor import Actor
from skoleporten.audit.actions import record
from skoleporten.rules.errors import RefusedError

Row = TypeVar("Row", bound=Any)


def sent_before(model: type[Row], client_id: uuid.UUID, **same: Any) -> Row | None:
    """What the form made when it was sent before; refused where it made something else than this."""
    made: Row | None = model.objects.filter(client_id=client_id).first()
    if made is not None and any(getattr(made, name) != value for name, value in same.items()):
        raise RefusedError(_("This form was used for something else already."), do=_("Open the page anew."))
    return made


def note(by: Actor, action: str, row: Model, **details: Any) -> None:
    """In the log, in the same transaction. Codes and numbers only."""
    record(
        by=by, action=f"rig.{action}", object_type=row._meta.model_name or "",
        object_id=getattr(row, "public_id", row.pk), details=details,
    )  # fmt: skip
