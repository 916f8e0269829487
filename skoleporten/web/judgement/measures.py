"""A measure of a case: its five fields, whom one can get help from, and the days of the period when it is looked at."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from skoleporten.cases.models import Case
from skoleporten.intake.stories import school_of
from skoleporten.judgement import measures
from skoleporten.judgement.measures import Agreed
from skoleporten.judgement.models import Round
from skoleporten.web.cases.form_page import Page, answer
from skoleporten.web.cases.visible import open_case, team_writes, visible_case
from skoleporten.web.documents.drafts import drafted
from skoleporten.web.judgement.forms import CaseMeasureForm, LookForm, weeks_on
from skoleporten.web.judgement.period import kept_in_words, period_of
from skoleporten.web.judgement.presenters import facts_of_measure
from skoleporten.web.judgement.visible import (
    TEAM,
    refuse_writing,
    trail_in,
    visible_measure,
    visible_round,
    writes_notes,
)
from skoleporten.web.requests import ActingRequest


@team_writes
def start(request: ActingRequest, public_id: uuid.UUID, turn: uuid.UUID) -> HttpResponse:
    case = open_case(request, public_id)
    found = visible_round(request, case, turn)
    if not found.is_open:
        raise Http404
    school = school_of(case.pupil, request.today)
    initial = {"starts_on": request.today, "evaluate_on": weeks_on(request.today)}
    form = drafted(
        request, CaseMeasureForm, "judgement.measure", found.public_id, initial=initial,
        school=school.name if school else "",
    )  # fmt: skip

    def save() -> None:
        measures.start(by=request.actor, of=found, agreed=_agreed(form), client_id=form.cleaned_data["client_id"])

    heading = _("Start a measure")
    intro = _("Five things: what is to be solved, what is done, who does it, when, and when you look at how it works.")
    context = {"heading": heading, "intro": intro, "trail": trail_in(case, "case_loop", found.about, heading)}
    return answer(request, case, form, Page("judgement/form.html", context, _url(case, found), _done()), save)


@writes_notes
def one(request: ActingRequest, public_id: uuid.UUID, turn: uuid.UUID, measure: uuid.UUID) -> HttpResponse:
    """What it is, the period before and after it began, what was seen each time, and looking at it anew."""
    case = visible_case(request, public_id)
    found = visible_round(request, case, turn)
    row = visible_measure(request, found, measure)
    may_evaluate = case.is_open and row.ended_on is None and request.actor.role in TEAM
    refuse_writing(request, may_write=may_evaluate)
    period = period_of(row, request.today)
    form = drafted(request, LookForm, "judgement.look", row.public_id, initial={"evaluate_on": weeks_on(request.today)})

    def save() -> None:
        values = form.cleaned_data
        measures.evaluate(by=request.actor, measure=row, figures=period.as_figures(), **values)

    heading = _("Look at how the measure works")
    context = {
        "heading": heading,
        "measure": row,
        "facts": facts_of_measure(row),
        "period": period,
        "evaluations": [(one, kept_in_words(one.figures)) for one in row.evaluations.all()],
        "may_evaluate": may_evaluate,
        "trail": trail_in(case, "case_loop", found.about, heading),
    }
    return answer(request, case, form, Page("judgement/measure.html", context, _url(case, found), _done()), save)


def _agreed(form: CaseMeasureForm) -> Agreed:
    values = form.cleaned_data
    names = ("problem", "what", "who", "who_else", "starts_on", "evaluate_on")
    return Agreed(**{name: values[name] for name in names}, readers=frozenset(values["readers"]))


def _url(case: Case, of: Round) -> str:
    return reverse("case_round", args=[case.public_id, of.public_id]) + "#act"


def _done() -> str:
    return _("Written down.")
