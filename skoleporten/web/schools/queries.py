"""Numbers of pupils and how fresh they are. Counts go through the gate where the reader may see pupils at all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Max, QuerySet

from skoleporten.absence.models import AbsenceEvent
from skoleporten.access import gate
from skoleporten.access.actor import Actor
from skoleporten.access.models import Role
from skoleporten.imports.models import Import
from skoleporten.people.models import Enrolment, SchoolClass
from skoleporten.schools.models import CalendarDay, School
from skoleporten.schools.queries import year_bounds


@dataclass(frozen=True)
class ClassCount:
    name: str
    grade: int | None
    pupils: int


@dataclass(frozen=True)
class Freshness:
    """Each is None where there is nothing yet."""

    last_absence: dt.date | None
    last_import: dt.datetime | None


def enrolments_in_view(
    actor: Actor, schools: Sequence[School] | QuerySet[School], today: dt.date
) -> QuerySet[Enrolment]:
    """An administrator counts everybody and sees nobody; everyone else counts those in view."""
    found = Enrolment.objects.on(today).filter(school__in=schools)
    if actor.role == Role.ADMINISTRATOR:
        return found
    return found.filter(pupil__in=gate.pupils(actor, gate.Purpose.FOLLOW_UP, today))


def pupils_by_school(actor: Actor, schools: Sequence[School], today: dt.date) -> dict[int, int]:
    rows = enrolments_in_view(actor, schools, today).order_by().values("school")
    return dict(rows.annotate(pupils=Count("pupil", distinct=True)).values_list("school", "pupils"))


def pupils_by_grade(actor: Actor, school: School, today: dt.date) -> dict[int | None, int]:
    """The key None holds pupils whose grade no file has told."""
    rows = enrolments_in_view(actor, [school], today).order_by("grade").values("grade")
    return dict(rows.annotate(pupils=Count("pupil", distinct=True)).values_list("grade", "pupils"))


def class_counts(actor: Actor, school: School, today: dt.date, year: int) -> list[ClassCount]:
    rows = enrolments_in_view(actor, [school], today).order_by().values("school_class")
    counted = rows.annotate(pupils=Count("pupil", distinct=True)).values_list("school_class", "pupils")
    pupils = {key: number for key, number in counted if key is not None}
    classes = SchoolClass.objects.filter(school=school, school_year=year).order_by("grade", "name")
    return [ClassCount(found.name, found.grade, pupils.get(found.pk, 0)) for found in classes]


def school_days(schools: Sequence[School], year: int) -> dict[int, int]:
    days = CalendarDay.objects.filter(school__in=schools, date__range=year_bounds(year)).order_by().values("school")
    return dict(days.annotate(days=Count("date", distinct=True)).values_list("school", "days"))


def freshness(school: School, today: dt.date) -> Freshness:
    enrolled = Enrolment.objects.on(today).filter(school=school).values("pupil")
    told = AbsenceEvent.objects.current().of_the_schools().filter(pupil__in=enrolled, school=school)
    last_absence = told.aggregate(last=Max("date"))
    last_import = Import.objects.filter(state=Import.State.APPLIED).aggregate(last=Max("applied_at"))
    return Freshness(last_absence["last"], last_import["last"])
