"""The entries that come with the product: each in a slot of the programme's day, on no weekday yet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from skoleporten.rules.plan.slots import Slot, shipped_slots
from skoleporten.rules.toml_files import Table, read_text, table_of

SHIPPED = Path(__file__).parent / "entries.toml"


@dataclass(frozen=True)
class ShippedEntry:
    code: str
    slot: Slot
    names: Mapping[str, str]


@cache
def shipped_entries() -> tuple[ShippedEntry, ...]:
    return parse_entries(read_text(SHIPPED, "It comes with the package."), str(SHIPPED), shipped_slots())


def parse_entries(text: str, file: str, slots: Sequence[Slot]) -> tuple[ShippedEntry, ...]:
    """`file` is only named in errors."""
    table = table_of(text, file, "week of entries")
    table.only(("version", "source", "entry"))
    table.string("version")
    found: list[ShippedEntry] = []
    for row in table.rows("entry", "week"):
        entry = _entry(row, slots)
        if any(one.code == entry.code for one in found):
            raise row.refuse("id", f"'{entry.code}' stands there twice.", "Give each entry an id of its own.")
        found.append(entry)
    return tuple(found)


def _entry(row: Table, slots: Sequence[Slot]) -> ShippedEntry:
    row.only(("id", "starts", "name"))
    starts = row.choice("starts", [f"{slot.starts:%H:%M}" for slot in slots])
    slot = next(slot for slot in slots if f"{slot.starts:%H:%M}" == starts)
    return ShippedEntry(row.identifier("id"), slot, row.texts("name"))
