"""What a lead sets up: functions and who holds them, rooms, services and capacity. One way to add and one to change."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from skoleporten.access.actor import Actor
from skoleporten.intake.changes import save_changed
from skoleporten.rig.checks import check
from skoleporten.rig.models import Capacity, Function, Holding, Room, Service
from skoleporten.rig.writing import note, sent_before
from skoleporten.rules.errors import RefusedError

Kind = type[Function] | type[Holding] | type[Room] | type[Service] | type[Capacity]
HAS_A_NAME = (Function, Room, Service)
LONGEST_CODE = 30


@transaction.atomic
def add(*, by: Actor, kind: Kind, values: Mapping[str, Any], client_id: uuid.UUID) -> Any:
    """A form sent twice is one row."""
    if made := sent_before(kind, client_id):
        return made
    row = kind(client_id=client_id, written_by_id=by.user_id, **_cleaned(values))
    if isinstance(row, HAS_A_NAME):
        row.code = _free_code(type(row), row.name_en or row.name_nb)
        row.position = (type(row).objects.aggregate(last=Max("position"))["last"] or 0) + 1
    check(by, row)
    _save(row)
    note(by, f"{kind._meta.model_name}_added", row)
    return row


@transaction.atomic
def change(*, by: Actor, row: Any, values: Mapping[str, Any], seen_version: int) -> None:
    """Raises ChangedMeanwhileError where somebody else changed it since. A code never changes."""
    row = type(row).objects.select_for_update().get(pk=row.pk)
    wanted = _cleaned(values)
    check(by, _as_wanted(row, wanted))
    try:
        with transaction.atomic():
            changed = save_changed(by, row, seen_version, wanted)
    except IntegrityError as error:
        raise _clash() from error
    if changed:
        note(by, f"{row._meta.model_name}_changed", row)


@transaction.atomic
def end_holding(*, by: Actor, holding: Holding, last_day: dt.date) -> None:
    """What was to begin later than its last day never began: that day it ends on its first."""
    row = Holding.objects.select_for_update().get(pk=holding.pk)
    if row.end is not None and row.end <= last_day:
        return
    row.end = max(last_day, row.start)
    row.version += 1
    row.changed_at, row.changed_by_id = timezone.now(), by.user_id
    row.save()
    note(by, "holding_ended", row, end=row.end.isoformat())


def _cleaned(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value.strip() if isinstance(value, str) else value for name, value in values.items()}


def _as_wanted(row: Any, values: Mapping[str, Any]) -> Any:
    """A copy that is only looked at."""
    wanted = type(row)(pk=row.pk)
    for field in row._meta.concrete_fields:
        setattr(wanted, field.attname, getattr(row, field.attname))
    for name, value in values.items():
        setattr(wanted, name, value)
    return wanted


def _free_code(model: Any, name: str) -> str:
    code = slugify(name)[:LONGEST_CODE].strip("-") or "own"
    taken = set(model.objects.filter(code__startswith=code).values_list("code", flat=True))
    numbered = (f"{code}-{number}" for number in range(2, len(taken) + 3))
    return code if code not in taken else next(one for one in numbered if one not in taken)


def _save(row: Any) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise _clash() from error


def _clash() -> RefusedError:
    return RefusedError(_("It is there already."), do=_("Change that one instead."))
