"""What differs between one step and the next. One thing at a time is the way; more than one is told, never refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from skoleporten.rules.plan.agreed import SCHOOL_WEEK, Agreed, Change, Part


@dataclass(frozen=True)
class Noticed:
    """What to tell whoever writes the step; nothing of it stands in the way."""

    changes: tuple[Change, ...]
    chosen: Change

    @property
    def is_more_than_one(self) -> bool:
        return len(self.changes) > 1

    @property
    def is_another(self) -> bool:
        """Something changes, and not what was chosen."""
        return bool(self.changes) and self.chosen not in self.changes

    @property
    def is_nothing(self) -> bool:
        """Something was chosen, and everything is as before."""
        return not self.changes and self.chosen != Change.NOTHING


def differs(before: Agreed, after: Agreed) -> tuple[Change, ...]:
    """In the order of Change. Coming from a pause, where and with whom are not counted: there was nothing before."""
    found = {
        Change.MINUTES: _times(before) != _times(after),
        Change.PLACE: _has_new(before, after, lambda part: f"{part.place} {part.is_remote}"),
        Change.PEOPLE: _has_new(before, after, lambda part: _said(part.with_whom)),
        Change.ACADEMICS: _said(before.academics) != _said(after.academics),
        Change.TRANSPORT: _said(before.transport) != _said(after.transport),
    }
    return tuple(change for change, is_so in found.items() if is_so)


def noticed(before: Agreed | None, after: Agreed, chosen: Change) -> Noticed | None:
    """None for the first step, in which everything is new."""
    return None if before is None else Noticed(differs(before, after), chosen)


def _times(agreed: Agreed) -> list[tuple[int, str, int]]:
    return sorted((part.weekday, str(part.starts or ""), part.minutes) for part in agreed.parts)


def _has_new(before: Agreed, after: Agreed, of: Callable[[Part], str]) -> bool:
    """On a day that is in both weeks, or anywhere. What only falls away is less time, and no change of its own."""
    if not before.parts or not after.parts:
        return False
    anywhere = {of(part) for part in before.parts}
    if {of(part) for part in after.parts} - anywhere:
        return True
    both = [day for day in SCHOOL_WEEK if before.on(day) and after.on(day)]
    return any({of(part) for part in after.on(day)} - {of(part) for part in before.on(day)} for day in both)


def _said(text: str) -> str:
    return " ".join(text.split()).casefold()
