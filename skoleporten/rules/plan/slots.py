"""The slots of the programme's own day: read from slots.toml, in order, and never over each other."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from skoleporten.rules.plan.agreed import MOST_MINUTES, Part
from skoleporten.rules.toml_files import Table, read_text, table_of

SHIPPED = Path(__file__).parent / "slots.toml"
CLOCK = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")


@dataclass(frozen=True)
class Slot:
    starts: dt.time
    minutes: int

    @property
    def ends(self) -> dt.time:
        whole = _minute(self.starts) + self.minutes
        return dt.time(whole // 60, whole % 60)


@cache
def shipped_slots() -> tuple[Slot, ...]:
    return parse_slots(read_text(SHIPPED, "It comes with the package."), str(SHIPPED))


def parse_slots(text: str, file: str) -> tuple[Slot, ...]:
    """`file` is only named in errors."""
    table = table_of(text, file, "day of slots")
    table.only(("version", "source", "slot"))
    table.string("version")
    found: list[Slot] = []
    for row in table.rows("slot", "day"):
        found.append(_slot(row, found[-1] if found else None))
    return tuple(found)


def covered(part: Part, slots: tuple[Slot, ...]) -> tuple[Slot, ...]:
    """The slots that the stay has a minute in; none where its start is not agreed."""
    if part.starts is None:
        return ()
    begins = _minute(part.starts)
    ends = begins + part.minutes
    return tuple(slot for slot in slots if _minute(slot.starts) < ends and _minute(slot.starts) + slot.minutes > begins)


def _slot(row: Table, before: Slot | None) -> Slot:
    row.only(("starts", "minutes"))
    clock = CLOCK.fullmatch(row.string("starts"))
    if clock is None:
        raise row.refuse("starts", "The start is no time of the day.", 'Write it as "08:20".')
    slot = Slot(dt.time(int(clock[1]), int(clock[2])), row.whole("minutes", 1, MOST_MINUTES))
    if _minute(slot.starts) + slot.minutes >= 24 * 60:
        raise row.refuse("minutes", "The slot goes over midnight.", "Make it shorter.")
    if before is not None and slot.starts < before.ends:
        raise row.refuse("starts", "The slot begins before the one above it has ended.", "Put them in order.")
    return slot


def _minute(time: dt.time) -> int:
    return time.hour * 60 + time.minute
