"""My way: the six steps as a path, the minutes, the goals, and what the pupil says to the next step."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from skoleporten.access.actor import Actor
from skoleporten.access.reasons import purpose_of
from skoleporten.judgement.models import Goal
from skoleporten.people.models import Pupil
from skoleporten.plans.models import PlanAnswer, PlanStep
from skoleporten.plans.queries import current_rung
from skoleporten.rules.ladder import RUNGS, Rung
from skoleporten.rules.plan import Answer, spans
from skoleporten.web import words
from skoleporten.web.plans.words import change_in_words, days_in_words, readers_in_words, span_in_words, week_in_words
from skoleporten.web.portal.frame import open_child, pupil_reads, show
from skoleporten.web.portal.pupil.grown import grown_figure, weeks_here
from skoleporten.web.portal.pupil.own_plan import OwnPlan, answers_to, own_plan
from skoleporten.web.requests import ActingRequest
from skoleporten.web.rules.wording import in_language

ABOUT: Mapping[Rung, Any] = {
    Rung.WELCOME: gettext_lazy("We get to know each other. You tell, and we listen."),
    Rung.STRATEGY: gettext_lazy("We find out together what makes it easier for you."),
    Rung.ROUTINE: gettext_lazy("You get used to coming. School subjects can wait."),
    Rung.GROUP: gettext_lazy("You are with a few others. We choose whom together."),
    Rung.SMALLER_CLASSES: gettext_lazy("You have some lessons in a small class."),
    Rung.ORDINARY: gettext_lazy("You are at your school. We are still here for you."),
}
SAYS: Mapping[str, Any] = {
    Answer.AGREES: gettext_lazy("Yes"),
    Answer.IN_PART: gettext_lazy("Yes to some of it"),
    Answer.DOES_NOT_AGREE: gettext_lazy("Not yet"),
    Answer.SOMETHING_ELSE: gettext_lazy("Something else"),
}


@dataclass(frozen=True)
class StepOnPath:
    name: str
    about: Any
    is_here: bool


@dataclass(frozen=True)
class SaidByMe:
    """`written_by` is empty where the pupil wrote it. `read_on` is empty until somebody in the team has read it."""

    answer: str
    words: str
    on: str
    written_by: str
    readers: str
    is_read: bool


@dataclass(frozen=True)
class AskedAbout:
    """One step that the pupil may say something to."""

    is_now: bool
    when: str
    week: str
    days: Sequence[Any]
    changes: str
    said: Sequence[SaidByMe]
    url: str


@pupil_reads
def page(request: ActingRequest, child: str) -> HttpResponse:
    mine = open_child(request, child)
    context = way_of(request.actor, mine.pupil, request.today)
    return show(request, mine, "way", "portal/pupil/way.html", context, action="portal.way_opened")


def way_of(actor: Actor, pupil: Pupil, today: dt.date) -> dict[str, Any]:
    plan = own_plan(actor, pupil, today)
    return {"plan": plan, **(_of(actor, pupil, plan, today) if plan else {})}


def _of(actor: Actor, pupil: Pupil, plan: OwnPlan, today: dt.date) -> dict[str, Any]:
    here = plan.here(today)
    goals = Goal.objects.visible_to(actor, purpose_of(actor.role), today)
    return {
        "path": path_of(plan, today),
        "figure": grown_figure(weeks_here(plan.case, today)),
        "now": asked_about(actor, pupil, plan, here, today) if here else None,
        "ahead": [asked_about(actor, pupil, plan, step, today) for step in plan.ahead(today)],
        "goals": list(goals.filter(case=plan.case, ended_as__in=("", "reached")).order_by("ended_on", "written_at")),
    }


def path_of(plan: OwnPlan, today: dt.date) -> list[StepOnPath]:
    """Where the pupil is. Which steps were before is not drawn: back is no worse than on."""
    here = current_rung(plan.case, today)
    return [StepOnPath(in_language(text.name), ABOUT[rung], rung == here) for rung, text in RUNGS.items()]


def asked_about(actor: Actor, pupil: Pupil, plan: OwnPlan, step: PlanStep, today: dt.date) -> AskedAbout:
    span = next(((first, last) for one, first, last in spans(plan.held) if one.key == step.pk), None)
    return AskedAbout(
        is_now=step.starts_on <= today,
        when=span_in_words(*(span or (step.starts_on, step.ends_on))),
        week=week_in_words(step.agreed),
        days=days_in_words(step.agreed),
        changes=change_in_words(step.what_changes),
        said=[_said(actor, row) for row in answers_to(step)],
        url=reverse("my_step_answer", args=[pupil.public_id, step.public_id]),
    )


def _said(actor: Actor, row: PlanAnswer) -> SaidByMe:
    is_own = row.written_by_id == actor.user_id
    return SaidByMe(
        answer=str(SAYS.get(row.answer, "")),
        words=row.words,
        on=words.day(timezone.localdate(row.written_at)),
        written_by="" if is_own else str(row.written_by),
        readers=readers_in_words(row.audiences),
        is_read=is_own and hasattr(row, "read"),
    )
