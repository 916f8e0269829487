"""The pupils one may see, and one pupil's absence: on a page and as files."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.paginator import Page, Paginator
from django.db.models import F, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from skoleporten.access import gate
from skoleporten.access.gate import Purpose
from skoleporten.people.models import Pupil
from skoleporten.rules.visibility import What, roles_that_see
from skoleporten.web import read_log, words
from skoleporten.web.concerns.presenters import measure_of, this_year
from skoleporten.web.concerns.visible import visible_pupil
from skoleporten.web.csv_files import csv_response
from skoleporten.web.policy import policy
from skoleporten.web.pupils.page import pupil_page, year_of
from skoleporten.web.pupils.presenters import day_file_headings, day_file_rows
from skoleporten.web.pupils.trails import pupil_trail
from skoleporten.web.pupils.weeks import week_file_headings, week_file_rows, week_rows
from skoleporten.web.requests import ActingRequest
from skoleporten.web.tables import Cell, Column, Sort, Table

A_PAGE = 50
SORTS = {
    "name": ("family_name", "given_name", "id"),
    "class": ("measure__grade", "measure__school_class__name", "family_name", "id"),
}
reads_pupils = policy(roles=roles_that_see(What.ABSENCE), purpose=Purpose.FOLLOW_UP)


class SearchForm(forms.Form):
    q = forms.CharField(label=gettext_lazy("Name"), required=False, max_length=80)


@reads_pupils
def pupil_list(request: ActingRequest) -> HttpResponse:
    form = SearchForm(request.GET)
    sort = Sort.of(request, SORTS, default="name")
    page = Paginator(_found(request, form, sort), A_PAGE).get_page(request.GET.get("page"))
    read_log.shown(request, [pupil.public_id for pupil in page], action="pupils.listed", purpose=Purpose.FOLLOW_UP)
    context = {
        "form": form,
        "page": page,
        "table": _table(page, sort),
        "is_search": bool(request.GET.get("q")),
    }
    return render(request, "pupils/list.html", context)


@reads_pupils
def one_pupil(request: ActingRequest, public_id: str) -> HttpResponse:
    pupil = visible_pupil(request, public_id)
    return pupil_page(request, pupil, pupil_trail(pupil))


@reads_pupils
def days_file(request: ActingRequest, public_id: str) -> HttpResponse:
    pupil = visible_pupil(request, public_id)
    read_log.shown(request, [pupil.public_id], action="pupils.downloaded", purpose=Purpose.FOLLOW_UP)
    year = year_of(request, pupil)
    return csv_response(f"skoleporten-days-{year.year}.csv", day_file_headings(), day_file_rows(year))


@reads_pupils
def weeks_file(request: ActingRequest, public_id: str) -> HttpResponse:
    pupil = visible_pupil(request, public_id)
    read_log.shown(request, [pupil.public_id], action="pupils.downloaded", purpose=Purpose.FOLLOW_UP)
    year = year_of(request, pupil)
    return csv_response(f"skoleporten-weeks-{year.year}.csv", week_file_headings(), week_file_rows(week_rows(year)))


def _found(request: ActingRequest, form: SearchForm, sort: Sort) -> QuerySet[Pupil]:
    pupils = gate.visible_to(request.actor, Purpose.FOLLOW_UP, request.today)
    for word in form.cleaned_data.get("q", "").split() if form.is_valid() else ():
        pupils = pupils.filter(Q(given_name__icontains=word) | Q(family_name__icontains=word))
    first, *rest = SORTS[sort.key]
    leading = F(first).desc(nulls_last=True) if sort.is_descending else F(first).asc(nulls_last=True)
    return pupils.select_related("measure__school_class").order_by(leading, *rest)


def _table(page: Page[Pupil], sort: Sort) -> Table:
    return Table(
        caption=_("Pupils"),
        is_caption_hidden=True,
        columns=[
            Column(_("Name"), sort_key="name"),
            Column(_("Class"), sort_key="class"),
            Column(_("Share of school time away"), is_number=True),
            Column(_("Away this school year")),
        ],
        rows=[_row(pupil) for pupil in page],
        sort=sort,
    )


def _row(pupil: Pupil) -> list[Any]:
    measure = measure_of(pupil)
    name = f"{pupil.family_name}, {pupil.given_name}" if pupil.family_name else pupil.full_name
    return [
        Cell(name, url=reverse("pupil", args=[pupil.public_id])),
        measure.school_class or measure.grade or words.NOTHING if measure else words.NOTHING,
        words.percent(measure.absence_rate if measure else None),
        this_year(measure),
    ]
