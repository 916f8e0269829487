"""Pupils who moved away this school year: until 31 July the school they left sees what is dated before the move."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Prefetch, Q
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from skoleporten.access import gate, reasons
from skoleporten.access.actions import last_day_of_school_year
from skoleporten.access.gate import Purpose
from skoleporten.access.roles import Role
from skoleporten.concerns.models import Concern, ConcernStep, Signal
from skoleporten.people.models import Pupil
from skoleporten.rules.calendar import school_year
from skoleporten.web import read_log
from skoleporten.web.components import Crumb, TimelineEntry
from skoleporten.web.csv_files import csv_response
from skoleporten.web.layout import newest_as_of
from skoleporten.web.policy import policy
from skoleporten.web.pupils import presenters
from skoleporten.web.pupils.calendar import year_calendar, year_name
from skoleporten.web.pupils.weeks import week_figure, week_file_headings, week_file_rows, week_rows
from skoleporten.web.pupils.year import PupilYear, pupil_year
from skoleporten.web.requests import ActingRequest
from skoleporten.web.rules.wording import rule_sets_used
from skoleporten.web.tables import Cell, Column, Table

A_PAGE = 50
ONE_DAY = dt.timedelta(days=1)
reads_moved = policy(roles={Role.SCHOOL_LEADER}, purpose=Purpose.FORMER_SCHOOL)


@reads_moved
def moved_list(request: ActingRequest) -> HttpResponse:
    visible = gate.visible_to(request.actor, Purpose.FORMER_SCHOOL, request.today)
    page = Paginator(visible.order_by("family_name", "given_name", "id"), A_PAGE).get_page(request.GET.get("page"))
    keys = [pupil.public_id for pupil in page]
    read_log.shown(request, keys, action="pupils.listed", purpose=Purpose.FORMER_SCHOOL)
    context = {
        "page": page,
        "table": _table(request, page),
        "until": last_day_of_school_year(request.today),
        "trail": [Crumb(_("Pupils"), reverse("pupils")), Crumb(_("Moved away this school year"))],
    }
    return render(request, "pupils/moved_list.html", context)


@reads_moved
def moved_pupil(request: ActingRequest, public_id: str) -> HttpResponse:
    pupil, before = _left(request, public_id, "pupils.opened")
    year = _year(request, pupil, before)
    newest = school_year(before - ONE_DAY)
    context = {
        "pupil": pupil,
        "last_day": before - ONE_DAY,
        "until": last_day_of_school_year(request.today),
        "unit": request.actor.unit,
        "year": year,
        "year_name": year_name(year.year),
        "years": [(one, year_name(one)) for one in (newest, newest - 1)],
        "trail": [
            Crumb(_("Pupils"), reverse("pupils")),
            Crumb(_("Moved away this school year"), reverse("moved_pupils")),
            Crumb(pupil.full_name),
        ],
        "reasons": reasons.reasons_in_view(request.actor, pupil.pk, request.today),
        "key_figures": presenters.key_figures(year),
        "facts": presenters.facts(year, None),
        "calendar": year_calendar(year),
        "weeks": week_figure(year, _file_url("moved_pupil_weeks_file", pupil, year)),
        "days_url": _file_url("moved_pupil_days_file", pupil, year),
        "timeline": _timeline(pupil, year, before),
    }
    return render(request, "pupils/moved_one.html", context)


@reads_moved
def moved_days_file(request: ActingRequest, public_id: str) -> HttpResponse:
    pupil, before = _left(request, public_id, "pupils.downloaded")
    year = _year(request, pupil, before)
    rows = presenters.day_file_rows(year)
    return csv_response(f"skoleporten-days-{year.year}.csv", presenters.day_file_headings(), rows)


@reads_moved
def moved_weeks_file(request: ActingRequest, public_id: str) -> HttpResponse:
    pupil, before = _left(request, public_id, "pupils.downloaded")
    year = _year(request, pupil, before)
    return csv_response(f"skoleporten-weeks-{year.year}.csv", week_file_headings(), week_file_rows(week_rows(year)))


def _left(request: ActingRequest, public_id: str, action: str) -> tuple[Pupil, dt.date]:
    """The pupil, through the gate and in the read log, and the day from which nothing is shown."""
    visible = gate.visible_to(request.actor, Purpose.FORMER_SCHOOL, request.today)
    pupil = visible.filter(public_id=public_id).first()
    before = gate.rows_before(request.actor, pupil.pk, request.today) if pupil else None
    if pupil is None or before is None:
        raise Http404
    read_log.shown(request, [pupil.public_id], action=action, purpose=Purpose.FORMER_SCHOOL)
    return pupil, before


def _year(request: ActingRequest, pupil: Pupil, before: dt.date) -> PupilYear:
    """Counted anew from what is dated before the move."""
    newest = school_year(before - ONE_DAY)
    asked = request.GET.get("year", "")
    chosen = int(asked) if asked in {str(newest), str(newest - 1)} else newest
    return pupil_year(pupil, chosen, newest_as_of(), before)


def _file_url(name: str, pupil: Pupil, year: PupilYear) -> str:
    return f"{reverse(name, args=[pupil.public_id])}?year={year.year}"


def _timeline(pupil: Pupil, year: PupilYear, before: dt.date) -> list[TimelineEntry]:
    """A rule by the day it was first met; a concern without what has become of it since."""
    midnight = timezone.make_aware(dt.datetime.combine(before, dt.time.min))
    # Nor what the new school wrote afterwards of a day before; rows older than the column have no `written_at`.
    is_written_then = Q(written_at__isnull=True) | Q(written_at__lt=midnight)
    steps = ConcernStep.objects.filter(is_written_then, at__lt=midnight).select_related("by")
    opened = Concern.objects.filter(pupil=pupil, opened_at__lt=midnight).select_related("opened_by")
    concerns = list(opened.prefetch_related(Prefetch("steps", queryset=steps)))
    signals = list(Signal.objects.filter(pupil=pupil, first_seen__lt=before))
    return presenters.timeline(concerns, signals, year.enrolments, rule_sets_used())


def _table(request: ActingRequest, page: Page[Pupil]) -> Table:
    left = gate.last_days(request.actor, [pupil.pk for pupil in page], request.today)
    return Table(
        caption=_("Moved away this school year"),
        is_caption_hidden=True,
        columns=[Column(_("Name")), Column(_("Last day at the school"))],
        rows=[_row(pupil, left[pupil.pk]) for pupil in page],
    )


def _row(pupil: Pupil, last_day: dt.date) -> list[Any]:
    name = f"{pupil.family_name}, {pupil.given_name}" if pupil.family_name else pupil.full_name
    return [Cell(name, url=reverse("moved_pupil", args=[pupil.public_id])), date_format(last_day, "DATE_FORMAT")]
