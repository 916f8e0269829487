"""Measures on a page of their own: started with their five fields, and looked at beside attendance before and after."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from skoleporten.access.gate import Purpose
from skoleporten.concerns import measure_actions
from skoleporten.concerns.comparison import Attendance, before_and_after
from skoleporten.concerns.measures import Measure
from skoleporten.web import words
from skoleporten.web.concerns.form_page import Page, form_page
from skoleporten.web.concerns.forms import EvaluateForm, MeasureForm
from skoleporten.web.concerns.visible import MAY_ACT, read_of, visible_concern
from skoleporten.web.layout import newest_as_of
from skoleporten.web.policy import policy
from skoleporten.web.requests import ActingRequest
from skoleporten.web.tables import Column, Table

USUAL_WEEKS = dt.timedelta(weeks=3)
may_act = policy(roles=MAY_ACT, purpose=Purpose.FOLLOW_UP, writes=True)


@may_act
def start(request: ActingRequest, public_id: str) -> HttpResponse:
    concern = visible_concern(request, public_id)

    def save(given: dict[str, Any]) -> str:
        measure_actions.start(by=request.actor, concern=concern, **given)
        return _("The measure is written down. You are reminded when it is time to look at how it works.")

    page = Page(
        _("Start a measure"),
        _("Start the measure"),
        _("Five things: what is to be solved, what is done, who does it, when, and when you look at how it works."),
    )
    initial = {"starts_on": request.today, "evaluate_on": request.today + USUAL_WEEKS}
    return form_page(request, concern, MeasureForm, "concerns.measure", page, save, given={"initial": initial})


@may_act
def one(request: ActingRequest, public_id: str, measure: str) -> HttpResponse:
    """What it is, attendance before and after, what was seen each time, and looking at it anew."""
    concern = visible_concern(request, public_id)
    found = concern.measures.prefetch_related("evaluations__by").filter(public_id=measure).first()
    if found is None:
        raise Http404
    found.concern = concern

    def save(given: dict[str, Any]) -> str:
        measure_actions.evaluate(by=request.actor, measure=found, **given)
        return _("Written down.")

    page = Page(_("Look at how the measure works"), _("Save"), template="concerns/measure.html")
    initial = {"evaluate_on": request.today + USUAL_WEEKS}
    shown = {"measure": found, "evaluations": read_of(request, concern, found), **_compared(found)}
    return form_page(
        request, concern, EvaluateForm, f"concerns.evaluate.{found.public_id}", page, save,
        given={"initial": initial}, shown=shown,
    )  # fmt: skip


def _compared(measure: Measure) -> dict[str, Any]:
    """Attendance, and no word of what caused it."""
    compared = before_and_after(measure, newest_as_of())
    if compared is None:
        return {"table": None}
    columns = [
        Column(""),
        Column(_("School days")),
        Column(_("Whole days away"), is_number=True),
        Column(_("Share of school time present"), is_number=True),
    ]
    rows = [_row(_("Before it began"), compared.before), _row(_("Since it began"), compared.after)]
    caption = _("Attendance before and after, as of %(date)s") % {"date": words.day(compared.as_of)}
    return {"table": Table(caption, columns, rows)}


def _row(label: str, part: Attendance) -> list[Any]:
    days = ngettext("%(count)s school day", "%(count)s school days", part.days) % {"count": part.days}
    if part.first and part.last:
        days = f"{days}, {words.short_day(part.first)} – {words.short_day(part.last)}"
    return [
        label,
        days,
        words.number(part.whole_days_absent) if part.days else words.NOTHING,
        words.percent(part.share_present),
    ]
