"""The statements of a pulse: shipped ones in each language, or the municipality's own, each on one of the two axes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files
from typing import Any

from skoleporten.rules.errors import RefusedError
from skoleporten.rules.toml_files import table_of

Texts = Mapping[str, str]
SHIPPED = "items.toml"
FEWEST_OF_AN_AXIS, MOST_OF_AN_AXIS = 3, 6
LONGEST = 200
TURNED = "-"


class Axis(StrEnum):
    """Psychological safety in the group, weak to strong; and disagreement, avoided to taken up."""

    SAFETY = "safety"
    OPENNESS = "openness"


# What one may answer, from 0 points to 4.
ANSWERS: Sequence[Texts] = (
    {"nb": "Stemmer ikke", "nn": "Stemmer ikkje", "en": "Not so"},
    {"nb": "Stemmer lite", "nn": "Stemmer lite", "en": "Mostly not so"},
    {"nb": "Både og", "nn": "Både og", "en": "Both"},
    {"nb": "Stemmer ganske godt", "nn": "Stemmer ganske godt", "en": "Mostly so"},
    {"nb": "Stemmer godt", "nn": "Stemmer godt", "en": "Quite so"},
)
MOST_POINTS = len(ANSWERS) - 1


@dataclass(frozen=True)
class Item:
    """`text` in each language; the municipality's own is the same in all. `turned`: to agree gives no points."""

    axis: Axis
    text: Texts
    turned: bool = False

    def points(self, answer: int) -> int:
        return MOST_POINTS - answer if self.turned else answer


@dataclass(frozen=True)
class Items:
    """The statements in the order of the form."""

    all: tuple[Item, ...]

    def of(self, axis: Axis) -> tuple[Item, ...]:
        return tuple(item for item in self.all if item.axis is axis)

    def most(self, axis: Axis) -> int:
        """The points that one person may give on an axis."""
        return MOST_POINTS * len(self.of(axis))

    def points(self, answers: Sequence[int]) -> dict[Axis, int]:
        """Of one person, an answer for each statement."""
        if len(answers) != len(self.all) or any(not 0 <= answer <= MOST_POINTS for answer in answers):
            raise ValueError("There is one answer from 0 to 4 for each statement.")
        given = list(zip(self.all, answers, strict=True))
        return {axis: sum(item.points(answer) for item, answer in given if item.axis is axis) for axis in Axis}

    def as_json(self) -> list[dict[str, Any]]:
        return [{"axis": item.axis.value, "turned": item.turned, "text": dict(item.text)} for item in self.all]

    @property
    def sha256(self) -> str:
        return hashlib.sha256(json.dumps(self.as_json(), sort_keys=True).encode()).hexdigest()


def items_of(stored: Sequence[Mapping[str, Any]]) -> Items:
    return Items(tuple(Item(Axis(row["axis"]), row["text"], row["turned"]) for row in stored))


@lru_cache(maxsize=1)
def shipped_items() -> Items:
    text = files("skoleporten.rules.climate").joinpath(SHIPPED).read_text(encoding="utf-8")
    table = table_of(text, SHIPPED, "set of statements")
    rows = table.rows("item", "set of statements")
    return Items(tuple(Item(Axis(row.choice("axis", [*Axis])), row.texts("text"), row.flag("turned")) for row in rows))


def own_items(lines: Mapping[Axis, str]) -> Items:
    """One statement a line; a line that begins with a hyphen points the other way. Raises WrongItemsError."""
    found = {axis: [_item(axis, line) for line in text.splitlines() if line.strip()] for axis, text in lines.items()}
    for axis in Axis:
        _check(axis, found.get(axis, []))
    every = [item.text["nb"].casefold() for items in found.values() for item in items]
    if len(set(every)) < len(every):
        raise WrongItemsError(Wrong.TWICE)
    return Items(tuple(_by_turns(found[Axis.SAFETY], found[Axis.OPENNESS])))


class Wrong(StrEnum):
    NUMBER = "number"
    LENGTH = "length"
    TURNED = "turned"
    TWICE = "twice"


class WrongItemsError(RefusedError):
    """`axis`: whose lines; None where it is about both."""

    def __init__(self, wrong: Wrong, axis: Axis | None = None) -> None:
        self.wrong, self.axis = wrong, axis
        super().__init__(f"The statements can not be used ({wrong}).", do="Write three to six of each axis.")


def as_lines(items: Items, axis: Axis, language: str) -> str:
    """As `own_items` reads them."""
    return "\n".join(f"{TURNED} {one.text[language]}" if one.turned else one.text[language] for one in items.of(axis))


def _item(axis: Axis, line: str) -> Item:
    words = " ".join(line.split())
    text = words.removeprefix(TURNED).strip()
    return Item(axis, dict.fromkeys(("nb", "nn", "en"), text), words.startswith(TURNED))


def _check(axis: Axis, items: Sequence[Item]) -> None:
    """Hyphens before all of them are most often the marks of a list."""
    wrong = {
        Wrong.NUMBER: not FEWEST_OF_AN_AXIS <= len(items) <= MOST_OF_AN_AXIS,
        Wrong.LENGTH: any(not 0 < len(item.text["nb"]) <= LONGEST for item in items),
        Wrong.TURNED: all(item.turned for item in items),
    }
    if found := [one for one in Wrong if wrong.get(one)]:
        raise WrongItemsError(found[0], axis)


def _by_turns(first: Sequence[Item], second: Sequence[Item]) -> list[Item]:
    """One of each in turn, so that the form does not tell which axis a statement is on."""
    longest = max(len(first), len(second))
    return [item for index in range(longest) for items in (first, second) for item in items[index : index + 1]]
