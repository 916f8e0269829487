"""What a file says about the school calendar, before anybody has decided to use it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise

MOST_BYTES = 1_000_000
MOST_LINES = 2_000
_FIRST_DAY_MONTHS = (7, 8, 9, 10)
_LAST_DAY_MONTHS = (5, 6, 7)


class LineKind(StrEnum):
    FREE = "free"
    PLANNING = "planning"
    SCHOOL_DAY = "school_day"
    FIRST_DAY = "first_day"
    LAST_DAY = "last_day"
    UNKNOWN = "unknown"


ENTRY_KINDS = frozenset({LineKind.FREE, LineKind.PLANNING, LineKind.SCHOOL_DAY})


@dataclass(frozen=True, order=True)
class Line:
    first_date: date
    last_date: date
    kind: LineKind
    name: str = ""

    def covers(self, day: date) -> bool:
        return self.first_date <= day <= self.last_date


@dataclass(frozen=True, order=True)
class LengthLine:
    """Minutes offered on a weekday (0 = Monday) to the grades from first to last."""

    first_grade: int
    last_grade: int
    weekday: int
    minutes: int


@dataclass(frozen=True)
class Problem:
    """A line that could not be used. `line` counts from 1, and is the event's number in an .ics file."""

    line: int
    value: str
    what: str
    do: str


@dataclass(frozen=True)
class Draft:
    lines: tuple[Line, ...] = ()
    lengths: tuple[LengthLine, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class YearDraft:
    """The part of a draft that lies in one school year. A day that the file does not give is None."""

    first_day: date | None
    last_day: date | None
    entries: tuple[Line, ...]
    unknown: tuple[Line, ...]
    lengths: tuple[LengthLine, ...]
    problems: tuple[Problem, ...]
    lines_outside: int


def in_school_year(draft: Draft, start: date, end: date) -> YearDraft:
    inside = sorted(line for line in draft.lines if line.last_date >= start and line.first_date <= end)
    firsts = [line for line in inside if line.kind is LineKind.FIRST_DAY]
    lasts = [line for line in inside if line.kind is LineKind.LAST_DAY]
    entries = [_cut(line, start, end) for line in inside if line.kind in ENTRY_KINDS]
    return YearDraft(
        first_day=next((line.first_date for line in firsts if line.first_date.month in _FIRST_DAY_MONTHS), None),
        last_day=next((line.last_date for line in reversed(lasts) if line.last_date.month in _LAST_DAY_MONTHS), None),
        entries=tuple(sorted(entries + list(_breaks(firsts + lasts, entries)))),
        unknown=tuple(line for line in inside if line.kind is LineKind.UNKNOWN),
        lengths=tuple(sorted(draft.lengths)),
        problems=draft.problems,
        lines_outside=len(draft.lines) - len(inside),
    )


def _cut(line: Line, start: date, end: date) -> Line:
    return replace(line, first_date=max(line.first_date, start), last_date=min(line.last_date, end))


def _breaks(markers: list[Line], entries: Iterable[Line]) -> Iterator[Line]:
    """Days off that a file only says as "last school day before" and "first school day after"."""
    known = list(entries)
    for before, after in pairwise(sorted(markers)):
        if (before.kind, after.kind) != (LineKind.LAST_DAY, LineKind.FIRST_DAY):
            continue
        gap = Line(before.last_date + timedelta(1), after.first_date - timedelta(1), LineKind.FREE, before.name)
        if any(day.weekday() < 5 and not any(line.covers(day) for line in known) for day in _days(gap)):
            yield gap


def _days(line: Line) -> Iterator[date]:
    for number in range((line.last_date - line.first_date).days + 1):
        yield line.first_date + timedelta(number)
