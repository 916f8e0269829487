"""Catalogues of factors, read from TOML. Nothing adds factors up: their number says nothing about a child."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from skoleporten.rules.toml_files import IDENTIFIER, Table, read_text, table_of

SHIPPED = Path(__file__).resolve().parent
DEFAULT = "ingul-2018"
CATALOGUE_KEYS = ("id", "version", "source", "name", "factor")
FACTOR_KEYS = ("id", "column", "source", "inferred", "name", "strength")


class Column(StrEnum):
    """Always shown together, so that no column is "the cause"."""

    SCHOOL = "school"
    FAMILY = "family"
    YOUNG_PERSON = "young_person"


class Informant(StrEnum):
    """Whose account it is. Guardians are told apart by name and relation, and no two accounts are merged."""

    PUPIL = "pupil"
    GUARDIAN = "guardian"
    TEACHER = "teacher"
    SCHOOL_LEADER = "school_leader"
    SCHOOL_NURSE = "school_nurse"
    TEAM = "team"
    SPECIALIST = "specialist"
    OTHER = "other"


class Basis(StrEnum):
    """Whether it was seen or said, or is thought to be so."""

    OBSERVED = "observed"
    ASSUMED = "assumed"


COLUMNS: Mapping[Column, Mapping[str, str]] = {
    Column.SCHOOL: {"nb": "Skole", "nn": "Skule", "en": "School"},
    Column.FAMILY: {"nb": "Familie", "nn": "Familie", "en": "Family"},
    Column.YOUNG_PERSON: {"nb": "Den unge", "nn": "Den unge", "en": "The young person"},
}
INFORMANTS: Mapping[Informant, Mapping[str, str]] = {
    Informant.PUPIL: {"nb": "eleven", "nn": "eleven", "en": "the pupil"},
    Informant.GUARDIAN: {"nb": "foresatt", "nn": "føresett", "en": "guardian"},
    Informant.TEACHER: {"nb": "lærer", "nn": "lærar", "en": "teacher"},
    Informant.SCHOOL_LEADER: {"nb": "skoleleder", "nn": "skuleleiar", "en": "school leader"},
    Informant.SCHOOL_NURSE: {"nb": "helsesykepleier", "nn": "helsesjukepleiar", "en": "school nurse"},
    Informant.TEAM: {"nb": "Skoleporten", "nn": "Skoleporten", "en": "Skoleporten"},
    Informant.SPECIALIST: {"nb": "fagperson", "nn": "fagperson", "en": "specialist"},
    Informant.OTHER: {"nb": "en annen", "nn": "ein annan", "en": "somebody else"},
}


@dataclass(frozen=True)
class Factor:
    """`name` in neutral words; `strength` asks for what helps. `inferred`: the source does not say the column."""

    id: str
    column: Column
    name: Mapping[str, str] = field(hash=False)
    strength: Mapping[str, str] = field(hash=False)
    source: str = ""
    inferred: bool = False


@dataclass(frozen=True)
class Catalogue:
    """`text` is the file as read, `sha256` the hash of its UTF-8 bytes: a statement points at its very words."""

    id: str
    version: str
    name: Mapping[str, str] = field(hash=False)
    source: str
    factors: tuple[Factor, ...]
    text: str
    sha256: str

    def in_column(self, column: Column) -> tuple[Factor, ...]:
        return tuple(factor for factor in self.factors if factor.column is column)

    def factor(self, factor_id: str) -> Factor:
        """KeyError for an id that the catalogue does not have."""
        for factor in self.factors:
            if factor.id == factor_id:
                return factor
        raise KeyError(factor_id)


def parse_catalogue(text: str, file: str) -> Catalogue:
    """`file` is only named in errors."""
    table = table_of(text, file, "catalogue of factors")
    table.only(CATALOGUE_KEYS)
    return Catalogue(
        id=table.identifier("id"),
        version=table.string("version"),
        name=table.texts("name"),
        source=table.string("source"),
        factors=_factors(table),
        text=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
    )


def load_catalogue(path_or_id: str | Path = DEFAULT) -> Catalogue:
    """The id of a shipped catalogue, or the path of one's own file."""
    shipped = SHIPPED / f"{path_or_id}.toml"
    path = shipped if IDENTIFIER.fullmatch(str(path_or_id)) and shipped.is_file() else Path(path_or_id)
    text = read_text(path, f"Give the path of a TOML file, or one of: {', '.join(shipped_ids())}.")
    return parse_catalogue(text, str(path))


def shipped_ids() -> tuple[str, ...]:
    return tuple(sorted(path.stem for path in SHIPPED.glob("*.toml")))


def shipped_catalogues() -> dict[str, Catalogue]:
    return {catalogue_id: load_catalogue(catalogue_id) for catalogue_id in shipped_ids()}


def _factors(table: Table) -> tuple[Factor, ...]:
    factors: list[Factor] = []
    for place in table.rows("factor", "catalogue"):
        factor = _factor(place)
        if factor.id in {earlier.id for earlier in factors}:
            raise place.refuse("id", f"Two factors have the id '{factor.id}'.", "Give each factor its own id.")
        factors.append(factor)
    for column in Column:
        if column not in {factor.column for factor in factors}:
            do = "Write at least one: the three columns are shown together."
            raise table.refuse("factor", f"There is no factor in the column '{column}'.", do)
    return tuple(factors)


def _factor(table: Table) -> Factor:
    table.only(FACTOR_KEYS)
    return Factor(
        id=table.identifier("id"),
        column=Column(table.choice("column", tuple(Column))),
        name=table.texts("name"),
        strength=table.texts("strength"),
        source=table.string("source"),
        inferred=table.flag("inferred"),
    )
