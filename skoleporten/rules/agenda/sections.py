"""Which sections an agenda has, and which of them each kind of meeting asks for: read from sections.toml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from skoleporten.rules.toml_files import LANGUAGES, Table, read_text, table_of

SHIPPED = Path(__file__).parent / "sections.toml"
OTHER = "other"
# What the people of the meeting put up themselves; every kind has it.
OWN = "own"
LONGEST = 240
FURTHEST = 366


@dataclass(frozen=True)
class Section:
    """`minutes`: what an item gets. `ahead`: how many days after the meeting are looked at too."""

    id: str
    minutes: int
    ahead: int
    heading: Mapping[str, str]


@dataclass(frozen=True)
class Asked:
    """The sections of one kind of meeting, in their order. `minutes` of the kind go before those of the section."""

    sections: tuple[Section, ...]
    minutes: int | None = None

    def place_of(self, section: str) -> int:
        """A section that the kind no longer asks for comes last."""
        ids = [one.id for one in self.sections]
        return ids.index(section) if section in ids else len(ids)


@dataclass(frozen=True)
class Agendas:
    sections: Mapping[str, Section]
    kinds: Mapping[str, Asked]

    def asked_by(self, kind: str) -> Asked:
        return self.kinds.get(kind) or self.kinds[OTHER]

    def minutes_of(self, kind: str, section: str) -> int:
        """Of a section that is no longer there, those of what people put up themselves."""
        known = self.sections.get(section) or self.sections[OWN]
        return self.asked_by(kind).minutes or known.minutes


@cache
def shipped() -> Agendas:
    return parse(read_text(SHIPPED, "It comes with the package."), str(SHIPPED))


def parse(text: str, file: str) -> Agendas:
    """`file` is only named in errors."""
    table = table_of(text, file, "agenda")
    table.only(("version", "source", "section", "kind"))
    table.string("version")
    sections: dict[str, Section] = {}
    for row in table.rows("section", "agenda"):
        section = _section(row)
        if section.id in sections:
            raise row.refuse("id", "There is a section of this id already.", "Give each its own.")
        sections[section.id] = section
    kinds = {row.string("id"): _asked(row, sections) for row in table.rows("kind", "agenda")}
    if OTHER not in kinds or OWN not in sections:
        raise table.refuse(None, f"The kind '{OTHER}' or the section '{OWN}' is missing.", "Write both.")
    return Agendas(sections, kinds)


def _section(row: Table) -> Section:
    row.only(("id", "minutes", "ahead", *LANGUAGES))
    heading = {language: row.string(language) for language in LANGUAGES}
    ahead = row.whole("ahead", 0, FURTHEST) if "ahead" in row.values else 0
    return Section(row.string("id"), _minutes(row), ahead, heading)


def _asked(row: Table, sections: Mapping[str, Section]) -> Asked:
    row.only(("id", "minutes", "sections"))
    named = row.values.get("sections")
    if not isinstance(named, list) or OWN not in named or len(set(named)) != len(named):
        raise row.refuse("sections", "'sections' is not a list with 'own' in it.", "Name each section once.")
    for one in named:
        if one not in sections:
            raise row.refuse("sections", f"There is no section '{one}'.", f"Use some of: {', '.join(sections)}.")
    return Asked(tuple(sections[one] for one in named), _minutes(row) if "minutes" in row.values else None)


def _minutes(row: Table) -> int:
    if "minutes" not in row.values:
        raise row.refuse("minutes", "'minutes' is missing.", "Give whole minutes.")
    return row.whole("minutes", 1, LONGEST)
