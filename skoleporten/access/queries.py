"""Who somebody is today: the roles in force and where, and the one actor to act as."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.apps import apps
from django.db.models import Exists, QuerySet

from skoleporten.access.actor import Actor, Held
from skoleporten.access.models import Grant, Installation, User
from skoleporten.access.roles import AT_A_SCHOOL, GRANTED, Role


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


def held_by(user: User, today: dt.date) -> tuple[Held, ...]:
    """Each role, and at each school where it is at one: in the order of `Role`, and by the name of the school."""
    grants = list(grants_in_force(user, today))
    return tuple(one for role in _roles(user, grants) for one in _places(role, grants))


def actor_of(
    user: User, today: dt.date, role: str | None = None, request_id: str = "", school: str = ""
) -> Actor | None:
    """The person in one role at one school: those asked for if held today, else the first. None who holds none.

    `school` is a public id.
    """
    held = held_by(user, today)
    if not held:
        return None
    in_role = [one for one in held if one.role == role] or held
    chosen = next((one for one in in_role if school and one.school == school), in_role[0])
    return Actor(
        user_id=user.pk,
        user_public_id=str(user.public_id),
        name=str(user),
        role=chosen.role,
        unit=chosen.unit[:200],
        school_ids=frozenset([chosen.school_id] if chosen.school_id else []),
        is_demo=user.is_demo,
        request_id=request_id,
        held=held,
    )


def gives_role(grant: Grant) -> bool:
    """Whether the grant alone makes the person act in its role; one that names a pupil does so for a teacher only."""
    return grant.role in GRANTED and (grant.pupil_id is None or grant.role == Role.TEACHER)


def _places(role: Role, grants: list[Grant]) -> list[Held]:
    if role not in AT_A_SCHOOL:
        return [Held(role.value)]
    schools = {grant.school for grant in grants if grant.role == role and grant.school and gives_role(grant)}
    in_order = sorted(schools, key=lambda school: (school.name, school.pk))
    return [Held(role.value, school.pk, str(school.public_id), school.name) for school in in_order]


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
