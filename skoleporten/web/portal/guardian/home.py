"""A guardian's first page about a child: what is next, what waits for an answer, and what is new."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from skoleporten.access.actor import Actor
from skoleporten.people.mentions import masker
from skoleporten.people.models import Pupil
from skoleporten.plans.school_days import days_of
from skoleporten.rules.plan import holding
from skoleporten.web.plans.words import part_in_words
from skoleporten.web.portal.guardian.meetings import talk_ahead, told_of
from skoleporten.web.portal.guardian.news import newest
from skoleporten.web.portal.pupil.own_plan import OwnPlan, own_plan

DAYS_SHOWN = 2
# Longer than a summer.
DAYS_AHEAD = 100


@dataclass(frozen=True)
class DayAhead:
    """A day on which something is agreed, today among them. `parts` are the stays of the day in words."""

    date: dt.date
    is_today: bool
    parts: Sequence[str]
    transport: str
    fallback: str


def home_of(actor: Actor, pupil: Pupil, today: dt.date) -> dict[str, Any]:
    plan = own_plan(actor, pupil, today)
    days = _days(actor, pupil, plan, today) if plan else []
    told = told_of(actor, pupil, today)
    return {
        "plan": plan,
        "days": days,
        "why_none": "" if days else _why_none(plan, today),
        "meeting": next((one for one in told if one.date >= today), None),
        "talk": talk_ahead(actor, pupil, today),
        "news": newest(actor, pupil, today),
    }


def _days(actor: Actor, pupil: Pupil, plan: OwnPlan, today: dt.date) -> list[DayAhead]:
    """Of the days that are meant for the reader; whoever may not read a step sees none of its days."""
    school_days = days_of([pupil.pk], today, today + dt.timedelta(days=DAYS_AHEAD))[pupil.pk]
    hide = masker(pupil, today, reader=actor.user_id)
    found = []
    for date in sorted(school_days):
        held = holding(plan.held, date)
        step = plan.steps.get(held.key) if held else None
        parts = step.agreed.on(date.weekday()) if step else ()
        if step and parts:
            words = [hide(part_in_words(one)) for one in parts]
            found.append(DayAhead(date, date == today, words, hide(step.transport), hide(step.fallback)))
        if len(found) == DAYS_SHOWN:
            break
    return found


def _why_none(plan: OwnPlan | None, today: dt.date) -> str:
    if plan is None:
        return _("There is no plan in Skoleporten now.")
    here = plan.here(today)
    if here is not None and here.is_pause:
        return _("We have agreed on a break. Nobody is expected to come.")
    return _("No day ahead is shown to you now. Ask us if you wonder.")
