"""How a concern is followed up, for its page: owner, what is left and by when, measures, who has been told, advice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from skoleporten.concerns import next_steps
from skoleporten.concerns.handovers import Handover
from skoleporten.concerns.measures import Information, Measure
from skoleporten.concerns.models import Concern
from skoleporten.concerns.next_steps import Left
from skoleporten.rules.follow_up import Routine
from skoleporten.web.concerns.visible import MAY_ACT, has_charge, read_of
from skoleporten.web.concerns.words import owner_name, step_name, step_text, step_who, when
from skoleporten.web.requests import ActingRequest
from skoleporten.web.rules.wording import in_language


@dataclass(frozen=True)
class StepLeft:
    step_id: str
    name: str
    text: str
    when: str
    who: str
    is_past: bool
    is_expected: bool
    is_put_off: bool


@dataclass(frozen=True)
class MeasureInWords:
    """`state`: runs until it is looked at, or has ended."""

    measure: Measure
    is_running: bool
    is_due: bool
    last_seen: str


@dataclass(frozen=True)
class Task:
    """To tell somebody what is recorded; `done` is when it was, newest last."""

    whom: str
    label: str
    done: Sequence[Information]


def follow_up_of(request: ActingRequest, concern: Concern | None) -> dict[str, Any]:
    """Nothing for a pupil without an open concern."""
    if concern is None or concern.state == Concern.State.CLOSED:
        return {}
    routine, measures = next_steps.routine_of(concern), list(concern.measures.prefetch_related("evaluations"))
    evaluate_on = [measure.evaluate_on for measure in measures if measure.ended_on is None]
    in_charge = has_charge(request, concern)
    handover = Handover.objects.unanswered().filter(concern=concern).select_related("to", "offered_by").first()
    return {
        "owner": owner_name(concern),
        "is_mine": concern.owner_id == request.actor.user_id,
        "in_charge": in_charge,
        "may_take": request.actor.role in MAY_ACT and concern.owner_id is None,
        "handover": handover,
        "is_offered_to_me": handover is not None and handover.to_id == request.actor.user_id,
        "routine_name": in_language(routine.name),
        "left": [_in_words(one, routine, request.today) for one in next_steps.left_for(concern, evaluate_on)],
        "measures": _measures(request, concern, measures),
        "tasks": _tasks(concern) if request.actor.role in MAY_ACT else [],
        "discussions": list(concern.discussions.prefetch_related("advice__by")) if in_charge else [],
    }


def _in_words(one: Left, routine: Routine, today: dt.date) -> StepLeft:
    return StepLeft(
        step_id=one.step_id,
        name=step_name(routine, one.step_id),
        text=step_text(routine, one.step_id),
        when=when(one.on, today),
        who=step_who(one.due.step.who) if one.due else "",
        is_past=not one.waits and one.on < today,
        is_expected=one.waits,
        is_put_off=one.is_put_off,
    )


def _measures(request: ActingRequest, concern: Concern, measures: Iterable[Measure]) -> list[MeasureInWords]:
    """Those that run first, by the date they are looked at."""
    rows = sorted(measures, key=lambda row: (row.ended_on is not None, row.evaluate_on))
    found = []
    for row in rows:
        seen = [one.seen for one in read_of(request, concern, row)]
        is_running = row.ended_on is None
        found.append(
            MeasureInWords(row, is_running, is_running and row.evaluate_on <= request.today, seen[-1] if seen else "")
        )
    return found


def _tasks(concern: Concern) -> list[Task]:
    told = list(Information.objects.filter(concern=concern).select_related("by"))
    labels = {Information.Whom.PUPIL: _("Tell the pupil"), Information.Whom.GUARDIANS: _("Tell the guardians")}
    return [Task(whom, label, [row for row in told if row.whom == whom]) for whom, label in labels.items()]
