"""A rule is data: what is measured, over which window, against which limit, with its words and its source."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from skoleporten.rules.calendar import SCHOOL_YEAR, TERM, Window

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")
BASIS_POINTS = 10_000


class Measure(StrEnum):
    ABSENCE_RATE = "absence_rate"
    DOCUMENTED_RATE = "documented_rate"
    UNDOCUMENTED_RATE = "undocumented_rate"
    DAYS_ABSENT = "days_absent"
    LESSONS_ABSENT = "lessons_absent"
    LATE_COUNT = "late_count"
    LEFT_EARLY_COUNT = "left_early_count"
    LATE_OR_LEFT_EARLY_COUNT = "late_or_left_early_count"
    PARTLY_ABSENT_DAYS = "partly_absent_days"
    CURRENT_RUN_DAYS = "current_run_days"
    LONGEST_SPELL_DAYS = "longest_spell_days"
    SPELLS = "spells"
    SHARE_WEEKDAY = "share_weekday"
    RATE_CHANGE = "rate_change"
    WEEKLY_SLOPE = "weekly_slope"


RATES = frozenset({Measure.ABSENCE_RATE, Measure.DOCUMENTED_RATE, Measure.UNDOCUMENTED_RATE})
# Limits of these are in percent or percentage points, kept as basis points; limits of all others are whole numbers.
IN_PERCENT = RATES | {Measure.SHARE_WEEKDAY, Measure.RATE_CHANGE, Measure.WEEKLY_SLOPE}
# Measures that exist over one window only; weekly_slope always looks at the pupil's last 40 offered days.
ONLY_WINDOW: Mapping[Measure, Window] = {
    Measure.CURRENT_RUN_DAYS: SCHOOL_YEAR,
    Measure.LONGEST_SPELL_DAYS: SCHOOL_YEAR,
    Measure.SPELLS: SCHOOL_YEAR,
    Measure.SHARE_WEEKDAY: SCHOOL_YEAR,
    Measure.RATE_CHANGE: TERM,
}


@dataclass(frozen=True)
class Limit:
    """Exactly one of `basis_points` (1 % = 100) and `count`. `inclusive`: the limit itself is enough ("at least")."""

    basis_points: int | None = None
    count: int | None = None
    inclusive: bool = True

    def __post_init__(self) -> None:
        if (self.basis_points is None) == (self.count is None):
            raise ValueError("A limit is either in basis points or a count.")

    @property
    def value(self) -> float | int:
        """In the unit of the measure's value: a fraction (0-1) for percent, otherwise a whole number."""
        return self.count if self.count is not None else (self.basis_points or 0) / BASIS_POINTS

    def is_reached(self, value: Fraction | int) -> bool:
        """Exact, never in floats: 10 % of the time is at least 10 %."""
        if self.count is not None:
            return value >= self.count if self.inclusive else value > self.count
        limit = Fraction(self.basis_points or 0, BASIS_POINTS)
        return value >= limit if self.inclusive else value > limit


@dataclass(frozen=True)
class Rule:
    """`window` is None for weekly_slope only. `ours`: a number in the rule is ours and not the source's."""

    set_id: str
    id: str
    measure: Measure
    window: Window | None
    limit: Limit
    text: Mapping[str, str] = field(default_factory=dict, hash=False)
    source: str = ""
    minimum_offered_days: int = 1
    maximum_offered_days: int | None = None
    minimum_days_absent: int | None = None
    weekday: str | None = None
    ours: bool = False

    @property
    def full_id(self) -> str:
        """`set/rule`: the id in all output, unique across rule sets."""
        return f"{self.set_id}/{self.id}"

    @property
    def needs_dated_days(self) -> bool:
        """Whether it must be known which dates were offered, and not only how many in the school year."""
        return self.measure in ONLY_WINDOW or self.window != SCHOOL_YEAR


@dataclass(frozen=True)
class RuleSet:
    """`text` is the file as read and `sha256` the hash of its UTF-8 bytes: a signal points at exactly what made it."""

    id: str
    version: str
    name: Mapping[str, str] = field(hash=False)
    source: str
    rules: tuple[Rule, ...]
    text: str
    sha256: str


@dataclass(frozen=True)
class Signal:
    """That a pupil's measure reached a rule's limit.

    `rule_id` is `set/rule`. `value` and `limit` share a unit: a fraction (0-1) or a whole number.
    `dates` are the days in the window that caused it, in order. `offered_days` are the window's, where they are known.
    """

    rule_id: str
    pupil_id: str
    window_start: dt.date
    window_end: dt.date
    value: float | int
    limit: float | int
    dates: tuple[dt.date, ...]
    offered_days: int | None = None
