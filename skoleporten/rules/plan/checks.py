"""What must be right before a step is written: its dates, its week, and what goes with being taught from afar."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from skoleporten.rules.plan.agreed import (
    LEAST_MINUTES,
    MOST_MINUTES,
    MOST_PARTS_A_DAY,
    SCHOOL_WEEK,
    Agreed,
    Part,
)

# What was agreed and not written at once may be written so long after, where no plan held; ours.
DAYS_TO_WRITE_IT_DOWN = 14
LONGEST_AHEAD = dt.timedelta(days=366)


class Fault(StrEnum):
    BEFORE_THE_CASE = "before_the_case"
    IN_THE_PAST = "in_the_past"
    TOO_LONG_AGO = "too_long_ago"
    TOO_FAR_AHEAD = "too_far_ahead"
    ENDS_BEFORE_IT_STARTS = "ends_before_it_starts"
    NOTHING_AGREED = "nothing_agreed"
    PAUSE_WITH_MINUTES = "pause_with_minutes"
    NOT_A_SCHOOL_DAY = "not_a_school_day"
    TOO_FEW_OR_MANY_MINUTES = "too_few_or_many_minutes"
    TOO_MANY_PARTS = "too_many_parts"
    OVERLAP = "overlap"
    OVER_MIDNIGHT = "over_midnight"
    REMOTE_WITHOUT_REASON = "remote_without_reason"
    ADAPTED_BY_NOBODY = "adapted_by_nobody"


@dataclass(frozen=True)
class Expectation:
    """What is expected of the pupil, what the school adapts, and who sees to that."""

    expected: str = ""
    adapted: str = ""
    responsible: str = ""
    chooses: str = ""

    @property
    def is_empty(self) -> bool:
        return not (self.expected.strip() or self.adapted.strip())


def date_faults(
    starts: dt.date, ends: dt.date | None, *, opened_on: dt.date, has_plan_then: bool, today: dt.date
) -> tuple[Fault, ...]:
    """A plan that held is never changed backwards: what was agreed on a day stands. `has_plan_then`: on `starts`."""
    found = []
    if starts < opened_on:
        found.append(Fault.BEFORE_THE_CASE)
    elif starts < today and has_plan_then:
        found.append(Fault.IN_THE_PAST)
    elif (today - starts).days > DAYS_TO_WRITE_IT_DOWN:
        found.append(Fault.TOO_LONG_AGO)
    if starts > today + LONGEST_AHEAD:
        found.append(Fault.TOO_FAR_AHEAD)
    if ends is not None and ends < starts:
        found.append(Fault.ENDS_BEFORE_IT_STARTS)
    return tuple(found)


def week_faults(agreed: Agreed) -> tuple[Fault, ...]:
    found = set()
    if agreed.is_pause and agreed.parts:
        found.add(Fault.PAUSE_WITH_MINUTES)
    if not agreed.is_pause and not agreed.parts:
        found.add(Fault.NOTHING_AGREED)
    if any(part.weekday not in SCHOOL_WEEK for part in agreed.parts):
        found.add(Fault.NOT_A_SCHOOL_DAY)
    for day in SCHOOL_WEEK:
        found |= _day_faults(agreed.on(day))
    return tuple(fault for fault in Fault if fault in found)


def _day_faults(parts: Sequence[Part]) -> set[Fault]:
    found = set()
    if len(parts) > MOST_PARTS_A_DAY:
        found.add(Fault.TOO_MANY_PARTS)
    if any(part.minutes < LEAST_MINUTES for part in parts) or sum(part.minutes for part in parts) > MOST_MINUTES:
        found.add(Fault.TOO_FEW_OR_MANY_MINUTES)
    timed = [part for part in parts if part.starts is not None]
    if any(part.ends is None for part in timed):
        found.add(Fault.OVER_MIDNIGHT)
    elif any((earlier.ends or dt.time.max) > (later.starts or dt.time.min) for earlier, later in pairwise(timed)):
        found.add(Fault.OVERLAP)
    return found


def other_faults(agreed: Agreed, remote_reason: str, expectations: Sequence[Expectation]) -> tuple[Fault, ...]:
    """Teaching from afar must carry why the law allows it for this pupil (opplæringslova § 14-4)."""
    found = []
    if any(part.is_remote for part in agreed.parts) and not remote_reason.strip():
        found.append(Fault.REMOTE_WITHOUT_REASON)
    if any(one.adapted.strip() and not one.responsible.strip() for one in expectations):
        found.append(Fault.ADAPTED_BY_NOBODY)
    return tuple(found)
