"""Who receives a report: the leaders of the pupil's school, and the municipality's named officials."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet

from skoleporten.access.actor import Actor
from skoleporten.access.models import Grant, Role, User
from skoleporten.duties.models import EnvironmentReport, Official
from skoleporten.people.models import Enrolment, Pupil


def school_of(by: Actor, pupil: Pupil, today: dt.date) -> int | None:
    """Where the pupil goes today; the school of whoever reports first."""
    stays = Enrolment.objects.on(today).filter(pupil=pupil).order_by("-start", "-school_id")
    schools = list(stays.values_list("school_id", flat=True))
    return next((school for school in schools if school in by.school_ids), schools[0] if schools else None)


def reaches_municipality(report: EnvironmentReport, today: dt.date) -> bool:
    """Whether anybody there can open it here. A protected pupil is opened by name only, and to an official never."""
    return not report.pupil.protected and officials(today).exists()


def leaders_of(school_id: int | None, today: dt.date) -> QuerySet[User]:
    grants = Grant.objects.in_force(today).filter(role=Role.SCHOOL_LEADER, school=school_id, pupil__isnull=True)
    return User.objects.filter(pk__in=grants.values("user"))


def officials(today: dt.date) -> QuerySet[User]:
    return User.objects.filter(pk__in=Official.objects.in_office(today).values("user"))
