"""Setting who is on call: by a lead, from those who work at Skoleporten."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from skoleporten.access.actor import Actor
from skoleporten.access.models import User
from skoleporten.access.roles import Role
from skoleporten.audit.actions import record
from skoleporten.intake.changes import save_changed
from skoleporten.intake.owners import may_own
from skoleporten.intake.transitions import somebody
from skoleporten.on_call.models import Duty
from skoleporten.rig.writing import sent_before
from skoleporten.rules.errors import RefusedError

PHONE = re.compile(r"\+?[\d ]{5,20}")
LONGEST = dt.timedelta(days=366)


@dataclass(frozen=True)
class Told:
    """`weekdays`: "01234" is Monday to Friday."""

    user: User
    first: dt.date
    last: dt.date
    weekdays: str
    begins: dt.time
    ends: dt.time
    order: int = 1
    phone: str = ""


@transaction.atomic
def add(*, by: Actor, told: Told, client_id: uuid.UUID) -> Duty:
    _refuse_others(by)
    User.objects.select_for_update().get(pk=told.user.pk)
    if made := sent_before(Duty, client_id, user_id=told.user.pk, first=told.first, last=told.last):
        return made
    _check(told)
    made = Duty.objects.create(client_id=client_id, written_by_id=somebody(by), **_columns(told))
    _note(by, "duty_added", made)
    return made


@transaction.atomic
def change(*, by: Actor, duty: Duty, told: Told, seen_version: int) -> None:
    """Raises ChangedMeanwhileError where somebody else changed it since."""
    _refuse_others(by)
    _check(told)
    duty.refresh_from_db()
    if duty.withdrawn_at is not None:
        raise RefusedError(_("It was taken back in the meantime."))
    if save_changed(by, duty, seen_version, _columns(told)):
        _note(by, "duty_changed", duty)


@transaction.atomic
def withdraw(*, by: Actor, duty: Duty) -> None:
    """Twice is once."""
    _refuse_others(by)
    duty = Duty.objects.select_for_update().get(pk=duty.pk)
    if duty.withdrawn_at is None:
        duty.withdrawn_at, duty.withdrawn_by_id = timezone.now(), somebody(by)
        duty.version += 1
        duty.save()
        _note(by, "duty_taken_back", duty)


def _check(told: Told) -> None:
    if told.last < told.first:
        raise RefusedError(_("The last day is before the first one."))
    if told.last - told.first > LONGEST:
        raise RefusedError(_("That is more than a year."), do=_("Write the next year when it comes."))
    if told.ends <= told.begins:
        raise RefusedError(_("It ends before it begins."), do=_("For a night, write two: one before midnight."))
    if not told.weekdays or set(told.weekdays) - set("0123456"):
        raise RefusedError(_("Choose at least one weekday."))
    if told.phone and PHONE.fullmatch(told.phone.strip()) is None:
        raise RefusedError(_("That is no phone number."))
    if not may_own(told.first).filter(pk=told.user.pk, is_active=True).exists():
        raise RefusedError(
            _("%(name)s is not in the team on that day.") % {"name": told.user}, do=_("Choose somebody on the team.")
        )


def _columns(told: Told) -> dict[str, Any]:
    return vars(told) | {"weekdays": "".join(sorted(set(told.weekdays))), "phone": told.phone.strip()}


def _refuse_others(by: Actor) -> None:
    if by.role != Role.LEAD:
        raise RefusedError(_("Only a lead sets who is on call."))


def _note(by: Actor, action: str, duty: Duty) -> None:
    record(
        by=by, action=f"on_call.{action}", object_type="duty", object_id=duty.public_id,
        details={"user": str(duty.user.public_id), "order": duty.order},
    )  # fmt: skip
