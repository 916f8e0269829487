"""Writing about a pupil here: only while Skoleporten follows her up, one at a time, and in the log at once."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any, TypeVar

from django.db.models import Model, Q
from django.utils.translation import gettext as _

from skoleporten.access.actor import Actor
from skoleporten.access.reasons import purpose_of
from skoleporten.audit.actions import record
from skoleporten.cases.models import Case
from skoleporten.people.models import Involvement, Pupil
from skoleporten.rules.errors import RefusedError

Row = TypeVar("Row", bound=Model)


def open_to_writing(pupil: Pupil, today: dt.date) -> None:
    """Nobody else writes about the pupil here until the transaction is over."""
    Pupil.objects.select_for_update().filter(pk=pupil.pk).values_list("pk").get()
    if not is_followed_up(pupil, today):
        raise RefusedError(_("Skoleporten does not follow up here any more."), do=_("What stands can still be read."))


def is_followed_up(pupil: Pupil, today: dt.date) -> bool:
    lasts = Q(end__isnull=True) | Q(end__gte=today)
    return Involvement.objects.filter(lasts, pupil=pupil, start__lte=today).exists()


def case_of(pupil: Pupil) -> Case | None:
    """The one that is open. Whoever asks has brought the pupil through the gate."""
    return Case.objects.open().filter(pupil=pupil).select_related("intake__owner").order_by("-opened_at", "-pk").first()


def sent_before(model: type[Row], client_id: uuid.UUID, **of: Model) -> Row | None:
    """The row that the same form made before. One that is about something else is refused."""
    made = model._default_manager.filter(client_id=client_id).first()
    if made is not None and any(getattr(made, f"{name}_id") != one.pk for name, one in of.items()):
        raise RefusedError(_("This form was sent before, about something else."), do=_("Open the page anew."))
    return made


def note(by: Actor, action: str, pupil: Pupil, row: Model, **details: Any) -> None:
    """In the log, in the same transaction. Codes and numbers only."""
    record(
        by=by, action=action, purpose=purpose_of(by.role), pupils=[pupil.public_id],
        object_type=row._meta.model_name or "", object_id=getattr(row, "public_id", row.pk), details=details,
    )  # fmt: skip
