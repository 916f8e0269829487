"""The functions, rooms and services that come with the product: read from shipped.toml, and without any person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from pathlib import Path

from skoleporten.rules.toml_files import LANGUAGES, Table, read_text, table_of

SHIPPED = Path(__file__).parent / "shipped.toml"
MOST_SEATS = 99
Words = Mapping[str, str]


class Group(StrEnum):
    """Where a function belongs, in the order in which the rig is shown."""

    NEAR_SCHOOL = "near_school"
    SCHOOL = "school"
    PPT = "ppt"
    ABUP_AST = "abup_ast"
    STATPED = "statped"
    GUIDANCE = "guidance"
    OWNER = "owner"


@dataclass(frozen=True)
class ShippedFunction:
    """`seats`: how many it takes. 0 is somebody who comes when asked."""

    code: str
    group: Group
    seats: int
    name: Words


@dataclass(frozen=True)
class ShippedRoom:
    code: str
    seats: int
    name: Words


@dataclass(frozen=True)
class ShippedService:
    code: str
    name: Words
    what_for: Words
    hours: Words = field(default_factory=dict)
    phone: str = ""
    is_partner: bool = False
    is_for_families: bool = False


@dataclass(frozen=True)
class Rig:
    functions: tuple[ShippedFunction, ...]
    rooms: tuple[ShippedRoom, ...]
    services: tuple[ShippedService, ...]


@cache
def shipped_rig() -> Rig:
    return parse_rig(read_text(SHIPPED, "It comes with the package."), str(SHIPPED))


def parse_rig(text: str, file: str) -> Rig:
    """`file` is only named in errors."""
    table = table_of(text, file, "rig")
    table.only(("version", "source", "function", "room", "service"))
    table.string("version")
    return Rig(
        tuple(_function(row) for row in table.rows("function", "rig")),
        tuple(_room(row) for row in table.rows("room", "rig")),
        tuple(_service(row) for row in table.rows("service", "rig")),
    )


def _function(row: Table) -> ShippedFunction:
    row.only(("code", "group", "seats", *LANGUAGES))
    group = row.string("group")
    if group not in set(Group):
        raise row.refuse("group", f"There is no group '{group}'.", f"Use one of: {', '.join(Group)}.")
    return ShippedFunction(row.identifier("code"), Group(group), row.whole("seats", 0, MOST_SEATS), _words(row))


def _room(row: Table) -> ShippedRoom:
    row.only(("code", "seats", *LANGUAGES))
    return ShippedRoom(row.identifier("code"), row.whole("seats", 0, MOST_SEATS), _words(row))


def _service(row: Table) -> ShippedService:
    row.only(("code", "partner", "families", "phone", "name", "what_for", "hours"))
    do = "Write it in nb, nn and en."
    return ShippedService(
        code=row.identifier("code"),
        name=_words(row.inner("name", do)),
        what_for=_words(row.inner("what_for", do)),
        hours=_words(row.inner("hours", do)) if "hours" in row.values else {},
        phone=row.string("phone") if "phone" in row.values else "",
        is_partner=row.values.get("partner") is True,
        is_for_families=row.values.get("families") is True,
    )


def _words(row: Table) -> Words:
    return {language: row.string(language) for language in LANGUAGES}
