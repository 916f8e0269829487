"""Which step of the routine is next for a concern, and by when; kept on the concern, so that a list need not count it.

What people recorded ticks the routine's steps off. A step that was put off has the date that somebody decided on, and
a measure that runs is looked at on its own date, whatever the routine says.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace

from django.db import transaction
from django.utils import timezone

from skoleporten.concerns import owners, routines
from skoleporten.concerns.measures import Measure
from skoleporten.concerns.models import Concern, ConcernStep
from skoleporten.rules.follow_up import Due, Routine, SchoolDays, StepKind, due_steps, fulfilled_by
from skoleporten.schools.models import CalendarDay

# The next step where a measure waits to be looked at and the routine has no step for it.
LOOK_AT_MEASURE = "look-at-measure"
Kind, Result = ConcernStep.Kind, ConcernStep.Result


@dataclass(frozen=True)
class Left:
    """A step that is left; `step` is None for a measure to look at that the routine has no step for."""

    step_id: str
    on: dt.date
    due: Due | None
    is_put_off: bool = False

    @property
    def waits(self) -> bool:
        return self.due is not None and self.due.waits_for is not None


@dataclass
class Recorded:
    """What has been decided about the routine's steps since the concern was opened, or opened again."""

    opened_on: dt.date
    done: dict[str, dt.date] = field(default_factory=dict)
    put_off: dict[str, dt.date] = field(default_factory=dict)


def recorded(concern: Concern, routine: Routine, steps: Iterable[ConcernStep]) -> Recorded:
    """`steps` in the order they were recorded."""
    found = Recorded(timezone.localdate(concern.opened_at))
    for step in steps:
        on = timezone.localdate(step.at)
        if step.kind == Kind.REOPENED:
            found = Recorded(on)
        elif step.kind == Kind.PUT_OFF and step.until:
            found.put_off[step.routine_step] = step.until
        elif step_id := _step_done(routine, step, found):
            found.done[step_id] = on
            found.put_off.pop(step_id, None)
    return found


def _step_done(routine: Routine, step: ConcernStep, found: Recorded) -> str:
    """A call that nobody answered is an attempt, and leaves the step open."""
    if step.kind == Kind.HOME_CONTACTED and step.result not in ("", Result.REACHED):
        return ""
    if step.routine_step:
        return step.routine_step
    fulfilled = fulfilled_by(routine, step.kind, found.done)
    return fulfilled.id if fulfilled else ""


def left(
    concern: Concern,
    routine: Routine,
    steps: Iterable[ConcernStep],
    evaluate_on: Sequence[dt.date],
    school_days: SchoolDays,
) -> list[Left]:
    """What is left to do, the earliest first; steps that wait for another come last. Nothing for a closed concern.

    `evaluate_on` are the dates of the measures that run.
    """
    if concern.state == Concern.State.CLOSED:
        return []
    told = recorded(concern, routine, steps)
    found = [
        _decided(due, told, evaluate_on, school_days)
        for due in due_steps(routine, told.opened_on, told.done, school_days)
        if not (_is_evaluation(due) and due.is_again and not evaluate_on)
    ]
    if evaluate_on and not any(one.due and _is_evaluation(one.due) for one in found):
        found.append(Left(LOOK_AT_MEASURE, school_days.on_or_after(min(evaluate_on)), None))
    return sorted(found, key=lambda one: (one.waits, one.on))


def _decided(due: Due, told: Recorded, evaluate_on: Sequence[dt.date], school_days: SchoolDays) -> Left:
    if new_date := told.put_off.get(due.step.id):
        return Left(due.step.id, new_date, replace(due, on=new_date, waits_for=None), is_put_off=True)
    if _is_evaluation(due) and evaluate_on:
        on = school_days.on_or_after(min(evaluate_on))
        return Left(due.step.id, on, replace(due, on=on, waits_for=None))
    return Left(due.step.id, due.on, due)


def _is_evaluation(due: Due) -> bool:
    return due.step.kind is StepKind.EVALUATION


def left_for(concern: Concern, evaluate_on: Sequence[dt.date] | None = None) -> list[Left]:
    """For the page of one concern, as it stands in the database; `evaluate_on` where the caller has asked already."""
    if evaluate_on is None:
        running = Measure.objects.running().filter(concern=concern)
        evaluate_on = list(running.values_list("evaluate_on", flat=True))
    steps = ConcernStep.objects.filter(concern=concern).order_by("id")
    return left(concern, routine_of(concern), steps, evaluate_on, school_days_of([concern])[concern.school_id])


def routine_of(concern: Concern) -> Routine:
    """The one it was opened with; what came before there were routines follows the one in use."""
    return routines.read_stored(concern.routine) if concern.routine else routines.in_use()


def school_days_of(concerns: Collection[Concern]) -> dict[int | None, SchoolDays]:
    """By school: the days it is open, from the first of the concerns on. One question for all."""
    dates: dict[int | None, list[dt.date]] = {concern.school_id: [] for concern in concerns}
    if concerns:
        first = min(timezone.localdate(concern.opened_at) for concern in concerns)
        rows = CalendarDay.objects.filter(school__in=[key for key in dates if key], date__gte=first).order_by()
        for school, date in rows.values_list("school", "date").distinct():
            dates[school].append(date)
    return {school: SchoolDays(found) for school, found in dates.items()}


def begin(concerns: Collection[Concern]) -> None:
    """Sets the first step of concerns that are about to be saved for the first time."""
    days = school_days_of(concerns)
    for concern in concerns:
        assert concern.routine is not None
        found = left(concern, routines.read_stored(concern.routine), (), (), days[concern.school_id])
        if found:
            concern.next_step, concern.next_step_due = found[0].step_id, found[0].on


def refresh(concern: Concern) -> None:
    """After something was recorded; inside the action's transaction."""
    if concern.routine_id is None and concern.state != Concern.State.CLOSED:
        concern.routine = routines.stored(routines.in_use())
        Concern.objects.filter(pk=concern.pk).update(routine=concern.routine)
    _keep(concern, next(iter(left_for(concern)), None))


@transaction.atomic
def refresh_all() -> int:
    """Nightly: the calendar may have changed, an owner left or come. How many concerns now have another next step."""
    today = timezone.localdate()
    owners.release_who_left(today)
    owners.give_to_teachers(today)
    concerns = list(Concern.objects.open().select_related("routine"))
    steps, evaluate_on = _steps_of_open(), _evaluations_of_open()
    days, default = school_days_of(concerns), None
    changed = 0
    for concern in concerns:
        if concern.routine is None:
            default = default or routines.stored(routines.in_use())
            concern.routine = default
            Concern.objects.filter(pk=concern.pk).update(routine=default)
        routine = routines.read_stored(concern.routine)
        found = left(concern, routine, steps[concern.pk], evaluate_on[concern.pk], days[concern.school_id])
        changed += _keep(concern, next(iter(found), None))
    return changed


def _steps_of_open() -> dict[int, list[ConcernStep]]:
    found: dict[int, list[ConcernStep]] = defaultdict(list)
    for step in ConcernStep.objects.filter(concern__in=Concern.objects.open()).order_by("id"):
        found[step.concern_id].append(step)
    return found


def _evaluations_of_open() -> dict[int, list[dt.date]]:
    found: dict[int, list[dt.date]] = defaultdict(list)
    running = Measure.objects.running().filter(concern__in=Concern.objects.open()).order_by()
    for concern_id, date in running.values_list("concern", "evaluate_on"):
        found[concern_id].append(date)
    return found


def _keep(concern: Concern, first: Left | None) -> bool:
    now = (first.step_id, first.on) if first else ("", None)
    if now == (concern.next_step, concern.next_step_due):
        return False
    concern.next_step, concern.next_step_due = now
    Concern.objects.filter(pk=concern.pk).update(next_step=now[0], next_step_due=now[1])
    return True
