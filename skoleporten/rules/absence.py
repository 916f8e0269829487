"""Absence as it is told: events on dates, in minutes, days and lessons that are never converted into each other."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What was registered. A DAY event is a whole school day; a part of a day is LESSON."""

    DAY = "day"
    LESSON = "lesson"
    LATE = "late"
    LEFT_EARLY = "left_early"


class Documented(StrEnum):
    """Whether the home or a professional has accounted for the absence. UNKNOWN is neither true nor false."""

    TRUE = "true"
    FALSE = "false"
    UNKNOWN = "unknown"


class Reason(StrEnum):
    ILLNESS = "illness"
    MEDICAL = "medical"
    LEAVE = "leave"
    SCHOOL_INITIATED = "school_initiated"
    TOO_HARD_STATED = "too_hard_stated"
    UNKNOWN = "unknown"
    OTHER = "other"
    NOT_ABSENCE = "not_absence"


@dataclass(frozen=True)
class Enrolment:
    """A pupil's membership of a school. `end` is the last day, inclusive; None means still enrolled.

    `grade` is None where the source does not tell.
    """

    pupil_id: str
    school_id: str
    grade: int | None
    start: dt.date
    end: dt.date | None = None
    class_id: str | None = None


@dataclass(frozen=True)
class CalendarDay:
    """A school day. `grade` None holds for all grades that have no row of their own that day. Minutes > 0."""

    school_id: str
    date: dt.date
    minutes_offered: int
    grade: int | None = None


@dataclass(frozen=True)
class AbsenceEvent:
    """One registration. `minutes` is None only where a source tells of late or left early, and not how long."""

    pupil_id: str
    school_id: str
    date: dt.date
    kind: Kind
    minutes: int | None
    documented: Documented = Documented.UNKNOWN
    reason: Reason = Reason.UNKNOWN
    source: str = ""
    source_id: str = ""


@dataclass(frozen=True)
class UnregisteredDay:
    """A day on which nobody took the register of a class (or, with class None, of the whole school)."""

    school_id: str
    date: dt.date
    class_id: str | None = None
