"""FINT information model (4 and 3) as JSON: collections of absence, of pupils' relations to schools, and of classes."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import polars as pl

from skoleporten.analytics.sources import remarks
from skoleporten.analytics.sources.context import Context, context
from skoleporten.analytics.sources.faults import Fault
from skoleporten.analytics.sources.fint_events import (
    DOCUMENTED,
    Told,
    UnusableError,
    activity,
    date_of,
    identifier,
    kind_of,
    linked,
    registration,
)
from skoleporten.analytics.sources.intake import Intake
from skoleporten.analytics.sources.json_entries import entries
from skoleporten.analytics.sources.output import polars_schema, write_table
from skoleporten.analytics.sources.profile import Code, Profile
from skoleporten.analytics.sources.row_batches import RowBatches
from skoleporten.analytics.sources.staging import Staging
from skoleporten.analytics.sources.watched import unchanged
from skoleporten.analytics.tables import ENROLMENTS
from skoleporten.rules.absence import Documented, Kind, Reason
from skoleporten.rules.errors import Place, RefusedError

SELF_LINK = re.compile(r"/(\w+)/\w+/[^/]+/?$")
OLD_NAMES = {"basisgruppe": "klasse", "basisgruppemedlemskap": "klassemedlemskap"}
ABSENCES: dict[str, Callable[[Mapping[str, Any]], Iterator[Told]]] = {
    "fravarsregistrering": partial(registration, column="periode"),
    "aktivitetsfravar": lambda entry: iter((activity(entry),)),
    "fravar": partial(registration, column="gjelderPeriode"),
}
GRADE_AT_END, GRADE_AT_START = re.compile(r"(?<!\d)(\d{1,2})$"), re.compile(r"^(\d{1,2})(?!\d)")
AUGUST = 8


@dataclass(frozen=True)
class Relation:
    """An elevforhold: one pupil at one school. Dates are None where FINT does not tell."""

    pupil_id: str
    school_id: str
    class_id: str | None
    start: dt.date | None
    end: dt.date | None


@dataclass
class Register:
    """What the collections say beside the absences; all by systemId."""

    relations: dict[str, Relation] = field(default_factory=dict)
    relation_of_absence: dict[str, str] = field(default_factory=dict)
    class_of_relation: dict[str, str] = field(default_factory=dict)
    classes: dict[str, tuple[str, int | None]] = field(default_factory=dict)
    schools: dict[str, str] = field(default_factory=dict)
    types: dict[str, tuple[str, str]] = field(default_factory=dict)


def read(paths: Sequence[Path], profile: Profile, staging: Staging, folder: Path, known: Context) -> Intake:
    intake = Intake("fint", profile.id, profile.source, profile.day_minutes)
    register, by_class = Register(), [(path, name) for path in paths if (name := class_of(path))]
    for path, name in by_class:
        if name in NOTED:
            _note(path, NOTED[name], register)
    _write_enrolments(register, intake, folder)
    own = context(intake.enrolments, None)
    absences = [(path, name) for path, name in by_class if name in ABSENCES]
    if not absences:
        raise RefusedError(
            "There are no registrations of absence.",
            place=Place("FINT"),
            do="Add fravarsregistrering or aktivitetsfravar.",
        )
    batches, assumed = RowBatches(staging, own.unless(known)), 0
    for path, name in absences:
        batches.file = path.name
        for number, entry in _entries(path):
            assumed += _add(f"{name} {number}", number, entry, name, register, profile, batches)
        batches.finish()
    if assumed:
        minutes = {"day": profile.day_minutes, "lesson": profile.lesson_minutes}
        intake.warnings.append(remarks.NOMINAL_EVENTS(count=assumed, **minutes))
    return intake


def class_of(path: Path) -> str | None:
    """The FINT class of a collection: from the first entry's own link, else from the file's name."""
    first = next(_entries(path), None)
    href = str((((first[1].get("_links") or {}).get("self") or [{}])[0]).get("href", "")) if first else ""
    found = SELF_LINK.search(href)
    name = (found[1] if found else re.sub(r"[^a-z]", "", path.stem.lower().replace("å", "a").replace("æ", "a"))).lower()
    name = OLD_NAMES.get(name, name)
    return name if name in NOTED or name in ABSENCES else None


def _entries(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    with unchanged(path) as file:
        yield from entries(file, path.name)


def _note(path: Path, note: Callable[[Mapping[str, Any], str, Register], None], register: Register) -> None:
    for _, entry in _entries(path):
        if key := identifier(entry):
            note(entry, key, register)


def _note_school(entry: Mapping[str, Any], key: str, register: Register) -> None:
    """A link may name a school by any of its numbers."""
    for name in ("systemId", "skolenummer", "organisasjonsnummer"):
        if alias := identifier(entry, name):
            register.schools[alias] = key


def _note_relation(entry: Mapping[str, Any], key: str, register: Register) -> None:
    period = entry.get("gyldighetsperiode") or {}
    ends = [date_of(value, "slutt") for value in (period.get("slutt"), entry.get("avbruddsdato")) if value]
    year = re.match(r"(20\d\d)", linked(entry, "skolear") or "")
    start = (
        date_of(period["start"], "start") if period.get("start") else dt.date(int(year[1]), AUGUST, 1) if year else None
    )
    end = min(ends) if ends else dt.date(int(year[1]) + 1, AUGUST - 1, 31) if year else None
    class_id = linked(entry, "klasse") or linked(entry, "basisgruppe")
    pupil, school = linked(entry, "elev"), linked(entry, "skole")
    if pupil and school:
        register.relations[key] = Relation(pupil, school, class_id, start, end)


def _note_absence_head(entry: Mapping[str, Any], key: str, register: Register) -> None:
    if relation := linked(entry, "elevforhold"):
        register.relation_of_absence[key] = relation


def _note_membership(entry: Mapping[str, Any], _key: str, register: Register) -> None:
    relation, group = linked(entry, "elevforhold"), linked(entry, "klasse") or linked(entry, "basisgruppe")
    if relation and group:
        register.class_of_relation[relation] = group


def _note_class(entry: Mapping[str, Any], key: str, register: Register) -> None:
    """The grade is the number of the trinn, or the one that the class's name begins with."""
    name = str(entry.get("navn") or key)
    found = GRADE_AT_END.search(linked(entry, "trinn") or "") or GRADE_AT_START.search(name)
    grade = int(found[1]) if found and 1 <= int(found[1]) <= 13 else None
    register.classes[key] = (name, grade)


def _note_type(entry: Mapping[str, Any], key: str, register: Register) -> None:
    register.types[key] = (str(entry.get("kode") or ""), str(entry.get("navn") or ""))


NOTED: dict[str, Callable[[Mapping[str, Any], str, Register], None]] = {
    "skole": _note_school,
    "elevforhold": _note_relation,
    "elevfravar": _note_absence_head,
    "klassemedlemskap": _note_membership,
    "klasse": _note_class,
    "fravarstype": _note_type,
}


def _write_enrolments(register: Register, intake: Intake, folder: Path) -> None:
    """Relations with a first date; without any, enrolments are derived from the rows."""
    rows = []
    for key, relation in register.relations.items():
        if relation.start and (relation.end is None or relation.end >= relation.start):
            class_id, grade = _class(register, key, relation)
            rows.append((relation.pupil_id, _school(register, relation), class_id, grade, relation.start, relation.end))
    if not rows:
        return
    if undated := len(register.relations) - len(rows):
        intake.warnings.append(remarks.UNDATED_RELATIONS(count=undated))
    frame = pl.DataFrame(rows, schema=polars_schema(ENROLMENTS), orient="row")
    intake.enrolments = folder / "given-enrolments.parquet"
    write_table(intake.enrolments, ENROLMENTS, frame.unique(ENROLMENTS.key, keep="first", maintain_order=True))


def _class(register: Register, key: str, relation: Relation) -> tuple[str | None, int | None]:
    group = register.class_of_relation.get(key) or relation.class_id
    return (group, register.classes.get(group, ("", None))[1]) if group else (None, None)


def _school(register: Register, relation: Relation) -> str:
    return register.schools.get(relation.school_id, relation.school_id)


def _add(
    where: str,
    number: int,
    entry: Mapping[str, Any],
    name: str,
    register: Register,
    profile: Profile,
    batches: RowBatches,
) -> int:
    """How many rows it gave whose length is assumed."""
    try:
        relation_id = linked(entry, "elevforhold") or register.relation_of_absence.get(
            linked(entry, "elevfravar") or ""
        )
        relation = register.relations.get(relation_id or "")
        if relation_id is None or relation is None:
            raise UnusableError(Fault.NO_SUCH_REFERENCE, "elevforhold", relation_id or linked(entry, "elevfravar"))
        code = _code(entry, register, profile)
        rows = [_row(told, entry, name, code, profile) for told in ABSENCES[name](entry)]
    except UnusableError as error:
        batches.reject(number, f"{where}: {error.column}", error.value, error.fault)
        return 0
    class_id, grade = _class(register, relation_id, relation)
    place = {"line": number, "school_id": _school(register, relation), "class_id": class_id, "grade": grade}
    for row, _ in rows:
        if row["kind"] is not None:
            batches.add({**row, **place, "pupil_id": relation.pupil_id})
    return sum(assumed for _, assumed in rows)


def _row(
    told: Told, entry: Mapping[str, Any], name: str, code: Code | None, profile: Profile
) -> tuple[dict[str, Any], bool]:
    kind = kind_of(told, code)
    nominal = {Kind.DAY.value: profile.day_minutes, Kind.LESSON.value: profile.lesson_minutes}
    assumed = told.minutes is None and kind in nominal
    documented = DOCUMENTED[entry.get("dokumentert")] if name == "fravar" else Documented.UNKNOWN.value
    row = {
        "date": told.date,
        "kind": kind,
        "minutes": nominal[kind] if kind and assumed else told.minutes,
        "documented": code.documented if code and documented == Documented.UNKNOWN else documented,
        "reason": code.reason if code else Reason.UNKNOWN.value,
        "source": profile.source,
        "source_id": f"{name}/{identifier(entry) or ''}/{told.date}",
        "slot": told.slot,
    }
    return row, assumed


def _code(entry: Mapping[str, Any], register: Register, profile: Profile) -> Code | None:
    """Codes are local to each system: the profile tells them by code or name; others say nothing beyond the times."""
    key = linked(entry, "fravarstype") or ""
    codes = {text.casefold(): code for text, code in profile.codes.items()}
    return next(
        (codes[text.casefold()] for text in (*register.types.get(key, ()), key) if text.casefold() in codes), None
    )
