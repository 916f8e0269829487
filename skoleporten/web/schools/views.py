"""The schools: grades, classes and how many pupils, never who."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from skoleporten.access.models import Role
from skoleporten.rules import calendar
from skoleporten.rules.errors import RefusedError
from skoleporten.schools import actions
from skoleporten.schools.models import School
from skoleporten.schools.queries import count_in_use, visible_schools
from skoleporten.web.components import Crumb
from skoleporten.web.policy import policy
from skoleporten.web.requests import ActingRequest
from skoleporten.web.schools import calendar_presenter as presenter
from skoleporten.web.schools import queries
from skoleporten.web.schools.forms import SchoolForm

BOTH = {Role.SCHOOL_LEADER, Role.ADMINISTRATOR}


@policy(roles=BOTH, purpose=None)
def all_schools(request: ActingRequest) -> HttpResponse:
    schools = list(visible_schools(request.actor).order_by("-is_active", "name"))
    if len(schools) == 1 and request.actor.role == Role.SCHOOL_LEADER:
        return redirect("school", school=schools[0].public_id)
    year = calendar.school_year(request.today)
    pupils = queries.pupils_by_school(request.actor, schools, request.today)
    days = queries.school_days(schools, year)
    rows = [
        (school, pupils.get(school.pk, 0), days.get(school.pk, 0), reverse("school", args=[school.public_id]))
        for school in schools
    ]
    context = {
        "table": presenter.school_table(rows),
        "has_schools": bool(schools),
        "schools": len(schools),
        "pupils": sum(pupils.values()),
        "year": year,
        "is_administrator": request.actor.role == Role.ADMINISTRATOR,
    }
    return render(request, "schools/all.html", context)


@policy(roles=BOTH, purpose=None)
def one_school(request: ActingRequest, school: uuid.UUID) -> HttpResponse:
    found = _school(request, school)
    year = calendar.school_year(request.today)
    by_grade = queries.pupils_by_grade(request.actor, found, request.today)
    classes = queries.class_counts(request.actor, found, request.today, year)
    context = {
        "school": found,
        "trail": [Crumb(_("Schools"), reverse("schools")), Crumb(found.name)],
        "grades": presenter.grade_table(found, by_grade),
        "pupils": sum(by_grade.values()),
        "classes": presenter.class_table(classes),
        "has_classes": bool(classes),
        "freshness": queries.freshness(found, request.today),
        "count": count_in_use(found, year),
        "year": year,
        "next_year": year + 1,
        "year_label": f"{year}/{(year + 1) % 100:02d}",
        "is_administrator": request.actor.role == Role.ADMINISTRATOR,
    }
    return render(request, "schools/one.html", context)


@policy(roles={Role.ADMINISTRATOR}, purpose=None, writes=True)
def change_school(request: ActingRequest, school: uuid.UUID) -> HttpResponse:
    found = _school(request, school)
    form = SchoolForm(request.POST or None, initial=vars(found))
    if form.is_valid():
        try:
            actions.change_school(by=request.actor, school=found, **form.cleaned_data)
        except RefusedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The school has been changed."))
            return redirect("school", school=found.public_id)
    url = reverse("school", args=[found.public_id])
    trail = [Crumb(_("Schools"), reverse("schools")), Crumb(found.name, url), Crumb(_("Change the school"))]
    return render(request, "schools/change.html", {"school": found, "form": form, "trail": trail})


def _school(request: ActingRequest, public_id: uuid.UUID) -> School:
    return get_object_or_404(visible_schools(request.actor), public_id=public_id)
