"""From the events of one pupil to days. Reordered, repeated or delayed on the way, they give the same days."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import TypeVar

from skoleporten.rules.presence.days import Day, Look, Visit, Why
from skoleporten.rules.presence.events import Event, Kind, RatedBy
from skoleporten.rules.presence.places import Place
from skoleporten.rules.presence.standing import SAME_TAP, Standing, standing

# Within a lesson two people who say different things mean the same visit.
LESSON = dt.timedelta(minutes=45)
Value = TypeVar("Value")


def derive(events: Iterable[Event]) -> dict[dt.date, Day]:
    """Each day with a mark that stands, held ones too. A day belongs to the time that is right, not to when it came."""
    by_day: dict[dt.date, list[Standing]] = defaultdict(list)
    for one in standing(events):
        by_day[one.day].append(one)
    return {date: _day(date, marks) for date, marks in sorted(by_day.items())}


def _day(date: dt.date, marks: Sequence[Standing]) -> Day:
    held = [
        Look(Why(one.mark.held_for.value), (one.mark.id,)) for one in marks if one.mark.held_for and not one.is_kept
    ]
    counted = _by_people([one for one in marks if not one.mark.held_for or one.is_kept])
    walk = _Walk()
    for _at, group in groupby(
        (one for one in counted if one.mark.kind != Kind.NOT_COMING), key=lambda one: one.mark.at
    ):
        walk.take(list(group))
    absent = [one for one in counted if one.mark.kind == Kind.NOT_COMING]
    visits = [stay for stay in walk.stays if not _was_a_slip(stay, absent)]
    looks = [*held, *walk.looks, *_came_or_not(visits, absent)]
    kept = {one.mark.id for one in marks if one.is_kept}
    open_looks = [look for look in looks if not kept & set(look.marks)]
    return Day(
        date,
        visits=tuple(stay.visit() for stay in visits),
        did_not_come=bool(absent) and not visits,
        looks=tuple(open_looks),
        last_mark=counted[-1].mark.id if counted else None,
    )


def _held(one: Standing) -> Look:
    assert one.mark.held_for is not None
    return Look(Why(one.mark.held_for.value), (one.mark.id,))


def _by_people(marks: Sequence[Standing]) -> list[Standing]:
    """What a person marked beats what was filled in beforehand."""
    seen = [one for one in marks if not one.mark.is_prefilled]
    return seen or list(marks)


@dataclass
class _Stay:
    """A visit while it is put together. `ended` is set where the pupil went on to another place."""

    arrivals: list[Standing] = field(default_factory=list)
    leavings: list[Standing] = field(default_factory=list)
    ended: dt.datetime | None = None

    @property
    def marks(self) -> list[Standing]:
        return [*self.arrivals, *self.leavings]

    @property
    def place(self) -> Place | None:
        return _last(one.mark.place for one in self.marks)

    @property
    def left(self) -> dt.datetime | None:
        return self.leavings[0].mark.at if self.leavings else self.ended

    def visit(self) -> Visit:
        """The first time that she was seen stands; of what else was said, what was said last."""
        marks = [one.mark for one in self.marks]
        rated = [mark for mark in marks if mark.rating is not None]
        return Visit(
            arrived=self.arrivals[0].mark.at if self.arrivals else None,
            left=self.left,
            place=self.place,
            with_whom=_last(mark.with_whom or None for mark in marks) or "",
            rating=rated[-1].rating if rated else None,
            rated_by=(rated[-1].rated_by or RatedBy.PUPIL) if rated else None,
            word=_last(mark.word or None for mark in marks) or "",
            arrivals=tuple(one.mark.id for one in self.arrivals),
            leavings=tuple(one.mark.id for one in self.leavings),
        )


class _Walk:
    """Through the arrivals and leavings of one day in the order of their times."""

    def __init__(self) -> None:
        self.stays: list[_Stay] = []
        self.looks: list[Look] = []

    def take(self, at_once: Sequence[Standing]) -> None:
        """Of marks at the very same time the one that ends a visit comes first, where one is open."""
        first = Kind.LEFT if self._is_open else Kind.ARRIVED
        for one in sorted(at_once, key=lambda one: one.mark.kind != first):
            if one.mark.kind == Kind.ARRIVED:
                self._arrive(one)
            else:
                self._leave(one)

    @property
    def _is_open(self) -> bool:
        return bool(self.stays) and self.stays[-1].left is None

    def _arrive(self, one: Standing) -> None:
        if not self._is_open:
            self.stays.append(_Stay(arrivals=[one]))
            return
        stay = self.stays[-1]
        since = one.mark.at - stay.arrivals[-1].mark.at
        elsewhere = None not in (one.mark.place, stay.place) and one.mark.place != stay.place
        if elsewhere and since <= LESSON and one.mark.by != stay.arrivals[-1].mark.by:
            self._look(Why.DIFFERENT_PLACES, stay.arrivals[-1], one)
        if elsewhere and since > SAME_TAP:
            stay.ended = one.mark.at
            self.stays.append(_Stay(arrivals=[one]))
            return
        if since > SAME_TAP:
            self._look(Why.ARRIVED_TWICE, stay.arrivals[-1], one)
        stay.arrivals.append(one)

    def _leave(self, one: Standing) -> None:
        last = self.stays[-1] if self.stays else None
        if last and (last.left is None or self._is_same_leaving(last, one)):
            last.leavings.append(one)
            return
        self.stays.append(_Stay(leavings=[one]))
        self._look(Why.LEFT_WITHOUT_ARRIVING, one)

    @staticmethod
    def _is_same_leaving(last: _Stay, one: Standing) -> bool:
        return bool(last.leavings) and one.mark.at - last.leavings[-1].mark.at <= SAME_TAP

    def _look(self, why: Why, *marks: Standing) -> None:
        self.looks.append(Look(why, tuple(one.mark.id for one in marks)))


def _was_a_slip(stay: _Stay, absent: Sequence[Standing]) -> bool:
    """Whoever tapped "came" and shortly after "does not come" meant the latter, where nobody else saw the pupil."""
    if stay.left is not None or len({one.mark.by for one in stay.arrivals}) > 1:
        return False
    first = stay.arrivals[0].mark
    last = stay.arrivals[-1].mark
    return any(one.mark.by == last.by and first.at <= one.mark.at <= first.at + SAME_TAP for one in absent)


def _came_or_not(stays: Sequence[_Stay], absent: Sequence[Standing]) -> Iterable[Look]:
    """One person saw the pupil, and another one, within a lesson or while she was here, says that she does not come."""
    for stay in stays:
        for one in absent:
            seen = [arrival for arrival in stay.arrivals if arrival.mark.by != one.mark.by]
            if seen and (_is_during(stay, one.mark.at) or abs(seen[0].mark.at - one.mark.at) <= LESSON):
                yield Look(Why.CAME_OR_NOT, (seen[0].mark.id, one.mark.id))


def _is_during(stay: _Stay, at: dt.datetime) -> bool:
    return stay.arrivals[0].mark.at <= at and (stay.left is None or at <= stay.left)


def _last(values: Iterable[Value | None]) -> Value | None:
    """The last that is given."""
    return next((value for value in reversed(list(values)) if value is not None), None)
