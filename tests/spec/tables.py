"""Reads the tables that the specification is written in: cells between bars, a heading first, - for no value."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from skoleporten.rules.absence import AbsenceEvent, CalendarDay, Documented, Enrolment, Kind, Reason, UnregisteredDay
from skoleporten.rules.calendar import Window, WindowUnit, dates_between
from skoleporten.rules.concern import Limit, Measure, Rule, RuleSet

T = TypeVar("T")
Row = dict[str, str]
Value = float | int | None
Expected = dict[str, dict[str, Value]]
FoundSignal = tuple[str, str, dt.date, dt.date, float, tuple[dt.date, ...]]


@dataclass(frozen=True)
class Case:
    """One statement of the specification. `as_of` None: the last day of the calendar. A calendar row is the weekdays
    from its first to its last date. `expected` names pupils and those measures that the case is about."""

    states: str
    enrolments: str
    calendar: str
    absences: str = ""
    unregistered: str = ""
    as_of: str | None = None
    denominator: str = "calendar"
    expected: str = ""
    rules: str = ""
    signals: str = ""
    counts: Mapping[str, int] = field(default_factory=dict, hash=False)

    @property
    def seen_from(self) -> dt.date:
        return _date(self.as_of) or max(row.date for row in calendar_rows(self.calendar))


def rows_of(text: str) -> list[Row]:
    lines = [line.strip() for line in text.strip().splitlines() if line.strip()]
    cells = [[cell.strip() for cell in line.split("|")] for line in lines]
    return [dict(zip(cells[0], row, strict=True)) for row in cells[1:]]


def enrolment_rows(text: str) -> list[Enrolment]:
    return [
        Enrolment(
            row["pupil"],
            row["school"],
            _optional(int, row.get("grade", "3")),
            dt.date.fromisoformat(row["start"]),
            _date(row.get("end")),
            _or_none(row.get("class")),
        )
        for row in rows_of(text)
    ]


def calendar_rows(text: str) -> list[CalendarDay]:
    return [
        CalendarDay(row["school"], date, int(row.get("minutes", "300")), _optional(int, row.get("grade")))
        for row in rows_of(text)
        for date in dates_between(dt.date.fromisoformat(row["first"]), dt.date.fromisoformat(row["last"]))
        if date.weekday() < 5
    ]


def absence_rows(text: str) -> list[AbsenceEvent]:
    return [
        AbsenceEvent(
            row["pupil"],
            row.get("school", "s"),
            date,
            Kind(row["kind"]),
            _optional(int, row["minutes"]),
            Documented(row.get("documented", "unknown")),
            Reason(row.get("reason", "unknown")),
            "spec",
            f"{number}-{date}",
        )
        for number, row in enumerate(rows_of(text))
        for date in dates_of(row["dates"])
    ]


def unregistered_rows(text: str) -> list[UnregisteredDay]:
    rows = rows_of(text)
    return [UnregisteredDay(row["school"], dt.date.fromisoformat(row["date"]), _or_none(row["class"])) for row in rows]


def expected_measures(text: str) -> Expected:
    return {row.pop("pupil"): {name: value_of(cell) for name, cell in row.items()} for row in rows_of(text)}


def rule_set(text: str, set_id: str) -> RuleSet:
    rules = tuple(_rule(row, set_id) for row in rows_of(text))
    return RuleSet(set_id, "1", {}, "", rules, text, "")


def _rule(row: Row, set_id: str) -> Rule:
    return Rule(
        set_id=set_id,
        id=row["id"],
        measure=Measure(row["measure"]),
        window=_optional(_window, row["window"]),
        limit=_limit(row["limit"]),
        weekday=_or_none(row.get("weekday")),
        minimum_offered_days=_optional(int, row.get("least days")) or 1,
        maximum_offered_days=_optional(int, row.get("most days")),
    )


def _window(cell: str) -> Window:
    unit, *length = cell.split()
    return Window(WindowUnit(unit), int(length[0]) if length else None)


def _limit(cell: str) -> Limit:
    """`>= 10 %`, `> 10 %`, `>= 3` or `> 3`."""
    sign, number, *percent = cell.split()
    if percent:
        return Limit(basis_points=round(float(number) * 100), inclusive=sign == ">=")
    return Limit(count=int(number), inclusive=sign == ">=")


def expected_signals(text: str) -> list[FoundSignal]:
    return sorted(
        (
            row["pupil"],
            f"spec/{row['rule']}",
            dt.date.fromisoformat(row["start"]),
            dt.date.fromisoformat(row["end"]),
            float(value_of(row["value"]) or 0),
            tuple(dates_of(row["dates"])),
        )
        for row in rows_of(text)
    )


def dates_of(cell: str) -> list[dt.date]:
    """`2025-09-01`, several with spaces between, or the weekdays `2025-09-01..2025-09-05`."""
    dates = []
    for part in cell.split():
        first, _, last = part.partition("..")
        span = dates_between(dt.date.fromisoformat(first), dt.date.fromisoformat(last or first))
        dates += [date for date in span if not last or date.weekday() < 5]
    return dates


def value_of(cell: str) -> Value:
    """A whole number, a ratio such as 300/6000 (kept so that it can be followed), or a difference of two ratios."""
    if cell == "-":
        return None
    if " - " in cell:
        more, less = (value_of(part) for part in cell.split(" - "))
        return (more or 0) - (less or 0)
    above, _, below = cell.partition("/")
    return int(above) / int(below) if below else int(above)


def _optional(make: Callable[[str], T], cell: str | None) -> T | None:
    return make(cell) if cell and cell != "-" else None


def _or_none(cell: str | None) -> str | None:
    return _optional(str, cell)


def _date(cell: str | None) -> dt.date | None:
    return _optional(dt.date.fromisoformat, cell)
