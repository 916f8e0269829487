"""Which steps are left for one concern, by when, and which comes first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from skoleporten.rules.follow_up.model import OPENING, Deadline, DeadlineUnit, Routine, Step
from skoleporten.rules.follow_up.school_days import SchoolDays

DAYS_IN_A_WEEK = 7


@dataclass(frozen=True)
class Due:
    """A step that is left. `on` is the last day in time, always a day on which the school is open.

    `waits_for`: the id of the step it is counted from, when that one is not done: `on` is then only expected.
    `by_weekdays`: the date rests on days outside the school's known calendar, where weekdays stand in.
    `is_again`: the step has been done, and is due once more.
    """

    step: Step
    on: dt.date
    waits_for: str | None = None
    by_weekdays: bool = False
    is_again: bool = False


def due_steps(
    routine: Routine, opened_on: dt.date, done: Mapping[str, dt.date], school_days: SchoolDays
) -> tuple[Due, ...]:
    """What is left, by date and then in the routine's order: what is overdue longest stands first and stays there.

    `done` holds the last day on which each step was done or set aside, by step id.
    """
    expected: dict[str, dt.date] = {OPENING: opened_on}
    left: list[Due] = []
    for step in routine.steps:
        due = _due(step, expected, done, school_days)
        expected[step.id] = done.get(step.id) or (due.on if due else opened_on)
        if due:
            left.append(due)
    return tuple(sorted(left, key=lambda due: due.on))


def next_step(routine: Routine, opened_on: dt.date, done: Mapping[str, dt.date], school_days: SchoolDays) -> Due | None:
    """The first that waits for no other; None when nothing is left to do."""
    left = due_steps(routine, opened_on, done, school_days)
    return next((due for due in left if due.waits_for is None), None)


def is_overdue(due: Due, today: dt.date) -> bool:
    """Not on its own day. A step that waits for another is not late; the other one is."""
    return due.waits_for is None and due.on < today


def school_days_overdue(due: Due, today: dt.date, school_days: SchoolDays) -> int:
    """School days since, today among them. 0 on the first evening, over a weekend and all through a holiday."""
    return school_days.count_after(due.on, today) if is_overdue(due, today) else 0


def fulfilled_by(routine: Routine, kind: str, done: Mapping[str, dt.date]) -> Step | None:
    """The step that a record of this kind is for: the first of the kind not done, else the last one repeated."""
    of_kind = [step for step in routine.steps if step.kind == kind]
    undone = [step for step in of_kind if step.id not in done]
    repeated = [step for step in of_kind if step.every and not _has_ended(step, done)]
    return undone[0] if undone else (repeated[-1] if repeated else None)


def _due(
    step: Step, expected: Mapping[str, dt.date], done: Mapping[str, dt.date], school_days: SchoolDays
) -> Due | None:
    if step.id in done:
        return _due_again(step, done, school_days)
    start = step.deadline.start
    waits_for = None if start == OPENING or start in done else start
    on = _date_of(step.deadline, expected[start], school_days)
    return Due(step, on, waits_for, _is_by_weekdays(step.deadline, expected[start], on, school_days))


def _due_again(step: Step, done: Mapping[str, dt.date], school_days: SchoolDays) -> Due | None:
    if step.every is None or _has_ended(step, done):
        return None
    start = done[step.id]
    on = _date_of(step.every, start, school_days)
    return Due(step, on, by_weekdays=_is_by_weekdays(step.every, start, on, school_days), is_again=True)


def _has_ended(step: Step, done: Mapping[str, dt.date]) -> bool:
    return step.until is not None and step.until in done


def _date_of(deadline: Deadline, start: dt.date, school_days: SchoolDays) -> dt.date:
    """The same day is nought days on."""
    if deadline.unit is DeadlineUnit.SCHOOL_DAYS:
        return school_days.after(start, deadline.length)
    days = deadline.length * (DAYS_IN_A_WEEK if deadline.unit is DeadlineUnit.WEEKS else 1)
    return school_days.on_or_after(start + dt.timedelta(days=days))


def _is_by_weekdays(deadline: Deadline, start: dt.date, on: dt.date, school_days: SchoolDays) -> bool:
    """School days are counted from the start on; of other deadlines only the day itself is looked up."""
    counted_from = start if deadline.unit is DeadlineUnit.SCHOOL_DAYS else on
    return not (school_days.is_known(counted_from) and school_days.is_known(on))
