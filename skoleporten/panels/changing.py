"""What each change of the panels does: nobody is overwritten, a form sent twice is one, and the log knows."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any, TypeVar

from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from skoleporten.access.actor import Actor
from skoleporten.access.roles import Role
from skoleporten.audit.actions import record
from skoleporten.intake.changes import ChangedMeanwhileError
from skoleporten.panels.models import READERS, Panel
from skoleporten.rules.errors import RefusedError

PURPOSE = "source_panel"
Row = TypeVar("Row", bound=Any)


def only_the_team(by: Actor) -> int:
    """The key of the person who acts."""
    if by.role not in READERS or by.user_id is None:
        raise RefusedError(_("Only the team works with the panels."))
    return by.user_id


def only_a_lead(by: Actor) -> None:
    only_the_team(by)
    if by.role != Role.LEAD:
        raise RefusedError(_("Only a lead does this."))


def only_who_knows_them(by: Actor, panel: Panel) -> int:
    """The key of the person who acts."""
    who = only_the_team(by)
    if not panel.shows_members_to(by):
        raise RefusedError(_("Only a lead and the host of the panel see who is in it."))
    return who


def locked(row: Row) -> Row:
    """As it stands now; nobody else changes it until the transaction is over."""
    return type(row)._default_manager.select_for_update().get(pk=row.pk)  # type: ignore[no-any-return]


def once(model: type[Row], client_id: uuid.UUID, make: Callable[[], Row], **of: object) -> Row:
    """A form sent twice is one row, also at the same moment. `of`: what it belongs to; another's is refused."""
    found = model._default_manager.filter(client_id=client_id).first()
    if found is None:
        try:
            with transaction.atomic():
                return make()
        except IntegrityError:
            found = model._default_manager.filter(client_id=client_id).first()
            if found is None:
                raise
    if any(getattr(found, name) != value for name, value in of.items()):
        raise RefusedError(_("This form has been sent already."))
    return found  # type: ignore[no-any-return]


def save_seen(by: Actor, row: Any, seen_version: int, values: dict[str, Any], **many: Any) -> bool:
    """Sets the values on the locked row; `many` are lists of what it is linked to.

    False where all stands so already, as after a double click. ChangedMeanwhileError where somebody was quicker.
    """
    same = all(getattr(row, name) == value for name, value in values.items())
    if same and all(_keys(getattr(row, name).all()) == _keys(rows) for name, rows in many.items()):
        return False
    if row.version != seen_version:
        raise ChangedMeanwhileError(row)
    for name, value in values.items():
        setattr(row, name, value)
    touch(by, row)
    for name, rows in many.items():
        getattr(row, name).set(rows)
    return True


def touch(by: Actor, row: Any) -> None:
    row.version += 1
    row.changed_at, row.changed_by_id = timezone.now(), by.user_id
    row.save()


def log(by: Actor, action: str, row: Model, **details: Any) -> None:
    """In the same transaction. Codes and numbers only: no name, no word of anybody's."""
    record(
        by=by, action=f"panels.{action}", purpose=PURPOSE, object_type=row._meta.model_name or "",
        object_id=getattr(row, "public_id", row.pk), details=details,
    )  # fmt: skip


def _keys(rows: Any) -> set[int]:
    return {row.pk for row in rows}
