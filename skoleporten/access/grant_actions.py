"""Giving access: what an administrator gives by scope, and what two people give to one pupil by name."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.apps import apps
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from skoleporten.access import actions
from skoleporten.access.actor import Actor
from skoleporten.access.models import Grant, User
from skoleporten.access.pending import PendingGrant
from skoleporten.access.queries import grants_in_force
from skoleporten.access.roles import AT_A_SCHOOL, GRANTED, SEE_NO_PUPIL, Role
from skoleporten.access.signals import access_ended
from skoleporten.audit.actions import record
from skoleporten.rules.errors import RefusedError

GIVE_BY_NAME = frozenset({Role.SCHOOL_LEADER, Role.LEAD})
# Who may be given a pupil by name: everybody who may meet one, and guardians of a protected child.
OPENED_BY_NAME = frozenset({*GRANTED, Role.GUARDIAN} - SEE_NO_PUPIL)


@transaction.atomic
def give(
    *,
    by: Actor,
    user: User,
    role: str,
    start: dt.date,
    end: dt.date | None = None,
    school_id: int | None = None,
    school_class_id: int | None = None,
    grade: int | None = None,
    teaching_group_id: int | None = None,
    reason: str = "",
    source: str = "",
) -> Grant:
    """A role for others, never for oneself and never a pupil by name. `source` is the file that told of it."""
    if by.user_id == user.pk:
        raise RefusedError(_("You can not give yourself access."), do=_("Ask another administrator."))
    if role not in GRANTED:
        raise RefusedError(_("That role follows from a verified relation and can not be given."))
    if not user.is_active:
        raise RefusedError(_("The user is closed."), do=_("Open the user again first."))
    return actions.grant(
        by=by, user=user, role=role, start=start, end=end, school_id=school_id, school_class_id=school_class_id,
        grade=grade, teaching_group_id=teaching_group_id, reason=reason, source=source,
    )  # fmt: skip


@transaction.atomic
def shorten_grant(*, by: Actor, grant: Grant, end: dt.date, at_once: bool = False) -> None:
    """An earlier last day; a later one is a new grant. `at_once` as in end_grant, for a day that is over."""
    if not grant.start <= end < grant.end:
        raise RefusedError(_("The new last day is not within the grant."))
    grant.end = end
    grant.save(update_fields=["end"])
    details = {"end": end.isoformat()}
    record(by=by, action="access.grant_shortened", object_type="grant", object_id=grant.public_id, details=details)
    if end < timezone.localdate():
        access_ended.send(sender=Grant, by=by, user=grant.user, role=grant.role, at_once=at_once)


@transaction.atomic
def propose_by_name(
    *, by: Actor, user: User, role: str, pupil_number: str, start: dt.date, end: dt.date, reason: str
) -> PendingGrant:
    """One of the two. It answers alike whether there is a pupil with that number or not."""
    _refuse_unless_by_name(by, user, role)
    assert by.user_id is not None
    school = _school_of(by, user, role, start) if role in AT_A_SCHOOL else None
    pupil = _pupil(by, pupil_number, start)
    pending = PendingGrant.objects.create(
        user=user, role=role, school_id=school, pupil_number=pupil_number, pupil=pupil, start=start, end=end,
        reason=reason, proposed_by_id=by.user_id,
    )  # fmt: skip
    record(
        by=by, action="access.name_proposed", object_type="user", object_id=user.public_id,
        pupils=[pupil.public_id] if pupil else [], details={"role": role, "end": end.isoformat()},
    )  # fmt: skip
    return pending


@transaction.atomic
def confirm_by_name(*, by: Actor, pending: PendingGrant) -> None:
    """The other of the two, who may neither have proposed it nor be the one who gets it."""
    if by.role not in GIVE_BY_NAME or by.user_id in {pending.proposed_by_id, pending.user_id}:
        raise RefusedError(_("Another person than the one who proposed it must confirm."))
    _decide(by, pending, is_confirmed=True)
    if pending.pupil is None or not pending.user.is_active:
        return
    actions.grant(
        by=by, user=pending.user, role=pending.role, school_id=pending.school_id, pupil_id=pending.pupil_id,
        start=pending.start, end=pending.end, reason=pending.reason,
    )  # fmt: skip


@transaction.atomic
def reject_by_name(*, by: Actor, pending: PendingGrant) -> None:
    if by.role not in GIVE_BY_NAME:
        raise RefusedError(_("Only a school leader or a lead decides this."))
    _decide(by, pending, is_confirmed=False)


def _decide(by: Actor, pending: PendingGrant, *, is_confirmed: bool) -> None:
    """Once: the row that is still undecided is taken, whoever asks first."""
    values = {"decided_by_id": by.user_id, "decided_at": timezone.now(), "is_confirmed": is_confirmed}
    if not PendingGrant.objects.filter(pk=pending.pk, decided_at=None).update(**values):
        raise RefusedError(_("It is decided already."))
    action = "access.name_confirmed" if is_confirmed else "access.name_rejected"
    pupils = [pending.pupil.public_id] if pending.pupil else []
    record(by=by, action=action, object_type="pending_grant", object_id=pending.public_id, pupils=pupils)


def _refuse_unless_by_name(by: Actor, user: User, role: str) -> None:
    if by.role not in GIVE_BY_NAME:
        raise RefusedError(_("Only a school leader or a lead gives access to a pupil by name."))
    if by.role == Role.SCHOOL_LEADER and role not in AT_A_SCHOOL:
        raise RefusedError(_("A school leader gives access to the school’s own staff only."))
    if by.user_id == user.pk:
        raise RefusedError(_("You can not give yourself access."), do=_("Ask another leader."))
    if role not in OPENED_BY_NAME:
        raise RefusedError(_("Nobody in that role sees pupils."))


def _pupil(by: Actor, number: str, day: dt.date) -> Any:
    """A school leader's are those enrolled at her own school that day; a lead's are all."""
    rows = apps.get_model("people", "Pupil")._base_manager.filter(source_id=number)
    if by.role == Role.SCHOOL_LEADER:
        enrolled = apps.get_model("people", "Enrolment")._default_manager.on(day).filter(school__in=by.school_ids)
        rows = rows.filter(pk__in=enrolled.values("pupil"))
    return rows.first()


def _school_of(by: Actor, user: User, role: str, day: dt.date) -> int:
    """Where the person holds the role already; a school leader gives at her own schools only."""
    held = grants_in_force(user, day).filter(role=role, school__isnull=False)
    if by.role == Role.SCHOOL_LEADER:
        held = held.filter(school__in=by.school_ids)
    school = held.values_list("school", flat=True).first()
    if school is None:
        raise RefusedError(_("The person does not hold that role at the school today."))
    return school
