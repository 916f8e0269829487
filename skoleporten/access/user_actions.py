"""An administrator's work with users. No password is ever sent or seen: a person chooses it through a link."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from skoleporten.access import actions, two_people
from skoleporten.access.actor import Actor
from skoleporten.access.models import Grant, User
from skoleporten.access.pending import Invitation, hashed
from skoleporten.access.ways_in import WayInChange
from skoleporten.audit.actions import record
from skoleporten.rules.errors import RefusedError

DAYS_AN_INVITATION_LASTS = 7
TO_ENROL = dt.timedelta(hours=1)
SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's
SIGNS_OF_A_CODE = 16  # of five bits each


@transaction.atomic
def invite(*, by: Actor, user: User, confirmed: WayInChange | None = None) -> str:
    """The secret of the link, shown once. An earlier link stops working."""
    refuse_to_invite(by=by, user=user)
    two_people.settle(by, user, WayInChange.Kind.INVITATION, confirmed)
    return new_link(by=by, user=user)


def refuse_to_invite(*, by: Actor, user: User) -> None:
    if not user.is_active:
        raise RefusedError(_("The user is closed."), do=_("Open the user again first."))
    if by.user_id == user.pk:
        raise RefusedError(_("You can not invite yourself."), do=_("Change your password on your own page."))


@transaction.atomic
def new_link(*, by: Actor, user: User) -> str:
    """For what has been settled already."""
    return _invited(by, user, secrets.token_urlsafe(32), DAYS_AN_INVITATION_LASTS)


@transaction.atomic
def new_code(*, by: Actor, user: User, days: int) -> str:
    """The same as a code for paper, that is typed: four times four signs, of which none looks like another."""
    signs = "".join(secrets.choice(SIGNS) for _each in range(SIGNS_OF_A_CODE))
    _invited(by, user, signs, days)
    return "-".join(signs[at : at + 4] for at in range(0, SIGNS_OF_A_CODE, 4))


def as_token(typed: str) -> str:
    """What somebody has typed from paper, as the secret that it stands for."""
    signs = typed.upper().replace("O", "0").replace("I", "1").replace("L", "1")
    return "".join(sign for sign in signs if sign in SIGNS)[: SIGNS_OF_A_CODE + 1]


def _invited(by: Actor, user: User, token: str, days: int) -> str:
    now = timezone.now()
    user.invitations.filter(ended_at=None).update(ended_at=now)
    Invitation.objects.create(
        user=user,
        token_hash=hashed(token),
        made_by_id=by.user_id,
        expires_at=now + dt.timedelta(days=days),
    )
    record(by=by, action="access.invited", object_type="user", object_id=user.public_id)
    return token


@transaction.atomic
def accept_invitation(*, by: Actor, token: str, password: str | None) -> User:
    """Once. Without a password for whoever comes in through a provider. A first second factor is chosen within the
    hour: later the password, or one factor at the provider, would be all that stands before it.
    """
    invitation = Invitation.objects.open(token)
    taken = Invitation.objects.filter(pk=invitation.pk, ended_at=None) if invitation else None
    if invitation is None or taken is None or not taken.update(ended_at=timezone.now()):
        raise RefusedError(_("The link is used or too old."), do=_("Ask for a new one."))
    user = invitation.user
    if password is None and not user.identities.exists():
        raise RefusedError(_("Choose a password."))
    if password is not None:
        _set_password(user, password)
    _set(user, may_enrol_until=timezone.now() + TO_ENROL)
    record(by=by, action="access.invitation_used", object_type="user", object_id=user.public_id)
    return user


@transaction.atomic
def close_user(*, by: Actor, user: User, at_once: bool = False) -> None:
    """Ends every grant and keeps the person out from the next request on. `at_once` as in `end_grant`."""
    if by.user_id == user.pk:
        raise RefusedError(_("You can not close your own user."), do=_("Ask another administrator."))
    for grant in Grant.objects.filter(user=user, ended_at=None):
        actions.end_grant(by=by, grant=grant, at_once=at_once)
    user.invitations.filter(ended_at=None).update(ended_at=timezone.now())
    _set(user, is_active=False)
    record(by=by, action="access.user_closed", object_type="user", object_id=user.public_id)


@transaction.atomic
def open_user(*, by: Actor, user: User) -> None:
    """Without any of the grants that ended when the user was closed."""
    _set(user, is_active=True)
    record(by=by, action="access.user_opened", object_type="user", object_id=user.public_id)


def _set_password(user: User, password: str) -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise RefusedError(" ".join(error.messages)) from error
    user.set_password(password)
    user.save(update_fields=["password"])


def _set(user: User, **values: Any) -> None:
    for name, value in values.items():
        setattr(user, name, value)
    user.save(update_fields=list(values))
