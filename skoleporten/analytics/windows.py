"""The windows that a check needs: the fixed ones, and those that its rules ask for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from skoleporten.rules.calendar import PREVIOUS_SCHOOL_YEAR, PREVIOUS_TERM, SCHOOL_YEAR, TERM, WindowUnit, window_bounds
from skoleporten.rules.concern import Measure, Rule, RuleSet, Window

# The weekly slope looks at blocks of five school days, eight of them.
BLOCK, BLOCKS = 5, 8
SLOPE = Window(WindowUnit.SCHOOL_DAYS, BLOCK * BLOCKS)

RATES_AND_COUNTS = (
    "minutes_absent",
    "documented_minutes",
    "undocumented_minutes",
    "days_absent",
    "lessons_absent",
    "late_count",
    "left_early_count",
    "partly_absent_days",
)
FAMILY = (SCHOOL_YEAR, PREVIOUS_SCHOOL_YEAR, TERM, PREVIOUS_TERM)

COUNTED_BY: dict[Measure, tuple[str, ...]] = {
    Measure.ABSENCE_RATE: ("minutes_absent",),
    Measure.DOCUMENTED_RATE: ("documented_minutes",),
    Measure.UNDOCUMENTED_RATE: ("undocumented_minutes",),
    Measure.DAYS_ABSENT: ("days_absent",),
    Measure.LESSONS_ABSENT: ("lessons_absent",),
    Measure.LATE_COUNT: ("late_count",),
    Measure.LEFT_EARLY_COUNT: ("left_early_count",),
    Measure.LATE_OR_LEFT_EARLY_COUNT: ("late_count", "left_early_count"),
    Measure.PARTLY_ABSENT_DAYS: ("partly_absent_days",),
}


@dataclass(frozen=True)
class DatedWindow:
    """A window with the same dates for all pupils; both are in it."""

    window: Window
    start: dt.date
    end: dt.date
    counted: tuple[str, ...]

    @property
    def name(self) -> str:
        return window_name(self.window)


@dataclass(frozen=True)
class SchoolDaysWindow:
    """A pupil's last `length` offered days, whichever dates they are."""

    window: Window
    length: int
    counted: tuple[str, ...]

    @property
    def name(self) -> str:
        return window_name(self.window)


@dataclass(frozen=True)
class Windows:
    as_of: dt.date
    dated: tuple[DatedWindow, ...]
    school_days: tuple[SchoolDaysWindow, ...]

    @property
    def school_year(self) -> DatedWindow:
        return self.dated[0]

    @property
    def all(self) -> list[DatedWindow | SchoolDaysWindow]:
        return [*self.dated, *self.school_days]

    def of(self, window: Window) -> DatedWindow | SchoolDaysWindow:
        return next(found for found in self.all if found.window == window)


def window_name(window: Window) -> str:
    return f"{window.unit}_{window.length}" if window.length else str(window.unit)


def needed_windows(rule_sets: Iterable[RuleSet], as_of: dt.date) -> Windows:
    counted: dict[Window, set[str]] = {window: set(RATES_AND_COUNTS) for window in FAMILY}
    counted[SLOPE] = set()
    for rule in all_rules(rule_sets):
        if rule.window:
            counted.setdefault(rule.window, set()).update(COUNTED_BY.get(rule.measure, ()))
    inner = {window: tuple(name for name in RATES_AND_COUNTS if name in names) for window, names in counted.items()}
    return Windows(
        as_of,
        tuple(
            DatedWindow(window, *window_bounds(window, as_of), names)
            for window, names in inner.items()
            if window.unit is not WindowUnit.SCHOOL_DAYS
        ),
        tuple(
            SchoolDaysWindow(window, window.length, names)
            for window, names in inner.items()
            if window.unit is WindowUnit.SCHOOL_DAYS and window.length
        ),
    )


def all_rules(rule_sets: Iterable[RuleSet]) -> list[Rule]:
    return [rule for rule_set in rule_sets for rule in rule_set.rules]
