"""The calendar in from a file, looked through line by line before it is entered, and out again."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from pathlib import PurePath
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.forms import BaseFormSet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from skoleporten.access.models import Role
from skoleporten.rules import calendar
from skoleporten.rules.errors import RefusedError
from skoleporten.schools import actions, queries
from skoleporten.schools.calendar_files import ics, sheet
from skoleporten.schools.calendar_files.draft import (
    Draft,
    LengthLine,
    Line,
    LineKind,
    YearDraft,
    in_school_year,
)
from skoleporten.schools.calendar_plan import CalendarPlan, DayCount
from skoleporten.schools.models import USUAL_SCHOOL_DAYS
from skoleporten.web.policy import policy
from skoleporten.web.requests import ActingRequest
from skoleporten.web.schools import calendar_presenter as presenter
from skoleporten.web.schools.forms import (
    LEAVE_OUT,
    MOST_LINES_IN_A_YEAR,
    FileForm,
    LengthLineFormSet,
    LineFormSet,
    YearForm,
)
from skoleporten.web.schools.scope import Scope, scope_of

BOTH = {Role.SCHOOL_LEADER, Role.ADMINISTRATOR}
LINES, LENGTHS = "lines", "lengths"


@policy(roles=BOTH, purpose=None, writes=True)
def hand_in(request: ActingRequest, year: int, school: uuid.UUID | None = None) -> HttpResponse:
    """Two steps at one address: the file, then what it says with a choice for each line."""
    scope = scope_of(request, year, school, to_edit=True)
    if scope.school:
        scope.entered_year()
    if "lines-TOTAL_FORMS" in request.POST:
        return _enter(request, scope)
    form = FileForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            return _look_through(request, scope, _drafts(scope, _read(form.cleaned_data["file"])))
        except RefusedError as error:
            form.add_error("file", str(error))
    context = {"scope": scope, "form": form, "trail": scope.trail(_("Hand in a calendar file"))}
    return render(request, "schools/calendar_file.html", context)


def _read(file: UploadedFile) -> Draft:
    name = PurePath(file.name or "").name
    content = file.read()
    is_ics = name.lower().endswith(".ics") or content.lstrip()[:15].upper() == b"BEGIN:VCALENDAR"
    return ics.read(content, name) if is_ics else sheet.read(content, name)


def _drafts(scope: Scope, draft: Draft) -> YearDraft:
    found = in_school_year(draft, *queries.year_bounds(scope.year))
    if not (found.entries or found.unknown or found.lengths or found.first_day or found.problems):
        raise RefusedError(
            _("The file has no days in the school year %(year)s.") % {"year": scope.label},
            do=_("Choose the right year, or another file."),
        )
    if len(found.entries) + len(found.unknown) > MOST_LINES_IN_A_YEAR:
        raise RefusedError(
            _("The file has more lines in one year than a school calendar has."),
            do=_("Hand in only the school calendar."),
        )
    return found


def _look_through(request: ActingRequest, scope: Scope, found: YearDraft) -> HttpResponse:
    lines = LineFormSet(prefix=LINES, initial=[*_line_values(found.entries), *_line_values(found.unknown)])
    lengths = LengthLineFormSet(prefix=LENGTHS, initial=[vars(length) for length in found.lengths])
    days = None if scope.school else YearForm(initial=_day_values(scope, found))
    return _preview(request, scope, lines, lengths, days, found)


def _line_values(lines: Iterable[Line]) -> list[dict[str, Any]]:
    return [
        {
            "first_date": line.first_date,
            "last_date": line.last_date,
            "name": line.name,
            "kind": LEAVE_OUT if line.kind is LineKind.UNKNOWN else line.kind.value,
        }
        for line in lines
    ]


def _day_values(scope: Scope, found: YearDraft) -> dict[str, Any]:
    entered = scope.school_year
    return {
        "first_day": found.first_day or (entered and entered.first_day),
        "last_day": found.last_day or (entered and entered.last_day),
        "expected_days": entered.expected_days if entered else USUAL_SCHOOL_DAYS,
    }


def _preview(
    request: ActingRequest,
    scope: Scope,
    lines: BaseFormSet[Any],
    lengths: BaseFormSet[Any],
    days: YearForm | None,
    found: YearDraft | None = None,
) -> HttpResponse:
    context = {
        "scope": scope,
        "trail": scope.trail(_("Hand in a calendar file")),
        "lines": lines,
        "rows": [(form, _dates(form)) for form in lines],
        "lengths": lengths,
        "number_of_lengths": len(lengths.forms),
        "days": days,
        "problems": found.problems if found else (),
        "lines_outside": found.lines_outside if found else 0,
        "has_unknown": bool(found and found.unknown),
        "count": _count(scope, found) if found else None,
    }
    return render(request, "schools/calendar_file_preview.html", context)


def _dates(form: Any) -> str:
    values = form.cleaned_data if form.is_bound and form.is_valid() else form.initial
    return presenter.dates_in_words(values["first_date"], values["last_date"]) if values else ""


def _count(scope: Scope, found: YearDraft) -> dict[str, Any] | None:
    """The days of the municipality's calendar as the file has it; None where it does not say first and last day."""
    values = _day_values(scope, found)
    if scope.school or not (values["first_day"] and values["last_day"]):
        return None
    entries = tuple(
        calendar.CalendarEntry(calendar.EntryKind(line.kind.value), line.first_date, line.last_date)
        for line in found.entries
    )
    span = calendar.SchoolYearSpan(scope.year, values["first_day"], values["last_day"])
    count = DayCount.of(CalendarPlan(span, entries, ()).school_dates(None))
    return {
        "finding": presenter.finding(count, values["expected_days"]),
        "is_as_expected": count.total == values["expected_days"],
        "months": presenter.month_table(count),
    }


def _enter(request: ActingRequest, scope: Scope) -> HttpResponse:
    lines, lengths = LineFormSet(request.POST, prefix=LINES), LengthLineFormSet(request.POST, prefix=LENGTHS)
    days = None if scope.school else YearForm(request.POST)
    forms = [form for form in (lines, lengths, days) if form is not None]
    valid = [form.is_valid() for form in forms]
    if not all(valid):
        return _preview(request, scope, lines, lengths, days)
    try:
        _save(request, scope, lines, lengths, days)
    except RefusedError as error:
        messages.error(request, str(error))
        return redirect(scope.url("calendar_file"))
    messages.success(request, _("The file has been entered. It counts when the calendar is taken into use."))
    return redirect(scope.url("calendar"))


def _save(
    request: ActingRequest, scope: Scope, lines: BaseFormSet[Any], lengths: BaseFormSet[Any], days: YearForm | None
) -> None:
    chosen = [form.cleaned_data for form in lines if form.cleaned_data["kind"] != LEAVE_OUT]
    actions.enter_file(
        by=request.actor,
        year=scope.year,
        school=scope.school,
        days=days.cleaned_data if days else None,
        lines=[Line(**values | {"kind": LineKind(values["kind"])}) for values in chosen],
        lengths=[LengthLine(**form.cleaned_data) for form in lengths],
    )


@policy(roles=BOTH, purpose=None)
def as_ics(request: ActingRequest, year: int, school: uuid.UUID | None = None) -> HttpResponse:
    scope = scope_of(request, year, school)
    name = f"{_('School calendar %(year)s') % {'year': scope.label}}, {scope.whose}"
    content = ics.write(_exported(scope), name=name, now=timezone.now())
    return _download(scope, content, "ics", "text/calendar; charset=utf-8")


@policy(roles=BOTH, purpose=None)
def as_csv(request: ActingRequest, year: int, school: uuid.UUID | None = None) -> HttpResponse:
    scope = scope_of(request, year, school)
    lengths = [
        LengthLine(row.first_grade, row.last_grade, row.weekday, row.minutes)
        for row in queries.lengths_for(scope.entered_year(), scope.school)
    ]
    content = sheet.write([line for _uid, line in _exported(scope)], lengths)
    return _download(scope, content, "csv", "text/csv; charset=utf-8")


def _exported(scope: Scope) -> list[tuple[str, Line]]:
    """The first and last day too, so that the file says the whole calendar."""
    school_year = scope.entered_year()
    ends = [
        (LineKind.FIRST_DAY, school_year.first_day, _("First school day")),
        (LineKind.LAST_DAY, school_year.last_day, _("Last school day")),
    ]
    entries = [
        (str(entry.public_id), Line(entry.first_date, entry.last_date, LineKind(entry.kind), str(entry)))
        for entry in queries.entries_for(school_year, scope.school)
    ]
    marks = [(f"{kind.value}-{scope.year}", Line(day, day, kind, name)) for kind, day, name in ends]
    return sorted([*entries, *marks], key=lambda pair: pair[1])


def _download(scope: Scope, content: bytes, ending: str, content_type: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="skolerute-{scope.year}-{scope.year + 1}.{ending}"'
    return response
