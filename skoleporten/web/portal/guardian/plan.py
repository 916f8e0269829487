"""The plan as a guardian may read it: what holds now and what comes, goals, what we agreed to do, and the two numbers.

Names of other children are taken out of every text that somebody wrote.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext as _

from skoleporten.access.actor import Actor
from skoleporten.access.reasons import purpose_of
from skoleporten.cases.models import Case
from skoleporten.judgement import queries as judgement
from skoleporten.people.mentions import masker
from skoleporten.people.models import Pupil
from skoleporten.plans.models import PlanStep
from skoleporten.presence.queries import planned_days, shares_of
from skoleporten.rules.plan import spans
from skoleporten.rules.visibility import What, may_see
from skoleporten.web.judgement.presenters import GoalInWords, Hide, facts_of_measure, goal_in_words
from skoleporten.web.plans.words import SaidInWords, StepInWords, step_in_words
from skoleporten.web.portal.pupil.own_plan import OwnPlan, answers_to, own_plan
from skoleporten.web.presence.minutes_figure import shares_in_words
from skoleporten.web.words import day as day_in_words

WEEKS_COUNTED = 4


@dataclass(frozen=True)
class MeasureInWords:
    """`looked_at_on`: the day on which we look together at whether it helped."""

    facts: Sequence[tuple[str, str]]
    starts_on: dt.date
    looked_at_on: dt.date


def plan_of(actor: Actor, pupil: Pupil, today: dt.date) -> dict[str, Any]:
    plan = own_plan(actor, pupil, today)
    if plan is None:
        return {"plan": None, "here": None, "ahead": [], "goals": [], "measures": [], "shares": [], "since": ""}
    hide = masker(pupil, today, reader=actor.user_id)
    steps = _steps(plan, hide, today)
    return {
        "plan": plan,
        "here": next((one for one in steps if one.step == plan.here(today)), None),
        "ahead": [one for one in steps if one.step.starts_on > today],
        "goals": _goals(actor, plan.case, today, hide),
        "measures": _measures(actor, plan.case, today, hide),
        **_minutes(actor, plan.case, today),
    }


def _steps(plan: OwnPlan, hide: Hide, today: dt.date) -> list[StepInWords]:
    """What holds today and what is planned ahead, with the days on which each holds."""
    wanted = {one.key: (first, last) for one, first, last in spans(plan.held) if last is None or last >= today}
    steps = [plan.steps[key] for key in wanted if key in plan.steps]
    prefetch_related_objects(steps, "expectations", "bases", "written_by")
    return [_step(step, wanted[step.pk], hide, today) for step in steps]


def _step(step: PlanStep, span: tuple[dt.date, dt.date | None], hide: Hide, today: dt.date) -> StepInWords:
    told = step_in_words(step, span, reversed(answers_to(step)), today)
    return replace(
        told,
        days=[replace(day, parts=[hide(part) for part in day.parts]) for day in told.days],
        expectations=[
            replace(one, expected=hide(one.expected), adapted=hide(one.adapted), responsible=hide(one.responsible))
            for one in told.expectations
        ],
        said=[_said(one, hide) for one in told.said],
        academics=hide(told.academics),
        transport=hide(told.transport),
        fallback=hide(told.fallback),
        remote_reason=hide(told.remote_reason),
        why=hide(told.why),
        rests_on=hide(told.rests_on),
    )


def _said(one: SaidInWords, hide: Hide) -> SaidInWords:
    return replace(one, words=hide(one.words))


def _goals(actor: Actor, case: Case, today: dt.date, hide: Hide) -> list[GoalInWords]:
    rows = judgement.goals_of(actor, purpose_of(actor.role), today, case).filter(ended_on__isnull=True)
    return [goal_in_words(goal, hide) for goal in rows]


def _measures(actor: Actor, case: Case, today: dt.date, hide: Hide) -> list[MeasureInWords]:
    rows = judgement.measures_of(actor, purpose_of(actor.role), today, case).filter(ended_on__isnull=True)
    return [MeasureInWords(facts_of_measure(row, hide), row.starts_on, row.evaluate_on) for row in rows]


def _minutes(actor: Actor, case: Case, today: dt.date) -> dict[str, Any]:
    """Of whole days: what of today is left to come is no lack."""
    first = max(today - dt.timedelta(weeks=WEEKS_COUNTED), timezone.localdate(case.opened_at))
    last = today - dt.timedelta(days=1)
    days = planned_days(case, first, last) if may_see(actor.role, What.PRESENCE) and first <= last else []
    if not days:
        return {"shares": [], "since": ""}
    told = {"first": day_in_words(days[0].day), "last": day_in_words(days[-1].day)}
    return {
        "shares": shares_in_words(shares_of(days)),
        "since": _("The whole days from %(first)s to %(last)s") % told,
    }
