"""The calendar of the municipality or of a school: seen, entered, and taken into use as a step of its own."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from skoleporten.access.models import Role
from skoleporten.concerns.jobs import check_after_import
from skoleporten.imports.queries import last_date
from skoleporten.rules.errors import RefusedError
from skoleporten.schools import actions, queries
from skoleporten.schools.calendar_plan import DayCount, plan_of
from skoleporten.schools.models import USUAL_SCHOOL_DAYS, CalendarDay, CalendarEntry
from skoleporten.web.policy import policy
from skoleporten.web.requests import ActingRequest
from skoleporten.web.schools import calendar_presenter as presenter
from skoleporten.web.schools.forms import WEEKDAYS, EntryForm, LengthsForm, YearForm
from skoleporten.web.schools.scope import Scope, scope_of

BOTH = {Role.SCHOOL_LEADER, Role.ADMINISTRATOR}
USUAL_FIRST_DAY, USUAL_LAST_DAY = (8, 18), (6, 19)


@policy(roles=BOTH, purpose=None)
def show(request: ActingRequest, year: int, school: uuid.UUID | None = None) -> HttpResponse:
    scope = scope_of(request, year, school)
    context = _entered(scope) if scope.school_year else _not_entered(scope)
    return render(
        request, "schools/calendar.html", {"scope": scope, "trail": scope.trail(), **_neighbours(scope), **context}
    )


def _neighbours(scope: Scope) -> dict[str, Any]:
    before, after = replace(scope, year=scope.year - 1), replace(scope, year=scope.year + 1)
    return {
        "previous_url": before.url("calendar"),
        "previous_label": before.label,
        "next_url": after.url("calendar"),
        "next_label": after.label,
    }


def _entered(scope: Scope) -> dict[str, Any]:
    school_year = scope.entered_year()
    plan = plan_of(school_year)
    count = DayCount.of(plan.school_dates(scope.school))
    waiting = queries.schools_to_update(school_year, scope.schools())
    finding = presenter.finding(count, school_year.expected_days)
    return {
        "is_entered": True,
        "figures": presenter.key_figures(count, school_year.expected_days),
        "calendar": presenter.year_calendar(
            title=_("The calendar day by day"),
            finding=finding,
            marks=presenter.marks_of_plan(plan, scope.school),
            first=school_year.first_day,
            last=school_year.last_day,
        ),
        "months": presenter.month_table(count),
        "is_as_expected": count.total == school_year.expected_days,
        "finding": finding,
        "warnings": presenter.warnings_in_words(plan.warnings(scope.school)),
        "entries": presenter.entry_rows(queries.entries_for(school_year, scope.school), scope),
        "lengths": presenter.length_rows(queries.lengths_for(school_year, scope.school), scope),
        "weekdays": [label for _name, label in WEEKDAYS],
        "waiting": len(waiting),
    }


def _not_entered(scope: Scope) -> dict[str, Any]:
    """A year that nobody has entered here; school days may have come in with a file all the same."""
    dates = _imported_dates(scope)
    if not dates:
        return {"is_entered": False}
    count = DayCount.of(dates)
    return {
        "is_entered": False,
        "figures": presenter.key_figures(count, None),
        "calendar": presenter.year_calendar(
            title=_("The calendar day by day"),
            finding=presenter.finding(count, None),
            marks=presenter.marks_of_days(dates),
            first=min(dates),
            last=max(dates),
        ),
        "months": presenter.month_table(count),
        "may_take_over": scope.may_edit_days,
    }


def _imported_dates(scope: Scope) -> list[dt.date]:
    """Of a school; for the municipality, of the school that has the most days."""
    schools = scope.schools()
    days = CalendarDay.objects.filter(school__in=schools, date__range=queries.year_bounds(scope.year)).order_by("date")
    by_school: dict[int, dict[dt.date, None]] = {}
    for school, date in days.values_list("school", "date").distinct():
        by_school.setdefault(school, {})[date] = None
    return max((list(dates) for dates in by_school.values()), key=len, default=[])


@policy(roles={Role.ADMINISTRATOR}, purpose=None, writes=True)
def set_days(request: ActingRequest, year: int) -> HttpResponse:
    scope = scope_of(request, year, None, to_edit=True)
    form = YearForm(request.POST or None, initial=_year_values(scope))

    def save() -> None:
        actions.set_school_year(by=request.actor, year=year, **form.cleaned_data)

    return _form_page(request, scope, form, save, _("First and last school day"))


def _year_values(scope: Scope) -> dict[str, Any]:
    if scope.school_year:
        return vars(scope.school_year)
    return {
        "first_day": dt.date(scope.year, *USUAL_FIRST_DAY),
        "last_day": dt.date(scope.year + 1, *USUAL_LAST_DAY),
        "expected_days": USUAL_SCHOOL_DAYS,
    }


@policy(roles=BOTH, purpose=None, writes=True)
def add_entry(request: ActingRequest, year: int, school: uuid.UUID | None = None) -> HttpResponse:
    scope = scope_of(request, year, school, to_edit=True)
    school_year = scope.entered_year()
    form = EntryForm(request.POST or None, initial={"kind": CalendarEntry.Kind.FREE})

    def save() -> None:
        actions.add_entry(by=request.actor, school_year=school_year, school=scope.school, **_entry_values(form))

    return _form_page(request, scope, form, save, _("Add a day off, a planning day or an extra school day"))


@policy(roles=BOTH, purpose=None, writes=True)
def change_entry(request: ActingRequest, year: int, entry: uuid.UUID, school: uuid.UUID | None = None) -> HttpResponse:
    scope = scope_of(request, year, school, to_edit=True)
    found = get_object_or_404(CalendarEntry, public_id=entry, school=scope.school, school_year__year=year)
    form = EntryForm(request.POST if "remove" not in request.POST and request.POST else None, initial=vars(found))

    def save() -> None:
        if "remove" in request.POST:
            actions.remove_entry(by=request.actor, entry=found)
        else:
            actions.change_entry(by=request.actor, entry=found, **_entry_values(form))

    return _form_page(
        request,
        scope,
        form,
        save,
        _("Change a line in the calendar"),
        is_ready="remove" in request.POST,
        may_remove=True,
    )


@policy(roles=BOTH, purpose=None, writes=True)
def set_lengths(request: ActingRequest, year: int, school: uuid.UUID | None = None) -> HttpResponse:
    scope = scope_of(request, year, school, to_edit=True)
    school_year = scope.entered_year()
    form = LengthsForm(request.POST or None, initial=_length_values(request, scope))

    def save() -> None:
        actions.set_day_lengths(
            by=request.actor,
            school_year=school_year,
            school=scope.school,
            first_grade=form.cleaned_data["first_grade"],
            last_grade=form.cleaned_data["last_grade"],
            minutes=form.minutes(),
        )

    return _form_page(request, scope, form, save, _("Length of the school day"), is_lengths=True)


def _length_values(request: ActingRequest, scope: Scope) -> dict[str, Any]:
    """The rows that the address names, as `?from=1&to=4`; else the grades of the school."""
    first, last = request.GET.get("from", ""), request.GET.get("to", "")
    if not (first.isdecimal() and last.isdecimal()):
        return {"first_grade": scope.school.first_grade, "last_grade": scope.school.last_grade} if scope.school else {}
    rows = scope.entered_year().day_lengths.filter(
        school=scope.school, first_grade=int(first[:2]), last_grade=int(last[:2])
    )
    return {"first_grade": first, "last_grade": last} | {WEEKDAYS[row.weekday][0]: row.minutes for row in rows}


@policy(roles={Role.ADMINISTRATOR}, purpose=None, writes=True)
@require_POST
def begin_from_days(request: ActingRequest, year: int) -> HttpResponse:
    scope = scope_of(request, year, None, to_edit=True)
    try:
        actions.begin_from_days(by=request.actor, year=year)
    except RefusedError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The calendar can be changed here from now on. No school day has changed."))
    return redirect(scope.url("calendar"))


@policy(roles=BOTH, purpose=None, writes=True)
def use(request: ActingRequest, year: int, school: uuid.UUID | None = None) -> HttpResponse:
    """What would change for which schools, and the button that lets it count."""
    scope = scope_of(request, year, school, to_edit=True)
    school_year = scope.entered_year()
    plan = plan_of(school_year)
    if request.method == "POST":
        if request.POST.get("fingerprint") == plan.fingerprint:
            return _take_into_use(request, scope)
        messages.warning(request, _("The calendar has been changed since you looked. Look through it once more."))
    changes = queries.calendar_changes(school_year, scope.schools())
    context = {
        "scope": scope,
        "trail": scope.trail(_("Take the calendar into use")),
        "rows": presenter.change_rows(changes, school_year.expected_days),
        "unchanged": sum(change.is_none for change in changes),
        "fingerprint": plan.fingerprint,
        "month_tables": [presenter.month_comparison(change) for change in changes] if scope.school else [],
    }
    return render(request, "schools/use.html", context)


def _take_into_use(request: ActingRequest, scope: Scope) -> HttpResponse:
    changes = actions.use_calendar(
        by=request.actor,
        school_year=scope.entered_year(),
        schools=scope.schools(),
        when_changed=_ask_for_check,
    )
    changed = sum(not change.is_none for change in changes)
    text = ngettext(
        "The calendar is in use. The school days of %(number)d school changed.",
        "The calendar is in use. The school days of %(number)d schools changed.",
        changed,
    )
    messages.success(request, text % {"number": changed})
    return redirect(scope.url("calendar"))


def _ask_for_check() -> None:
    """Other school days make other shares of absence: a job counts again, as of the date that files told of last."""
    as_of = last_date()
    check_after_import.enqueue(as_of.isoformat() if as_of else None)


def _entry_values(form: EntryForm) -> dict[str, Any]:
    return form.cleaned_data | {"last_date": form.last_or_first()}


def _form_page(
    request: ActingRequest,
    scope: Scope,
    form: Form,
    save: Callable[[], None],
    heading: str,
    *,
    is_ready: bool = False,
    **more: Any,
) -> HttpResponse:
    """Saves when the form is valid and goes back to the calendar; otherwise shows the form with what is wrong."""
    if is_ready or form.is_valid():
        try:
            save()
        except RefusedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Saved. It counts when the calendar is taken into use."))
            return redirect(scope.url("calendar"))
    context = {"scope": scope, "form": form, "heading": heading, "trail": scope.trail(heading), **more}
    return render(request, "schools/calendar_form.html", context)
