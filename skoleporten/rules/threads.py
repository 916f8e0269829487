"""Messages between a family and the team: a thread on a matter, and by when an answer is promised. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from enum import StrEnum

# What the family is promised: an answer within so many school days after the day it was written.
SCHOOL_DAYS = 2
# A calendar without school days, such as one that ends in June, is no reason to promise a day years ahead.
_FAR = dt.timedelta(days=90)


class Party(StrEnum):
    """Who in the family the thread is with."""

    GUARDIAN = "guardian"
    PUPIL = "pupil"


class Matter(StrEnum):
    PLAN = "plan"
    MEETING = "meeting"
    ABSENCE = "absence"
    CONSENT = "consent"
    OTHER = "other"


class Turn(StrEnum):
    """What happened to a thread besides its messages."""

    OPENED = "opened"
    CLOSED = "closed"
    REOPENED = "reopened"
    ASSIGNED = "assigned"
    READERS = "readers"
    NO_ANSWER_NEEDED = "no_answer_needed"


def answer_by(written_on: dt.date, is_school_day: Callable[[dt.date], bool], school_days: int = SCHOOL_DAYS) -> dt.date:
    """The day of the promise: the second school day after the one it was written on, which itself never counts."""
    day, left = written_on, school_days
    while left and day - written_on < _FAR:
        day += dt.timedelta(days=1)
        left -= is_school_day(day)
    return day


def may_choose(party: Party) -> tuple[str, ...]:
    """Whom the one in the family may let read along. The adults of Skoleporten always do."""
    return ("guardian",) if party is Party.PUPIL else ("guardian", "pupil")
