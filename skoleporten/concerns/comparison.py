"""Attendance before and after a measure began, with the number of days. It says nothing about why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from skoleporten.absence.pupil_days import pupil_days
from skoleporten.concerns.measures import Measure
from skoleporten.rules.absence import PupilDay

# Four weeks: long enough to see past one bad week, short enough to be about now.
DAYS_BEFORE = 20
LOOK_BACK = dt.timedelta(days=120)


@dataclass(frozen=True)
class Attendance:
    """`first` and `last` are None where there is no school day to count."""

    days: int
    whole_days_absent: int
    minutes_offered: int
    minutes_absent: int
    first: dt.date | None
    last: dt.date | None

    @property
    def share_present(self) -> float | None:
        return 1 - self.minutes_absent / self.minutes_offered if self.minutes_offered else None


@dataclass(frozen=True)
class BeforeAndAfter:
    before: Attendance
    after: Attendance
    as_of: dt.date


def before_and_after(measure: Measure, as_of: dt.date | None) -> BeforeAndAfter | None:
    """The pupil's last 20 school days before it began, and all since, until it ended. None before it has begun."""
    if as_of is None or as_of < measure.starts_on:
        return None
    last = min(as_of, measure.ended_on or as_of)
    days = pupil_days(measure.concern.pupil_id, measure.starts_on - LOOK_BACK, last)
    before = [day for day in days if day.date < measure.starts_on][-DAYS_BEFORE:]
    after = [day for day in days if day.date >= measure.starts_on]
    return BeforeAndAfter(_attendance(before), _attendance(after), as_of)


def _attendance(days: Sequence[PupilDay]) -> Attendance:
    return Attendance(
        days=len(days),
        whole_days_absent=sum(day.is_whole for day in days),
        minutes_offered=sum(day.minutes_offered for day in days),
        minutes_absent=sum(day.minutes_absent for day in days),
        first=days[0].date if days else None,
        last=days[-1].date if days else None,
    )
