"""Who receives a report: the leaders of the pupil's school, and the municipality's named officials."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet

from skoleporten.access.models import Grant, Role, User
from skoleporten.duties.models import Official


def leaders_of(school_id: int | None, today: dt.date) -> QuerySet[User]:
    grants = Grant.objects.in_force(today).filter(role=Role.SCHOOL_LEADER, school=school_id, pupil__isnull=True)
    return User.objects.filter(pk__in=grants.values("user"))


def officials(today: dt.date) -> QuerySet[User]:
    return User.objects.filter(pk__in=Official.objects.in_office(today).values("user"))
