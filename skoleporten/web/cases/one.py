"""The page of one case: it tells the whole story, and each part of it links to where it is written."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from skoleporten.access import gate, reasons
from skoleporten.access.gate import Purpose
from skoleporten.access.roles import Role
from skoleporten.cases.models import Case
from skoleporten.rules.transitions import Stage
from skoleporten.web import read_log
from skoleporten.web.cases.forms import ReopenForm
from skoleporten.web.cases.happened import the_newest
from skoleporten.web.cases.ownership import ownership_of, stage_form
from skoleporten.web.cases.panel import Panel
from skoleporten.web.cases.panels import PANELS
from skoleporten.web.cases.visible import TEAM, case_reads, trail_to, visible_case
from skoleporten.web.cases.words import placing
from skoleporten.web.intake.words import COLORS, stage_in_words
from skoleporten.web.requests import ActingRequest


@case_reads
def one(request: ActingRequest, public_id: str) -> HttpResponse:
    return case_page(request, visible_case(request, public_id))


def case_page(request: ActingRequest, case: Case, forms: dict[str, Any] | None = None) -> HttpResponse:
    """`case` has come through the gate. `forms` hold what somebody just tried to send, with its mistakes."""
    with gate.one_pupil(request.actor, case.pupil_id, Purpose.FOLLOW_UP, request.today):
        return _page(request, case, forms or {})


def _page(request: ActingRequest, case: Case, forms: dict[str, Any]) -> HttpResponse:
    read_log.shown(request, [case.pupil.public_id], action="cases.opened", purpose=Purpose.FOLLOW_UP)
    is_team = request.actor.role in TEAM
    context = {
        "case": case,
        "intake": case.intake,
        "pupil": case.pupil,
        "placing": placing(case),
        "stage": stage_in_words(case.stage),
        "stage_color": COLORS.get(case.stage, "neutral"),
        "is_team": is_team,
        "is_lead": request.actor.role == Role.LEAD,
        "is_handing_back": case.stage == Stage.HANDING_BACK,
        "may_open_again": request.actor.role == Role.LEAD and case.stage == Stage.CLOSED,
        "trail": trail_to(case),
        "panels": panels(request, case),
        "happened": the_newest(request, case),
        "reasons": reasons.reasons_in_view(request.actor, case.pupil_id, request.today),
        "as_of_day": request.today,
        **ownership_of(request, case),
        **(_forms(request, case) if is_team else {"stage_form": None}),
    }
    return render(request, "cases/one.html", context | forms)


def panels(request: ActingRequest, case: Case) -> list[Panel]:
    made = (makes(request, case) for makes in PANELS)
    return [panel for panel in made if panel is not None]


def _forms(request: ActingRequest, case: Case) -> dict[str, Any]:
    return {"stage_form": stage_form(request, case), "reopen_form": ReopenForm()}
