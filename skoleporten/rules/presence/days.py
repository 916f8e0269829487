"""What follows from the marks of one pupil: visits, minutes, and what somebody has to look at."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from skoleporten.rules.presence.clock import minutes_between
from skoleporten.rules.presence.events import RatedBy
from skoleporten.rules.presence.places import Place


class Why(StrEnum):
    """Why the case's owner is asked to look. The first four are those of a mark that is held."""

    FUTURE = "future"
    TOO_OLD = "too_old"
    ACCESS_ENDED = "access_ended"
    CASE_ENDED = "case_ended"
    LEFT_WITHOUT_ARRIVING = "left_without_arriving"
    ARRIVED_TWICE = "arrived_twice"
    DIFFERENT_PLACES = "different_places"
    CAME_OR_NOT = "came_or_not"
    NOT_LEFT = "not_left"


@dataclass(frozen=True)
class Look:
    """`marks` are the ids it is about: the owner keeps one of them, or corrects it."""

    why: Why
    marks: tuple[str, ...]


@dataclass(frozen=True)
class Visit:
    """No time means that nobody marked it. The ids are those of the marks that it is made of, in their order."""

    arrived: dt.datetime | None
    left: dt.datetime | None
    place: Place | None
    with_whom: str
    rating: int | None
    rated_by: RatedBy | None
    word: str
    arrivals: tuple[str, ...]
    leavings: tuple[str, ...]

    @property
    def marks(self) -> tuple[str, ...]:
        return self.arrivals + self.leavings

    @property
    def minutes(self) -> int | None:
        if self.arrived is None or self.left is None:
            return None
        return minutes_between(self.arrived, self.left)

    @property
    def is_open(self) -> bool:
        return self.left is None


@dataclass(frozen=True)
class Day:
    """`last_mark` is the latest one that counts: what whoever presses "undo" means."""

    date: dt.date
    visits: tuple[Visit, ...]
    did_not_come: bool
    looks: tuple[Look, ...]
    last_mark: str | None

    @property
    def is_told(self) -> bool:
        """Something counts: a day with nothing but marks that are held is as one without any."""
        return bool(self.visits) or self.did_not_come

    @property
    def minutes(self) -> int | None:
        """Those that are known; None where somebody was here and nobody knows how long, or nothing counts yet."""
        if self.did_not_come:
            return 0
        known = [visit.minutes for visit in self.visits if visit.minutes is not None]
        return sum(known) if known else None

    @property
    def by_place(self) -> Mapping[Place | None, int]:
        found: Counter[Place | None] = Counter()
        for visit in self.visits:
            found[visit.place] += visit.minutes or 0
        return dict(found)

    @property
    def is_open(self) -> bool:
        return bool(self.visits) and self.visits[-1].is_open

    def minutes_at(self, now: dt.datetime) -> int | None:
        """So far: who is here has been here until now."""
        if not self.is_open or (start := self.visits[-1].arrived) is None:
            return self.minutes
        return (self.minutes or 0) + max(minutes_between(start, now), 0)

    def looks_on(self, today: dt.date) -> tuple[Look, ...]:
        """Once the day is over, somebody who never left is among them."""
        if not self.is_open or self.date >= today:
            return self.looks
        return (*self.looks, Look(Why.NOT_LEFT, self.visits[-1].marks))
