"""Who somebody is today: the roles in force, and the one actor to act as."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.apps import apps
from django.db.models import Exists, QuerySet

from skoleporten.access.actor import Actor
from skoleporten.access.models import Grant, Installation, User
from skoleporten.access.roles import GRANTED, Role


def is_demo() -> bool:
    return Installation.objects.filter(is_demo=True).exists()


def demo_users() -> QuerySet[User]:
    """In the order they were made; empty unless the database is marked demo."""
    return User.objects.filter(is_demo=True, is_active=True).order_by("pk") if is_demo() else User.objects.none()


def grants_in_force(user: User, today: dt.date) -> QuerySet[Grant]:
    return Grant.objects.in_force(today).filter(user=user).select_related("school")


def roles_of(user: User, today: dt.date) -> list[Role]:
    """The roles a person may choose between today, in the order of `Role`."""
    return _roles(user, list(grants_in_force(user, today)))


def actor_of(user: User, today: dt.date, role: str | None = None, request_id: str = "") -> Actor | None:
    """The person in one role: the one asked for if held today, else the first. None who holds none."""
    grants = list(grants_in_force(user, today))
    held = _roles(user, grants)
    if not held:
        return None
    chosen = next((one for one in held if one == role), held[0])
    schools = [grant.school for grant in grants if grant.role == chosen and grant.school and gives_role(grant)]
    return Actor(
        user_id=user.pk,
        user_public_id=str(user.public_id),
        name=str(user),
        role=chosen.value,
        unit=", ".join(sorted({school.name for school in schools}))[:200],
        school_ids=frozenset(school.pk for school in schools),
        is_demo=user.is_demo,
        request_id=request_id,
        held=tuple(one.value for one in held),
    )


def gives_role(grant: Grant) -> bool:
    """Whether the grant alone makes the person act in its role; one that names a pupil does so for a teacher only."""
    return grant.role in GRANTED and (grant.pupil_id is None or grant.role == Role.TEACHER)


def _roles(user: User, grants: list[Grant]) -> list[Role]:
    held = {grant.role for grant in grants if gives_role(grant)}
    if user.is_active:
        held |= _by_relation(user)
    return [role for role in Role if role in held]


def _by_relation(user: User) -> set[str]:
    """A guardian is one also when barred: the gate shows her nobody, and no answer tells the one from the other."""
    has = User.objects.filter(pk=user.pk).values_list(
        Exists(_rows("people.Guardian").filter(user=user.pk)),
        Exists(_rows("people.PupilAccount").filter(user=user.pk, ended_at__isnull=True)),
    )
    is_guardian, is_pupil = has.get()
    return {role for role, holds in ((Role.GUARDIAN, is_guardian), (Role.PUPIL, is_pupil)) if holds}


def _rows(model: str) -> QuerySet[Any]:
    return apps.get_model(model)._base_manager.all()
