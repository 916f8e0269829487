"""The numbers of small_steps.toml, and the stairs from five minutes to full days."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from skoleporten.rules.plan.agreed import LEAST_MINUTES, MOST_MINUTES, SCHOOL_WEEK, Agreed
from skoleporten.rules.toml_files import Table, read_text, table_of

SHIPPED = Path(__file__).parent / "small_steps.toml"
NUMBERS = {
    "school_days": (1, 60),
    "day_managed_percent": (1, 100),
    "least_days": (1, 60),
    "asks_from_percent": (1, 100),
    "hard_up_to": (1, 5),
}


@dataclass(frozen=True)
class Stair:
    """One of the two: so many minutes on a day, or so many full days a week."""

    minutes: int = 0
    full_days: int = 0


class Standing(StrEnum):
    """Of a stair: used before, now, or there to be used."""

    BEEN = "been"
    HERE = "here"
    MAY = "may"


@dataclass(frozen=True)
class SmallSteps:
    """`increments`: from so many minutes, so many more; in order."""

    version: str
    school_days: int
    day_managed_percent: int
    least_days: int
    asks_from_percent: int
    hard_up_to: int
    increments: tuple[tuple[int, int], ...]
    stairs: tuple[Stair, ...]

    def more(self, minutes: int) -> int:
        """The next small step up from so many minutes on a day."""
        return minutes + [add for least, add in self.increments if least <= minutes][-1]


@cache
def shipped_small_steps() -> SmallSteps:
    return parse_small_steps(read_text(SHIPPED, "It comes with the package."), str(SHIPPED))


def parse_small_steps(text: str, file: str) -> SmallSteps:
    """`file` is only named in errors."""
    table = table_of(text, file, "rule of small steps")
    table.only(("version", "source", *NUMBERS, "increment", "stair"))
    for name in NUMBERS:
        if name not in table.values:
            raise table.refuse(None, f"'{name}' is missing.", "Give it a whole number.")
    numbers = {name: table.whole(name, least, most) for name, (least, most) in NUMBERS.items()}
    return SmallSteps(
        version=table.string("version"),
        increments=_increments(table),
        stairs=tuple(_stair(row) for row in table.rows("stair", "rule")),
        **numbers,
    )


def stair_of(agreed: Agreed, offered: Mapping[int, int], stairs: tuple[Stair, ...]) -> Stair | None:
    """The highest one that the week reaches; None in a pause. `offered`: ordinary minutes by weekday, where known."""
    full = sum(agreed.minutes_on(day) >= offered[day] for day in SCHOOL_WEEK if offered.get(day))
    reached = [
        stair
        for stair in stairs
        if (stair.full_days and stair.full_days <= full) or (stair.minutes and stair.minutes <= agreed.longest_day)
    ]
    return reached[-1] if reached else None


def standings(
    stairs: tuple[Stair, ...], before: Iterable[Stair | None], here: Stair | None
) -> list[tuple[Stair, Standing]]:
    """Each stair once. One that was passed over has not been used, and is no less there for that."""
    used = set(before)
    return [
        (stair, Standing.HERE if stair == here else Standing.BEEN if stair in used else Standing.MAY)
        for stair in stairs
    ]


def _increments(table: Table) -> tuple[tuple[int, int], ...]:
    rows = []
    for row in table.rows("increment", "rule"):
        row.only(("from", "add"))
        rows.append((row.whole("from", 0, MOST_MINUTES), row.whole("add", LEAST_MINUTES, MOST_MINUTES)))
    if rows[0][0] != 0 or rows != sorted(rows):
        raise table.refuse("increment", "The increments are not in order from 0.", "Begin with from = 0.")
    return tuple(rows)


def _stair(row: Table) -> Stair:
    row.only(("minutes", "full_days"))
    if ("minutes" in row.values) == ("full_days" in row.values):
        raise row.refuse(None, "A stair has either minutes or full_days.", "Give one of them.")
    if "minutes" in row.values:
        return Stair(minutes=row.whole("minutes", LEAST_MINUTES, MOST_MINUTES))
    return Stair(full_days=row.whole("full_days", 1, len(SCHOOL_WEEK)))
