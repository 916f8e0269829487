"""Guardians and pupils as they act, also those whom the gate lets see nobody."""

from __future__ import annotations

from skoleporten.access.actor import Actor
from skoleporten.access.models import User
from skoleporten.access.roles import Role
from skoleporten.people.models import Guardian, Pupil
from tests.factories import make_pupil_account


def guardian_actor(guardian: Guardian) -> Actor:
    return _actor(guardian.user, Role.GUARDIAN)


def pupil_actor(pupil: Pupil) -> Actor:
    """With an account, made where there is none."""
    account = getattr(pupil, "account", None) or make_pupil_account(pupil)
    return _actor(account.user, Role.PUPIL)


def _actor(user: User, role: Role) -> Actor:
    return Actor(user_id=user.pk, user_public_id=str(user.public_id), name=str(user), role=role)
