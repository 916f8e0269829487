"""A new way in for somebody: at once, or for an administrator after another administrator has confirmed it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from skoleporten.access import identity_actions, second_factor_actions, two_people, user_actions
from skoleporten.access.actor import Actor
from skoleporten.access.models import Role, User
from skoleporten.access.ways_in import WayInChange
from skoleporten.audit.actions import record
from skoleporten.rules.errors import RefusedError

Kind = WayInChange.Kind


@dataclass(frozen=True)
class Outcome:
    """`token` is the secret of an invitation, shown once."""

    is_waiting: bool = False
    token: str | None = None


@transaction.atomic
def change(*, by: Actor, user: User, kind: str, why: str = "", issuer: str = "", subject: str = "") -> Outcome:
    """Said twice, while it waits, it is one proposal."""
    wish = WayInChange(user=user, kind=kind, why=why, issuer=issuer, subject=subject, proposed_by_id=by.user_id)
    if not two_people.needs_two(by, user):
        return Outcome(token=_carry_out(by, wish, None))
    _refuse_unless_possible(by, wish)
    told = {"user": user, "kind": kind, "why": why, "issuer": issuer, "subject": subject}
    if not WayInChange.objects.waiting().filter(proposed_by=by.user_id, **told).exists():
        wish.needs_two = True
        wish.save()
        record(
            by=by, action="access.way_in_proposed", object_type="user", object_id=user.public_id,
            details={"kind": str(kind)},
        )  # fmt: skip
    return Outcome(is_waiting=True)


@transaction.atomic
def confirm(*, by: Actor, wish: WayInChange, today: dt.date) -> str | None:
    """By an administrator who is another person than both the one who wants it and the one it is for."""
    two_people.second(by, wish.proposed_by, today, but=wish.user_id)
    _decide(by, wish, is_done=True)
    return _carry_out(by, wish, wish)


@transaction.atomic
def reject(*, by: Actor, wish: WayInChange) -> None:
    """Also by the one who wanted it, and by the one it is for."""
    if by.role != Role.ADMINISTRATOR:
        raise RefusedError(_("Another administrator must confirm it."))
    _decide(by, wish, is_done=False)


def _decide(by: Actor, wish: WayInChange, *, is_done: bool) -> None:
    """Once, whoever comes first, and not when it has waited too long."""
    values = {"decided_by_id": by.user_id, "decided_at": timezone.now(), "is_done": is_done}
    if not WayInChange.objects.waiting().filter(pk=wish.pk).update(**values):
        raise RefusedError(_("It is decided already."))
    wish.refresh_from_db()
    action = "access.way_in_confirmed" if is_done else "access.way_in_rejected"
    record(by=by, action=action, object_type="user", object_id=wish.user.public_id, details={"kind": str(wish.kind)})


def _carry_out(by: Actor, wish: WayInChange, confirmed: WayInChange | None) -> str | None:
    if wish.kind == Kind.INVITATION:
        return user_actions.invite(by=by, user=wish.user, confirmed=confirmed)
    if wish.kind == Kind.SECOND_FACTOR:
        return second_factor_actions.remove_second_factor(by=by, user=wish.user, why=wish.why, confirmed=confirmed)
    told = {"issuer": wish.issuer, "subject": wish.subject}
    identity_actions.link_identity(by=by, user=wish.user, confirmed=confirmed, **told)
    return None


def _refuse_unless_possible(by: Actor, wish: WayInChange) -> None:
    """What could not be done today is not written down either."""
    if wish.kind == Kind.INVITATION:
        user_actions.refuse_to_invite(by=by, user=wish.user)
    elif wish.kind == Kind.SECOND_FACTOR:
        second_factor_actions.refuse_unless_helped(by=by, user=wish.user, why=wish.why)
    else:
        identity_actions.refuse_to_link(by=by, user=wish.user, issuer=wish.issuer, subject=wish.subject)
