"""The four panels, the themes they are asked about, and the first books of the shelf, as they come with the product."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import TypeVar

from skoleporten.rules.panels.way import State
from skoleporten.rules.toml_files import Table, table_of

HEAD = ("id", "version", "source")
Row = TypeVar("Row")
Texts = Mapping[str, str]


class Members(StrEnum):
    """Who sits in a panel, which says what their yes rests on."""

    GUARDIANS = "guardians"
    PUPILS = "pupils"
    OTHERS = "others"


class Strength(StrEnum):
    """How much a claim rests on. A judgement in words, and never a number."""

    STRONG = "strong"
    MODERATE = "moderate"
    WEAK = "weak"
    CONTESTED = "contested"
    NOT_JUDGED = "not_judged"


@dataclass(frozen=True)
class Panel:
    """`places`: how many it is meant for; None where nobody has said."""

    id: str
    name: Texts = field(hash=False)
    who: Texts = field(hash=False)
    state: State
    members: Members
    places: int | None = None


@dataclass(frozen=True)
class Theme:
    """`about` is said before the question is asked."""

    id: str
    question: Texts = field(hash=False)
    about: Texts = field(hash=False)
    source: str


@dataclass(frozen=True)
class Item:
    """One thing on the shelf: what somebody claims, what speaks against it, and what we use it for."""

    id: str
    source: str
    claim: Texts = field(hash=False)
    strength: Strength
    objections: Texts = field(hash=False)
    our_use: Texts = field(hash=False)


@cache
def shipped_panels() -> dict[str, Panel]:
    return _read("panels.toml", "panel", _panel)


@cache
def shipped_themes() -> dict[str, Theme]:
    return _read("themes.toml", "theme", _theme)


@cache
def shipped_shelf() -> dict[str, Item]:
    return _read("shelf.toml", "item", _item)


def _read(file: str, key: str, row_of: Callable[[Table], Row]) -> dict[str, Row]:
    text = files("skoleporten.rules.panels").joinpath(file).read_text(encoding="utf-8")
    table = table_of(text, file, "list")
    table.only((*HEAD, key))
    return {row.identifier("id"): row_of(row) for row in table.rows(key, "list")}


def _panel(table: Table) -> Panel:
    table.only(("id", "state", "members", "places", "name", "who"))
    return Panel(
        id=table.identifier("id"),
        name=table.texts("name"),
        who=table.texts("who"),
        state=State(table.choice("state", tuple(State))),
        members=Members(table.choice("members", tuple(Members))),
        places=table.optional_whole("places"),
    )


def _theme(table: Table) -> Theme:
    table.only(("id", "question", "about", "source"))
    return Theme(table.identifier("id"), table.texts("question"), table.texts("about"), table.string("source"))


def _item(table: Table) -> Item:
    table.only(("id", "source", "claim", "strength", "objections", "our_use"))
    return Item(
        id=table.identifier("id"),
        source=table.string("source"),
        claim=table.texts("claim"),
        strength=Strength(table.choice("strength", tuple(Strength))),
        objections=table.texts("objections"),
        our_use=table.texts("our_use"),
    )
