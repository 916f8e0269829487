"""The plan of one pupil: this week, what may be asked about next, the small steps, what is ahead and what was."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from skoleporten.access.gate import Purpose
from skoleporten.cases.models import Case
from skoleporten.plans.models import PlanStep
from skoleporten.plans.queries import Held, steps_of
from skoleporten.plans.school_days import ordinary_week
from skoleporten.rules.plan import holding, noticed, shipped_small_steps, spans
from skoleporten.rules.plan.agreed import Change
from skoleporten.web import read_log
from skoleporten.web.cases.visible import TEAM, case_reads, trail_to, visible_case
from skoleporten.web.plans.proposing import ProposalInWords, in_words, proposal_of
from skoleporten.web.plans.stairs import stairs_figure
from skoleporten.web.plans.visible import said_to, visible_steps
from skoleporten.web.plans.words import StepInWords, noticed_in_words, step_in_words
from skoleporten.web.requests import ActingRequest

Span = tuple[dt.date, dt.date | None]


@case_reads
def plan(request: ActingRequest, public_id: str) -> HttpResponse:
    case = visible_case(request, public_id)
    read_log.shown(request, [case.pupil.public_id], action="plans.plan_opened", purpose=Purpose.FOLLOW_UP)
    context = plan_of(request, case) | {"case": case, "pupil": case.pupil, "trail": trail_to(case, _("The plan"))}
    return render(request, "plans/plan.html", context)


def plan_of(request: ActingRequest, case: Case) -> dict[str, Any]:
    """What the reader may read of it. The rule says what holds; a step not meant for the reader is only left out."""
    steps = {step.pk: step for step in visible_steps(request, case)}
    held = steps_of([case.pk])[case.pk]
    now = holding(held, request.today)
    rows = _rows(request, held, steps)
    here = next((row for row in rows if now and row.step.pk == now.key), None)
    offered = ordinary_week(case.pupil_id, request.today)
    before = [row.step.agreed for row in rows if row.step.starts_on <= request.today and row is not here]
    may_write = request.actor.role in TEAM and case.is_open
    return {
        "here": here,
        "noticed": _noticed(rows, here),
        "ahead": [row for row in rows if row.step.starts_on > request.today],
        "before": [row for row in reversed(rows) if row.step.starts_on <= request.today and row is not here],
        "taken_back": [step for step in steps.values() if hasattr(step, "taken_back")],
        "figure": stairs_figure(here.step.agreed if here else None, before, offered, shipped_small_steps()),
        "proposal": in_words(case, proposal_of(case, here.step, request.today, offered))
        if here and may_write
        else None,
        "may_write": may_write,
        "ordinary_is_known": bool(offered),
    }


def _rows(request: ActingRequest, held: Sequence[Held], steps: dict[int, PlanStep]) -> list[StepInWords]:
    """In the order in which they begin."""
    return [
        step_in_words(steps[one.key], (first, last), said_to(steps[one.key]), request.today)
        for one, first, last in spans(held)
        if one.key in steps
    ]


def _proposal(request: ActingRequest, case: Case, here: StepInWords, offered: Mapping[int, int]) -> ProposalInWords:
    return in_words(case, proposal_of(case, here.step, request.today, offered))


def _noticed(rows: Sequence[StepInWords], here: StepInWords | None) -> str:
    if here is None or rows.index(here) == 0:
        return ""
    before = rows[rows.index(here) - 1].step
    return noticed_in_words(noticed(before.agreed, here.step.agreed, Change(here.step.what_changes)))
