"""Who somebody is today: the roles in force, and the one actor to act as."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet

from skoleporten.access.actor import Actor
from skoleporten.access.models import Grant, Installation, Role, User


def is_demo() -> bool:
    return Installation.objects.filter(is_demo=True).exists()


def demo_users() -> QuerySet[User]:
    """In the order they were made; empty unless the database is marked demo."""
    return User.objects.filter(is_demo=True, is_active=True).order_by("pk") if is_demo() else User.objects.none()


def grants_in_force(user: User, today: dt.date) -> QuerySet[Grant]:
    return Grant.objects.in_force(today).filter(user=user).select_related("school")


def roles_of(user: User, today: dt.date) -> list[Role]:
    """The roles a person may choose between today, in the order of `Role`."""
    held = set(grants_in_force(user, today).values_list("role", flat=True))
    return [role for role in Role if role in held]


def actor_of(user: User, today: dt.date, role: str | None = None, request_id: str = "") -> Actor | None:
    """The person in one role: the one asked for if held today, else the first. None without a grant in force."""
    grants = [grant for grant in grants_in_force(user, today) if grant.pupil_id is None]
    held = [one for one in Role if any(grant.role == one for grant in grants)]
    if not held:
        return None
    chosen = next((one for one in held if one == role), held[0])
    schools = [grant.school for grant in grants if grant.role == chosen and grant.school]
    return Actor(
        user_id=user.pk,
        user_public_id=str(user.public_id),
        name=str(user),
        role=chosen.value,
        unit=", ".join(sorted({school.name for school in schools}))[:200],
        school_ids=frozenset(school.pk for school in schools),
        is_demo=user.is_demo,
        request_id=request_id,
    )
