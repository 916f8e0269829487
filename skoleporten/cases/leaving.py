"""Whoever leaves the team hands over first. Where access must end at once, her cases go to a lead, who is told.

Access knows nothing of cases: it tells that a role was lost, in the transaction in which it was.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from skoleporten.access.actor import Actor, software
from skoleporten.access.models import User
from skoleporten.audit.actions import record
from skoleporten.cases.members import end_part
from skoleporten.cases.models import OPEN_STAGES, CaseMember
from skoleporten.intake import owners
from skoleporten.rules.errors import RefusedError


def when_access_ends(by: Actor, user: User, role: str, at_once: bool, **signal: Any) -> None:
    today = timezone.localdate()
    if role not in owners.OWNS or owners.may_own(today).filter(pk=user.pk).exists():
        return
    owned = owners.open_ones_of(user)
    if owned.exists() and not at_once:
        _refuse(owned.count())
    given = give_all_to_leads(user, today)
    _end_parts(user, today)
    if given:
        record(
            by=by, action="cases.given_at_once", object_type="user", object_id=user.public_id, details={"cases": given}
        )


def give_all_to_leads(user: User, today: dt.date) -> int:
    """How many were given. One that no lead may see stays where it is, and is asked about again every night."""
    by = software("leaving")
    return sum(
        owners.give_to_a_lead(by=by, intake=intake, today=today) is not None
        for intake in owners.open_ones_of(user).select_related("pupil", "owner")
    )


def give_what_has_no_owner_here(today: dt.date) -> int:
    """Grants run out by their dates, and nobody is there to refuse that."""
    by = software("leaving")
    return sum(
        owners.give_to_a_lead(by=by, intake=intake, today=today) is not None
        for intake in owners.without_owner_here(today).select_related("pupil", "owner")
    )


def _end_parts(user: User, today: dt.date) -> None:
    open_ones = CaseMember.objects.filter(user=user, end__isnull=True, case__intake__state__in=OPEN_STAGES)
    for member in open_ones.select_related("case__intake", "case__pupil"):
        end_part(by=software("leaving"), member=member, last_day=today)


def _refuse(number: int) -> None:
    told = ngettext(
        "The person owns %(count)s open case.", "The person owns %(count)s open cases.", number
    )  # a count, and nothing of whose
    raise RefusedError(
        told % {"count": number},
        do=_("Let the person or a lead hand over first. If it can not wait, end the access at once."),
    )
