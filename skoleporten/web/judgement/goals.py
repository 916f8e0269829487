"""Goals, few and in the pupil's words: the grid, what lies beside it, and the steps toward each."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from skoleporten.access.gate import Purpose
from skoleporten.cases.models import Case
from skoleporten.judgement import goals, queries
from skoleporten.judgement.goals import Wanted
from skoleporten.judgement.models import Goal
from skoleporten.rules.judgement.goals import MANY, are_many
from skoleporten.rules.visibility import What, may_see
from skoleporten.web import read_log
from skoleporten.web.cases.form_page import Page, answer
from skoleporten.web.cases.visible import case_reads, open_case, team_writes, visible_case
from skoleporten.web.documents.drafts import drafted
from skoleporten.web.judgement.forms import GoalForm, TurnForm, place_of
from skoleporten.web.judgement.presenters import goal_in_words, grid_of
from skoleporten.web.judgement.visible import TEAM, refuse_writing, trail_in, visible_goal, writes_notes
from skoleporten.web.requests import ActingRequest


@case_reads
def every(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    if not may_see(request.actor.role, What.GOALS):
        raise Http404
    case = visible_case(request, public_id)
    rows = list(queries.goals_of(request.actor, Purpose.FOLLOW_UP, request.today, case))
    going_on = [goal for goal in rows if goal.ended_on is None]
    read_log.shown(request, [case.pupil.public_id], action="judgement.goals_opened", purpose=Purpose.FOLLOW_UP)
    context = {
        "case": case,
        "pupil": case.pupil,
        "grid": grid_of(going_on),
        "has_goals": bool(going_on),
        "many": len(going_on) if are_many(len(going_on)) else 0,
        "few": MANY,
        "ended": [goal_in_words(goal) for goal in rows if goal.ended_on],
        "may_write": case.is_open and request.actor.role in TEAM,
        "trail": trail_in(case, "case_goals"),
    }
    return render(request, "judgement/goals.html", context)


@team_writes
def new(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    case = open_case(request, public_id)
    form = drafted(
        request, GoalForm, "judgement.goal", case.public_id, initial={"readers": ["pupil"], "said_by": "pupil"}
    )

    def save() -> None:
        goals.set_goal(by=request.actor, case=case, wanted=_wanted(form), client_id=form.cleaned_data["client_id"])

    intro = _("Few goals, in the pupil’s own words. Ask how one would notice that it is so.")
    return answer(request, case, form, _page(case, _("Set a goal"), intro), save)


@writes_notes
def one(request: ActingRequest, public_id: uuid.UUID, goal: uuid.UUID) -> HttpResponse:
    """What happened on the way, and a row more."""
    case = visible_case(request, public_id)
    row = visible_goal(request, case, goal)
    may_write = case.is_open and request.actor.role in TEAM
    refuse_writing(request, may_write=may_write)
    initial = {"on": request.today}
    form = drafted(
        request, TurnForm, "judgement.goal_turn", row.public_id, initial=initial, is_open=row.ended_on is None
    )

    def save() -> None:
        values = form.cleaned_data
        goals.turn(
            by=request.actor, goal=row, kind=values["turn"], words=values["words"], on=values["on"],
            client_id=values["client_id"],
        )  # fmt: skip

    page = _page(case, row.words, "", _url(row), template="judgement/goal.html")
    page.context.update({"goal": goal_in_words(row), "may_write": may_write})
    return answer(request, case, form, page, save)


@team_writes
def change(request: ActingRequest, public_id: uuid.UUID, goal: uuid.UUID) -> HttpResponse:
    """Its words before stay readable, with why it was changed."""
    case = open_case(request, public_id)
    row = visible_goal(request, case, goal)
    if row.ended_on:
        raise Http404
    form = drafted(request, GoalForm, "judgement.goal_change", row.public_id, initial=_as_it_is(row), is_new=False)

    def save() -> None:
        values = form.cleaned_data
        goals.change(
            by=request.actor, goal=row, wanted=_wanted(form), why=values["why"], seen_version=values["seen_version"],
            client_id=values["client_id"],
        )  # fmt: skip

    page = _page(case, _("Change a goal"), "", _url(row), theirs=lambda now: f"{now.words}\n{now.noticed_by}")
    return answer(request, case, form, page, save)


def _wanted(form: GoalForm) -> Wanted:
    values = form.cleaned_data
    return Wanted(
        words=values["words"],
        noticed_by=values["noticed_by"],
        said_by=values["said_by"],
        readers=frozenset(values["readers"]),
        **place_of(values["square"]),
    )


def _as_it_is(row: Goal) -> dict[str, Any]:
    square = f"{row.participation}.{row.approach}" if row.participation else row.kind
    return {
        "words": row.words,
        "noticed_by": row.noticed_by,
        "said_by": row.said_by,
        "square": square,
        "readers": [one for one in ("guardian", "pupil") if one in row.audiences],
        "seen_version": row.version,
    }


def _page(
    case: Case, heading: str, intro: str, back: str = "", *, theirs: Any = str, template: str = "judgement/form.html"
) -> Page:
    context = {"heading": heading, "intro": intro, "trail": trail_in(case, "case_goals", heading)}
    return Page(template, context, back or reverse("case_goals", args=[case.public_id]), _("Written down."), theirs)


def _url(row: Goal) -> str:
    return reverse("case_goal", args=[row.case.public_id, row.public_id])
