"""Goals: set in the pupil's words, changed with a reason, and each step toward one as a dated row."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from skoleporten.access.actor import Actor
from skoleporten.cases.changes import note as log
from skoleporten.cases.changes import open_to_writing
from skoleporten.cases.models import Case
from skoleporten.intake.changes import save_changed
from skoleporten.intake.transitions import somebody
from skoleporten.judgement.models import Goal, GoalTurn
from skoleporten.rules.errors import RefusedError
from skoleporten.rules.judgement import Approach, GoalKind, Participation, SaidBy, Turn
from skoleporten.rules.judgement import Goal as Told
from skoleporten.rules.judgement.goals import ENDS, GoalLack, may_turn

MAY_READ = frozenset({"guardian", "pupil"})


@dataclass(frozen=True)
class Wanted:
    """`participation` and `approach` are its square, and empty beside the grid."""

    words: str
    noticed_by: str
    said_by: str
    kind: str = GoalKind.GRID.value
    participation: str = ""
    approach: str = ""
    readers: frozenset[str] = frozenset({"pupil"})


@transaction.atomic
def set_goal(*, by: Actor, case: Case, wanted: Wanted, client_id: uuid.UUID) -> Goal:
    open_to_writing(case)
    if made := Goal.objects.filter(client_id=client_id, case=case).first():
        return made
    made = Goal.objects.create(case=case, client_id=client_id, written_by_id=somebody(by), **_columns(wanted))
    log(by, "judgement.goal_set", case, made, kind=made.kind)
    return made


@transaction.atomic
def change(*, by: Actor, goal: Goal, wanted: Wanted, why: str, seen_version: int, client_id: uuid.UUID) -> Goal:
    """Its words before stay in a row that says why. Raises ChangedMeanwhileError where somebody was quicker."""
    open_to_writing(goal.case)
    if GoalTurn.objects.filter(client_id=client_id, goal=goal).exists():
        return goal
    goal.refresh_from_db()
    if goal.ended_on:
        raise RefusedError(_("The goal was ended."), do=_("Take it up again first."))
    if not why.strip():
        raise RefusedError(_("Say why the goal is changed."))
    before = goal.words
    if save_changed(by, goal, seen_version, _columns(wanted)):
        _add(by, goal, Turn.CHANGED, timezone.localdate(), why, client_id, before)
    return goal


@transaction.atomic
def turn(*, by: Actor, goal: Goal, kind: str, words: str, client_id: uuid.UUID, on: dt.date | None = None) -> GoalTurn:
    """A step toward it, or that it is reached, left, or taken up again, with a few words on it."""
    open_to_writing(goal.case)
    if made := GoalTurn.objects.filter(client_id=client_id, goal=goal).first():
        return made
    goal.refresh_from_db()
    wanted, today = Turn(kind), timezone.localdate()
    if wanted is Turn.CHANGED or not may_turn(wanted, is_open=goal.ended_on is None):
        raise RefusedError(_("That can not be done with the goal as it stands now."))
    if not words.strip():
        raise RefusedError(_("Write a few words about it."))
    day = on or today
    if day > today:
        raise RefusedError(_("The date is still to come."))
    if wanted in ENDS:
        goal.ended_on, goal.ended_as = day, wanted.value
        goal.save()
    elif wanted is Turn.TAKEN_UP:
        goal.ended_on, goal.ended_as = None, ""
        goal.save()
    return _add(by, goal, wanted, day, words, client_id)


def _add(
    by: Actor, goal: Goal, turn: Turn, on: dt.date, words: str, client_id: uuid.UUID, before: str = ""
) -> GoalTurn:
    made = GoalTurn.objects.create(
        goal=goal, turn=turn.value, on=on, words=words.strip(), before=before, client_id=client_id, by_id=somebody(by)
    )
    log(by, f"judgement.goal_{turn.value}", goal.case, goal)
    return made


def _columns(wanted: Wanted) -> dict[str, Any]:
    words = {
        GoalLack.WORDS: _("Write the goal, in the pupil’s own words where you can."),
        GoalLack.NOTICED_BY: _("Write how one would notice it."),
        GoalLack.SQUARE: _("Choose a square in the grid."),
        GoalLack.NO_SQUARE: _("A goal has one place: a square in the grid, or one beside it."),
    }
    told = Told(
        wanted.words, wanted.noticed_by, GoalKind(wanted.kind),
        Participation(wanted.participation) if wanted.participation else None,
        Approach(wanted.approach) if wanted.approach else None,
    )  # fmt: skip
    if told.lacks:
        raise RefusedError(words[told.lacks[0]])
    if wanted.readers - MAY_READ:
        raise RefusedError(_("Choose who may read it."))
    return {
        "kind": wanted.kind,
        "participation": wanted.participation,
        "approach": wanted.approach,
        "words": wanted.words.strip(),
        "noticed_by": wanted.noticed_by.strip(),
        "said_by": SaidBy(wanted.said_by).value,
        "for_guardians": "guardian" in wanted.readers,
        "for_pupil": "pupil" in wanted.readers,
    }
