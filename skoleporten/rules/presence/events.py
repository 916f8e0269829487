"""What somebody marked at the door. An event is never changed: what was wrong is corrected by a new one."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from skoleporten.rules.presence.places import Place


class Kind(StrEnum):
    """Three marks of a pupil, and three events about an earlier one."""

    ARRIVED = "arrived"
    LEFT = "left"
    NOT_COMING = "not_coming"
    UNDO = "undo"
    CORRECTION = "correction"
    KEPT = "kept"


MARKS = frozenset({Kind.ARRIVED, Kind.LEFT, Kind.NOT_COMING})
ABOUT_ANOTHER = frozenset(Kind) - MARKS


class Held(StrEnum):
    """Why a mark is stored and does not count until somebody has looked at it."""

    FUTURE = "future"
    TOO_OLD = "too_old"
    ACCESS_ENDED = "access_ended"
    CASE_ENDED = "case_ended"


class RatedBy(StrEnum):
    """Who chose how it was: the pupil, or an adult who wrote down what the pupil said."""

    PUPIL = "pupil"
    ADULT = "adult"


@dataclass(frozen=True)
class Event:
    """`id` is made on the device. `at` is when it was captured, as near as the server can tell; `by` a person's key.

    A correction says what is right now of the mark it is `about`; None of a value leaves that value alone. Of a
    correction `at` is when it was made, and `new_at` the time that is right.
    """

    id: str
    kind: Kind
    at: dt.datetime
    received: dt.datetime
    by: str
    place: Place | None = None
    with_whom: str | None = None
    rating: int | None = None
    rated_by: RatedBy | None = None
    word: str | None = None
    about: str | None = None
    new_at: dt.datetime | None = None
    is_prefilled: bool = False
    held_for: Held | None = None
