"""The five kinds of meeting that come with the product, read from kinds.toml. A municipality changes each."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from skoleporten.rules.rhythm.rhythm import SCHOOL_WEEK, Frequency, Rhythm
from skoleporten.rules.toml_files import IDENTIFIER, Table, read_text, table_of

SHIPPED = Path(__file__).parent / "kinds.toml"
CODE = re.compile(r"[a-z]+(_[a-z]+)*")
CLOCK = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")
SHORTEST, LONGEST = 5, 480
MOST_WEEKS = 26
KEYS = (
    "code", "frequency", "weeks", "weekdays", "starts", "minutes", "only_if_needed", "functions", "name", "purpose",
)  # fmt: skip


@dataclass(frozen=True)
class Kind:
    """`functions` are codes of rules/rig: who holds one of them is asked to come."""

    code: str
    rhythm: Rhythm
    starts: dt.time
    minutes: int
    only_if_needed: bool
    functions: tuple[str, ...]
    name: Mapping[str, str]
    purpose: Mapping[str, str]


@cache
def shipped_kinds() -> tuple[Kind, ...]:
    return parse_kinds(read_text(SHIPPED, "It comes with the package."), str(SHIPPED))


def parse_kinds(text: str, file: str) -> tuple[Kind, ...]:
    """`file` is only named in errors."""
    table = table_of(text, file, "list of kinds of meeting")
    table.only(("version", "source", "kind"))
    table.string("version")
    found: dict[str, Kind] = {}
    for row in table.rows("kind", "list"):
        kind = _kind(row)
        if kind.code in found:
            raise row.refuse("code", f"Two kinds have the code '{kind.code}'.", "Give each one of its own.")
        found[kind.code] = kind
    return tuple(found.values())


def _kind(row: Table) -> Kind:
    row.only(KEYS)
    code = row.string("code")
    if not CODE.fullmatch(code):
        raise row.refuse("code", f"'{code}' cannot be a code.", "Use small letters a-z and single underscores.")
    return Kind(
        code=code,
        rhythm=_rhythm(row),
        starts=_clock(row),
        minutes=row.whole("minutes", SHORTEST, LONGEST),
        only_if_needed=row.flag("only_if_needed"),
        functions=_functions(row),
        name=row.texts("name"),
        purpose=row.texts("purpose"),
    )


def _rhythm(row: Table) -> Rhythm:
    frequency = Frequency(row.choice("frequency", list(Frequency)))
    weeks = row.whole("weeks", 1, MOST_WEEKS) if "weeks" in row.values else 1
    return Rhythm(frequency, _weekdays(row), weeks)


def _weekdays(row: Table) -> tuple[int, ...]:
    given = row.values.get("weekdays", [])
    if not isinstance(given, list) or not all(type(day) is int and day in SCHOOL_WEEK for day in given):
        raise row.refuse("weekdays", "The weekdays cannot be read.", "Write numbers from 0 (Monday) to 4 (Friday).")
    return tuple(sorted(set(given)))


def _clock(row: Table) -> dt.time:
    clock = CLOCK.fullmatch(row.string("starts"))
    if clock is None:
        raise row.refuse("starts", "The start is no time of the day.", 'Write it as "08:20".')
    return dt.time(int(clock[1]), int(clock[2]))


def _functions(row: Table) -> tuple[str, ...]:
    given = row.values.get("functions", [])
    if not isinstance(given, list) or not all(isinstance(one, str) and IDENTIFIER.fullmatch(one) for one in given):
        raise row.refuse("functions", "The functions cannot be read.", "Write codes of functions in a list.")
    return tuple(dict.fromkeys(given))
