"""School years, and the change from one to the next: looked through as often as one likes, applied once."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from skoleporten.access import gate
from skoleporten.access.gate import Purpose
from skoleporten.access.models import Role
from skoleporten.people.year_change import action
from skoleporten.people.year_change.plan import Move, Outcome, YearChange, plan_change
from skoleporten.rules import calendar
from skoleporten.rules.errors import RefusedError
from skoleporten.schools.models import CalendarDay, School, SchoolYear, SchoolYearChange
from skoleporten.web import read_log
from skoleporten.web.components import Crumb
from skoleporten.web.policy import policy
from skoleporten.web.requests import ActingRequest
from skoleporten.web.school_years import presenters
from skoleporten.web.school_years.forms import NextSchoolsForm

SHOWN = {Outcome.SCHOOL_UNKNOWN, Outcome.FINISHES, Outcome.GRADE_UNKNOWN}


@policy(roles={Role.ADMINISTRATOR}, purpose=None)
def all_years(request: ActingRequest) -> HttpResponse:
    this_year = calendar.school_year(request.today)
    entered = set(SchoolYear.objects.values_list("year", flat=True))
    years = sorted({this_year - 1, this_year, this_year + 1, *entered}, reverse=True)
    schools = School.objects.filter(is_active=True).count()
    rows = [
        presenters.YearRow(
            year=year,
            label=presenters.label_of(year),
            is_entered=year in entered,
            schools_with_days=_schools_with_days(year),
            schools=schools,
            is_this_year=year == this_year,
            may_change_to=year in {this_year, this_year + 1},
        )
        for year in years
    ]
    return render(request, "school_years/all.html", {"rows": rows})


def _schools_with_days(year: int) -> int:
    days = (calendar.school_year_start(year), calendar.school_year_end(year))
    found = CalendarDay.objects.filter(date__range=days, school__is_active=True).order_by()
    return found.values("school").distinct().count()


@policy(roles={Role.ADMINISTRATOR}, purpose=None, writes=True)
def change(request: ActingRequest, year: int) -> HttpResponse:
    """GET shows the plan, with the next schools that the address names; POST asks for exactly that plan."""
    _check_year(request, year)
    plan, form = _plan(request.POST if request.method == "POST" else request.GET, year)
    if request.method == "POST":
        try:
            action.request_change(
                by=request.actor,
                year=year,
                next_schools=plan.next_schools,
                fingerprint=request.POST.get("fingerprint", ""),
                today=request.today,
            )
        except RefusedError as error:
            messages.error(request, str(error))
            return redirect("school_year_change", year=year)
        return redirect("school_year_state", year=year)
    context = _context(plan, form) | {"is_too_early": request.today < plan.earliest}
    return render(request, "school_years/change.html", context)


def _plan(data: Any, year: int) -> tuple[YearChange, NextSchoolsForm]:
    first = plan_change(year)
    form = NextSchoolsForm(data, first.leaving_schools, first.schools)
    chosen = form.chosen(first.schools)
    return (plan_change(year, chosen) if chosen else first), form


def _context(plan: YearChange, form: NextSchoolsForm) -> dict[str, Any]:
    return {
        "plan": plan,
        "form": form,
        "trail": _trail(plan.year),
        "label": presenters.label_of(plan.year),
        "figures": presenters.figures(plan),
        "notices": presenters.notices(plan),
        "table": presenters.school_table(plan),
        "new_grades": presenters.new_grades(plan),
        "grants": presenters.grant_table(plan.ending_grants) if plan.ending_grants else None,
        "latest": _latest(plan.year),
    }


@policy(roles={Role.ADMINISTRATOR}, purpose=None)
def state(request: ActingRequest, year: int) -> HttpResponse:
    """What became of the change that was asked for. htmx asks for the fragment; without it there is a link."""
    latest = _latest(year)
    if latest is None:
        raise Http404
    context = {
        "change": latest,
        "is_under_way": latest.state == SchoolYearChange.State.ASKED,
        "is_applied": latest.state == SchoolYearChange.State.APPLIED,
        "done": presenters.done_in_words(latest),
        "label": presenters.label_of(year),
        "trail": _trail(year),
    }
    template = "school_years/state.html#outcome" if getattr(request, "htmx", False) else "school_years/state.html"
    return render(request, template, context)


def _latest(year: int) -> SchoolYearChange | None:
    return SchoolYearChange.objects.filter(year=year).first()


def _trail(year: int) -> list[Crumb]:
    here = _("Change to the school year %(year)s") % {"year": presenters.label_of(year)}
    return [Crumb(_("School years"), reverse("school_years")), Crumb(here)]


def _check_year(request: ActingRequest, year: int) -> None:
    """This school year's change may still be made, and the next one's looked through."""
    if year - calendar.school_year(request.today) not in {0, 1}:
        raise Http404


@policy(roles={Role.SCHOOL_LEADER}, purpose=Purpose.FOLLOW_UP)
def leaving_pupils(request: ActingRequest, year: int) -> HttpResponse:
    """Own pupils whose enrolment ends with the year, by name: those for whom somebody must know where they go."""
    _check_year(request, year)
    in_view = gate.pupils(request.actor, Purpose.FOLLOW_UP, request.today)
    plan = plan_change(year, pupils=in_view)
    own = [move for move in plan.moves if move.enrolment.school_id in request.actor.school_ids]
    moves = sorted((move for move in own if move.outcome in SHOWN), key=lambda move: str(move.enrolment.pupil))
    shown = [move.enrolment.pupil.public_id for move in moves]
    read_log.shown(request, shown, action="school_years.leaving_listed", purpose=Purpose.FOLLOW_UP)
    context = {
        "label": presenters.label_of(year),
        "trail": [Crumb(_("Schools"), reverse("schools")), Crumb(_("Pupils at the change of school year"))],
        "unknown": _table(moves, Outcome.SCHOOL_UNKNOWN, _("Next school not known")),
        "finishing": _table(moves, Outcome.FINISHES, _("Finish compulsory school")),
        "without_grade": _table(moves, Outcome.GRADE_UNKNOWN, _("Grade not known")),
        "continuing": sum(move.outcome is Outcome.CONTINUES for move in own),
    }
    return render(request, "school_years/leaving.html", context)


def _table(moves: list[Move], outcome: Outcome, caption: str) -> Any:
    chosen = [move for move in moves if move.outcome is outcome]
    urls = {move.enrolment.pupil_id: reverse("pupil", args=[move.enrolment.pupil.public_id]) for move in chosen}
    return presenters.pupil_table(chosen, urls, caption) if chosen else None
