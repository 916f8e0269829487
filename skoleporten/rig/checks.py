"""What each part of the rig must be, in words that say what to do. The database holds the same."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import singledispatch
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.utils import timezone
from django.utils.translation import gettext as _

from skoleporten.access.actor import Actor
from skoleporten.access.models import Grant
from skoleporten.access.roles import STAFF
from skoleporten.rig.models import Capacity, Function, Holding, Room, Service
from skoleporten.rig.models.functions import MOST_MINUTES_A_WEEK
from skoleporten.rig.no_names import refuse_names
from skoleporten.rules.errors import RefusedError

PHONE = re.compile(r"\+?[\d ]{3,31}")


def check(by: Actor, row: Any) -> None:
    """Raises RefusedError where the row, as it would be saved, is not right."""
    _check(row)
    texts = {name: getattr(row, name, "") for name in ("about", "what_for_nb", "what_for_nn", "what_for_en", "words")}
    refuse_names(by, "\n\n".join(filter(None, texts.values())), timezone.localdate())


@singledispatch
def _check(row: Any) -> None:
    raise TypeError(type(row))


@_check.register
def _function(row: Function) -> None:
    _has_a_name(row)
    if row.group not in Function.Group.values:
        raise RefusedError(_("Choose where the function belongs."))


@_check.register
def _room(row: Room) -> None:
    _has_a_name(row)


@_check.register
def _holding(row: Holding) -> None:
    if bool(row.user_id) == bool(row.words):
        raise RefusedError(_("Choose somebody who logs in here, or write who it is."), do=_("Do one of the two."))
    if row.end is not None and row.end < row.start:
        raise RefusedError(_("The last day is before the first one."))
    if row.minutes_a_week is not None and row.minutes_a_week > MOST_MINUTES_A_WEEK:
        raise RefusedError(_("Nobody has so many hours a week."))
    if row.user_id and not _is_staff(row.user_id):
        raise RefusedError(_("%(name)s is not staff here.") % {"name": row.user}, do=_("Choose somebody else."))
    if row.user_id and _held_by_her_meanwhile(row):
        raise RefusedError(_("%(name)s has that function already.") % {"name": row.user})


@_check.register
def _service(row: Service) -> None:
    _has_a_name(row)
    if row.is_for_families and not (row.phone or row.email or row.web or row.visit_at):
        raise RefusedError(
            _("What is shown to families can be reached."), do=_("Write a phone, an e-mail, a web page or a place.")
        )
    if row.phone and not PHONE.fullmatch(row.phone):
        raise RefusedError(_("A phone number is digits."), do=_("Write it as 38 07 50 00."))
    _is_valid(row.email, validate_email, _("The e-mail address is not complete."))
    _is_valid(row.web, URLValidator(schemes=["https"]), _("The web page must begin with https://."))


@_check.register
def _capacity(row: Capacity) -> None:
    if row.places is None and row.minutes_a_week is None:
        raise RefusedError(_("Say how many places there are, or how many hours a week."))


def _has_a_name(row: Function | Room | Service) -> None:
    if not row.name_nb:
        raise RefusedError(_("It needs a name."))


def _is_valid(value: str, validate: Callable[[str], None], otherwise: str) -> None:
    try:
        if value:
            validate(value)
    except ValidationError as error:
        raise RefusedError(otherwise) from error


def _is_staff(user_id: int) -> bool:
    return Grant.objects.in_force(timezone.localdate()).filter(user=user_id, role__in=STAFF).exists()


def _held_by_her_meanwhile(row: Holding) -> bool:
    """A day of it on which she holds the same function by another row."""
    others = Holding.objects.filter(function=row.function_id, user=row.user_id).exclude(pk=row.pk)
    return any(
        (one.end is None or one.end >= row.start) and (row.end is None or one.start <= row.end) for one in others
    )
