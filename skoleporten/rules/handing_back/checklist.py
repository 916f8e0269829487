"""What must be settled before a case is closed: read from items.toml. Each item is done, or not needed and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from skoleporten.rules.toml_files import read_text, table_of

SHIPPED = Path(__file__).parent / "items.toml"
LANGUAGES = ("nb", "nn", "en")


class Answer(StrEnum):
    """OPEN takes back what was answered before."""

    DONE = "done"
    NOT_NEEDED = "not_needed"
    OPEN = "open"


@dataclass(frozen=True)
class Item:
    id: str
    text: Mapping[str, str]


@cache
def shipped_items() -> tuple[Item, ...]:
    return parse_items(read_text(SHIPPED, "It comes with the package."), str(SHIPPED))


def parse_items(text: str, file: str) -> tuple[Item, ...]:
    """`file` is only named in errors."""
    table = table_of(text, file, "checklist")
    table.only(("version", "source", "item"))
    table.string("version")
    found: list[Item] = []
    for row in table.rows("item", "checklist"):
        row.only(("id", *LANGUAGES))
        item = Item(row.string("id"), {language: row.string(language) for language in LANGUAGES})
        if item.id in {one.id for one in found}:
            raise row.refuse("id", "There is an item of this id already.", "Give each its own.")
        found.append(item)
    return tuple(found)


def unanswered(items: tuple[Item, ...], answers: Mapping[str, str]) -> tuple[Item, ...]:
    """`answers` by the item's id, the newest of each."""
    return tuple(item for item in items if answers.get(item.id, Answer.OPEN) == Answer.OPEN)
