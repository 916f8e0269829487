"""The words of the open page in one language: one TOML file, strictly read. A language is a file, and nothing more.

`code` is the language's own (nb, se, ar, so), `direction` how it is written (ltr, rtl). Nothing may be missing: a
family does not meet half a page. The numbers to call in need are fixed; a catalogue says in its language what they are.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from skoleporten.rules.errors import RefusedError
from skoleporten.rules.toml_files import Table, table_of

CODE = re.compile(r"[a-z]{2,3}")
DIRECTIONS = ("ltr", "rtl")
NUMBERS = ("112", "113", "116 111", "116 117")
SECTIONS = ("about", "people", "visit", "told", "contact", "help")
WITHOUT_ROWS = ("about", "contact")
WORDS = (
    *("title", "description", "subtitle", "heading", "lead", "skip", "home", "language", "log_in", "to_contact"),
    *("to_help", "pictures", "phone", "hours", "place", "email", "email_note", "emergency_phone", "nothing_yet"),
    *("services", "same_name"),
)
KEYS = ("version", "code", "name", "direction", "words", *SECTIONS)


@dataclass(frozen=True)
class Row:
    """A title and what there is to say of it. In `help` the title is a number to call."""

    title: str
    text: str


@dataclass(frozen=True)
class Section:
    heading: str
    text: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Catalogue:
    version: str
    code: str
    name: str
    direction: str
    words: Mapping[str, str]
    sections: Mapping[str, Section]


def parse(text: str, file: str) -> Catalogue:
    """Raises RefusedError, with the line, where something is missing or unknown."""
    table = table_of(text, file, "catalogue of the open page")
    table.only(KEYS)
    return Catalogue(
        version=table.string("version"),
        code=_code(table),
        name=table.string("name"),
        direction=table.choice("direction", DIRECTIONS),
        words=_words(table.inner("words", "Give every short text of the page.")),
        sections={name: _section(name, table.inner(name, "Give the section its words.")) for name in SECTIONS},
    )


def _code(table: Table) -> str:
    code = table.string("code")
    if not CODE.fullmatch(code):
        raise table.refuse("code", f"'{code}' is no code of a language.", "Use two or three small letters, as in se.")
    return code


def _words(table: Table) -> dict[str, str]:
    table.only(WORDS)
    return {key: table.string(key) for key in WORDS}


def _section(name: str, table: Table) -> Section:
    table.only(("heading", "text", "row"))
    rows = () if name in WITHOUT_ROWS else tuple(_row(one) for one in table.rows("row", f"section '{name}'"))
    if name == "help" and tuple(row.title for row in rows) != NUMBERS:
        raise _other_numbers(table)
    return Section(table.string("heading"), _paragraphs(table), rows)


def _row(table: Table) -> Row:
    table.only(("title", "text"))
    return Row(table.string("title"), table.string("text"))


def _paragraphs(table: Table) -> tuple[str, ...]:
    found = table.values.get("text")
    if not isinstance(found, list) or not found or not all(isinstance(one, str) and one.strip() for one in found):
        raise table.refuse("text", "'text' is missing, or not a list of texts.", 'Write text = ["…", "…"].')
    return tuple(found)


def _other_numbers(table: Table) -> RefusedError:
    return table.refuse("row", "These are not the numbers to call in need.", f"Give {', '.join(NUMBERS)}, in order.")
