"""The marks that stand: with what was corrected, and without what was undone. A function of the set of events."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from skoleporten.rules.presence.clock import school_day
from skoleporten.rules.presence.events import MARKS, Event, Kind

# Two taps of one thing: on two phones, or twice on one. Ours.
SAME_TAP = dt.timedelta(minutes=10)
CORRECTED = ("place", "with_whom", "rating", "rated_by", "word")


@dataclass(frozen=True)
class Standing:
    """`mark` has the values that are right now. `is_kept`: somebody has looked at it and said that it is right."""

    mark: Event
    is_kept: bool
    is_corrected: bool

    @property
    def day(self) -> dt.date:
        return school_day(self.mark.at)


def standing(events: Iterable[Event]) -> list[Standing]:
    """In the order of their times. The same event twice is one."""
    once = {event.id: event for event in sorted(events, key=_order)}
    verdicts = _verdicts(once.values())
    undone = [(once[about], said) for about, said in verdicts.items() if said.kind == Kind.UNDO and about in once]
    gone = {event.id for event, _said in undone}
    corrections = [event for event in once.values() if event.kind == Kind.CORRECTION and event.id not in gone]
    marks = [event for event in once.values() if event.kind in MARKS and event.id not in gone]
    kept = {about for about, said in verdicts.items() if said.kind == Kind.KEPT}
    found = [_corrected(mark, corrections, mark.id in kept) for mark in marks]
    return sorted((one for one in found if not _went_with(one, undone)), key=lambda one: _order(one.mark))


def _order(event: Event) -> tuple[Any, ...]:
    """Later captured comes later; what else it takes to be the same order each time."""
    return event.at, event.received, event.id, event.kind, repr(event)


def _verdicts(events: Iterable[Event]) -> dict[str, Event]:
    """The last word on each event: undone, or kept after all."""
    said = sorted((event for event in events if event.kind in {Kind.UNDO, Kind.KEPT}), key=_order)
    return {event.about: event for event in said if event.about}


def _went_with(one: Standing, undone: Sequence[tuple[Event, Event]]) -> bool:
    """A second tap of the same thing by the same person goes with the first, where it was made before the undoing."""
    mark = one.mark
    if one.is_kept or one.is_corrected:
        return False
    return any(
        (gone.kind, gone.by, school_day(gone.at)) == (mark.kind, mark.by, one.day)
        and abs(gone.at - mark.at) <= SAME_TAP
        and mark.at <= said.at
        for gone, said in undone
    )


def _corrected(mark: Event, corrections: Sequence[Event], is_kept: bool) -> Standing:
    """Of each value the latest correction stands."""
    values: dict[str, Any] = {}
    for correction in corrections:
        if correction.about == mark.id:
            values |= _values(correction)
    return Standing(replace(mark, **values), is_kept, bool(values))


def _values(correction: Event) -> dict[str, Any]:
    given = {name: value for name in CORRECTED if (value := getattr(correction, name)) is not None}
    return given | ({"at": correction.new_at} if correction.new_at else {})
