"""FINT information model as JSON collections: staff from their teaching, guardians from parental responsibility, and
teaching groups with those who are in them.

A pupil is known by the systemId of the Elev, as in the files of absence. Persons are known by national id in FINT;
that number is never kept: the database stores a keyed hash of it (imports/people/identity.py).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from skoleporten.analytics.sources.fint_events import UnusableError, date_of, identifier
from skoleporten.analytics.sources.json_entries import entries
from skoleporten.analytics.sources.watched import unchanged
from skoleporten.imports.people.csv_files import TEACHER
from skoleporten.imports.people.told import (
    Decides,
    GroupTold,
    GuardianTold,
    MemberTold,
    Post,
    Problem,
    RelationTold,
    Staff,
    Told,
)

SELF_LINK = re.compile(r"/(\w+)/\w+/[^/]+/?$")
Entry = dict[str, Any]
MEMBERSHIPS = ("gruppemedlemskap", "undervisningsgruppemedlemskap")
CONTACT_KINDS = {"forelder": "parent"}


@dataclass
class _Register:
    """By the id that links end in. `classes` of a contact group are the classes that its teachers teach."""

    persons: dict[str, Entry] = field(default_factory=dict)
    pupil_of_person: dict[str, str] = field(default_factory=dict)
    resources: dict[str, Entry] = field(default_factory=dict)
    teaching: dict[str, Entry] = field(default_factory=dict)
    groups: dict[str, Entry] = field(default_factory=dict)
    contacts: dict[str, Entry] = field(default_factory=dict)
    schools: dict[str, str] = field(default_factory=dict)
    school_of_class: dict[str, str] = field(default_factory=dict)
    # A teaching group, a pupil's place at a school, and that place in that group.
    teaching_groups: dict[str, Entry] = field(default_factory=dict)
    places: dict[str, Entry] = field(default_factory=dict)
    memberships: dict[str, Entry] = field(default_factory=dict)


def collection_of(path: Path) -> str:
    """The FINT class of a file, from the first entry's own link, else from the file's name; empty for others."""
    with unchanged(path) as file:
        first = next(entries(file, path.name), None)
    links = ((first[1].get("_links") or {}).get("self") or [{}]) if first else [{}]
    found = SELF_LINK.search(str(links[0].get("href", "")))
    plain = path.stem.lower().replace("å", "a").replace("æ", "a").replace("ø", "o")
    name = found[1].lower() if found else re.sub(r"[^a-z]", "", plain)
    return name if name in NOTES else ""


def read(paths: list[Path]) -> Told:
    told, register = Told("fint"), _Register()
    for path in paths:
        if name := collection_of(path):
            with unchanged(path) as file:
                for _number, entry in entries(file, path.name):
                    NOTES[name](register, entry)
    for key, entry in register.teaching.items():
        _add_teaching(told, register, key, entry)
    _add_members(told, register)
    told.pupils.update(register.pupil_of_person.values())
    for key, entry in register.persons.items():
        _add_responsibility(told, register, key, entry)
        _add_contacts(told, register, key, entry)
    _add_family(told, register)
    return told


def all_linked(entry: Entry, relation: str) -> list[str]:
    """The ids at the end of every link of the relation."""
    links = (entry.get("_links") or {}).get(relation) or []
    found = [str(link.get("href") or "") for link in links if isinstance(link, dict)]
    return [href.rstrip("/").rpartition("/")[2] for href in found if href]


def _by_system_id(name: str) -> Callable[[_Register, Entry], None]:
    def note(register: _Register, entry: Entry) -> None:
        if key := identifier(entry):
            getattr(register, name)[key] = entry

    return note


def _note_person(register: _Register, entry: Entry) -> None:
    if key := identifier(entry, "fodselsnummer") or next(iter(all_linked(entry, "self")), ""):
        register.persons[key] = entry
        for pupil in all_linked(entry, "elev"):
            register.pupil_of_person[key] = pupil


def _note_pupil(register: _Register, entry: Entry) -> None:
    if key := identifier(entry):
        for person in all_linked(entry, "person"):
            register.pupil_of_person[person] = key


def _note_school(register: _Register, entry: Entry) -> None:
    key = identifier(entry) or ""
    for name in ("systemId", "skolenummer", "organisasjonsnummer"):
        if alias := identifier(entry, name):
            register.schools[alias] = key


def _note_class(register: _Register, entry: Entry) -> None:
    if (key := identifier(entry)) and (schools := all_linked(entry, "skole")):
        register.school_of_class[key] = schools[0]


NOTES: dict[str, Callable[[_Register, Entry], None]] = {
    "person": _note_person,
    "elev": _note_pupil,
    "skoleressurs": _by_system_id("resources"),
    "undervisningsforhold": _by_system_id("teaching"),
    "kontaktlarergruppe": _by_system_id("groups"),
    "kontaktperson": _by_system_id("contacts"),
    "skole": _note_school,
    "klasse": _note_class,
    "basisgruppe": _note_class,
    "undervisningsgruppe": _by_system_id("teaching_groups"),
    "undervisningsgruppemedlemskap": _by_system_id("memberships"),
    "elevforhold": _by_system_id("places"),
}


def _add_teaching(told: Told, register: _Register, key: str, entry: Entry) -> None:
    """A teacher has the classes of her contact groups, and the classes and teaching groups that she is linked to."""
    resource = register.resources.get(next(iter(all_linked(entry, "skoleressurs")), ""))
    if resource is None:
        return told.refuse("undervisningsforhold", key, Problem.NO_SUCH_PERSON)
    username = identifier(resource, "feidenavn")
    if not username:
        return told.refuse("skoleressurs", identifier(resource), Problem.NO_USER_NAME)
    classes, groups = _classes(register, key, entry), _groups(register, key, entry)
    if not classes and not groups:
        return told.refuse("undervisningsforhold", key, Problem.NO_CLASS)
    try:
        period = _period(entry)
    except UnusableError:
        return told.refuse("undervisningsforhold", key, Problem.BAD_DATE)
    staff = str(identifier(resource))
    told.staff[staff] = Staff(staff, username, _name_of_staff(register, resource) or username)
    for school_class, school in sorted(classes.items()):
        told.schools.add(school)
        told.posts.append(Post(staff, TEACHER, school, school_class, start=period[0], end=period[1]))
    for group, school in sorted(groups.items()):
        told.schools.add(school)
        told.posts.append(Post(staff, TEACHER, school, group=group, start=period[0], end=period[1]))
    return None


def _groups(register: _Register, key: str, entry: Entry) -> dict[str, str]:
    """The school of each teaching group; the link may be written on either side."""
    own = set(all_linked(entry, "undervisningsgruppe"))
    return {
        name: school
        for name, group in register.teaching_groups.items()
        if (name in own or key in all_linked(group, "undervisningsforhold")) and (school := _school(register, group))
    }


def _school(register: _Register, entry: Entry) -> str:
    school = next(iter(all_linked(entry, "skole")), "")
    return register.schools.get(school) or school


def _add_members(told: Told, register: _Register) -> None:
    """The links between group, membership and place at a school may be written on any of them."""
    for group, entry in register.teaching_groups.items():
        if school := _school(register, entry):
            told.groups[school, group] = GroupTold(group, school, str(entry.get("navn") or ""))
        else:
            told.refuse("undervisningsgruppe", group, Problem.MISSING_VALUE)
    pairs = {
        (group, place, "")
        for group, entry in register.teaching_groups.items()
        for place in all_linked(entry, "elevforhold")
    }
    pairs |= {
        (group, place, "")
        for place, entry in register.places.items()
        for group in all_linked(entry, "undervisningsgruppe")
    }
    dated = set(_dated_pairs(register))
    named = {(group, place) for group, place, _membership in dated}
    for group, place, membership in sorted(dated | {one for one in pairs if one[:2] not in named}):
        _add_member(told, register, group, place, membership)


def _dated_pairs(register: _Register) -> Iterator[tuple[str, str, str]]:
    groups_of: dict[str, set[str]] = {}
    for group, entry in register.teaching_groups.items():
        for relation in MEMBERSHIPS:
            for name in all_linked(entry, relation):
                groups_of.setdefault(name, set()).add(group)
    for name, entry in register.memberships.items():
        for group in groups_of.get(name, set()) | set(all_linked(entry, "undervisningsgruppe")):
            for place in all_linked(entry, "elevforhold"):
                yield group, place, name


def _add_member(told: Told, register: _Register, group: str, place: str, membership: str) -> None:
    """The dates are those of the membership, else those of the pupil's place at the school."""
    of_group, of_place = register.teaching_groups.get(group), register.places.get(place)
    if of_group is None or of_place is None or not (pupils := all_linked(of_place, "elev")):
        return told.refuse("undervisningsgruppemedlemskap", membership or group, Problem.NO_SUCH_PERSON)
    school = _school(register, of_group)
    try:
        own = _period(register.memberships[membership]) if membership else (None, None)
        whole = _period(of_place)
    except UnusableError:
        return told.refuse("undervisningsgruppemedlemskap", membership or group, Problem.BAD_DATE)
    if school:
        told.members.append(MemberTold(group, school, pupils[0], own[0] or whole[0], own[1] or whole[1]))
    return None


def _classes(register: _Register, key: str, entry: Entry) -> dict[str, str]:
    own = set(all_linked(entry, "kontaktlarergruppe"))
    groups = [
        group
        for name, group in register.groups.items()
        if name in own or key in all_linked(group, "undervisningsforhold")
    ]
    found: dict[str, str] = {}
    for told_in in (entry, *groups):
        schools = all_linked(told_in, "skole")
        for relation in ("klasse", "basisgruppe"):
            for name in all_linked(told_in, relation):
                school = register.school_of_class.get(name) or next(iter(schools), "")
                if school:
                    found[name] = register.schools.get(school) or school
    return found


def _name_of_staff(register: _Register, resource: Entry) -> str:
    person = register.persons.get(next(iter(all_linked(resource, "person")), ""))
    return " ".join(_names(person)).strip() if person else ""


def _period(entry: Entry) -> tuple[dt.date | None, dt.date | None]:
    """Raises UnusableError for what is no date."""
    period = entry.get("gyldighetsperiode") or {}
    start, end = (date_of(period[name], name) if period.get(name) else None for name in ("start", "slutt"))
    return start, end


def _add_responsibility(told: Told, register: _Register, key: str, entry: Entry) -> None:
    """Exporters write the link from the parent or from the child; which of the two is a pupil tells the direction."""
    for other in all_linked(entry, "foreldreansvar"):
        child, adult = (key, other) if key in register.pupil_of_person else (other, key)
        if child not in register.pupil_of_person or adult in register.pupil_of_person:
            told.refuse("person", "foreldreansvar", Problem.UNCLEAR_RELATION)
            continue
        _relate(told, register, adult, child, "parent", Decides.HOLDS)
    if key in register.pupil_of_person:
        for parent in all_linked(entry, "foreldre"):
            _relate(told, register, parent, key, "parent", Decides.UNKNOWN)


def _add_contacts(told: Told, register: _Register, key: str, entry: Entry) -> None:
    """Contacts are people to ring; none of them decides anything."""
    if key not in register.pupil_of_person:
        return
    for name in all_linked(entry, "parorende"):
        contact = register.contacts.get(name)
        persons = all_linked(contact, "kontaktperson") if contact else []
        kind = CONTACT_KINDS.get(str((contact or {}).get("type", "")).casefold(), "other")
        for person in persons:
            _relate(told, register, person, key, kind, Decides.UNKNOWN)
        if not persons:
            told.refuse("kontaktperson", name, Problem.NO_SUCH_PERSON)


def _add_family(told: Told, register: _Register) -> None:
    """Staff who are somebody's parent or contact: they never see that pupil as staff."""
    staff = {person: key for key, entry in register.resources.items() for person in all_linked(entry, "person")}
    told.family.update((staff[one.guardian], one.pupil) for one in told.relations if one.guardian in staff)


def _relate(told: Told, register: _Register, adult: str, child: str, kind: str, decides: Decides) -> None:
    person = register.persons.get(adult)
    if person is None:
        return told.refuse("person", "foreldreansvar", Problem.NO_SUCH_PERSON)
    given, family = _names(person)
    contact = person.get("kontaktinformasjon") or {}
    phone = contact.get("mobiltelefonnummer") or contact.get("telefonnummer") or ""
    told.guardians[adult] = GuardianTold(adult, given, family, str(contact.get("epostadresse") or ""), str(phone))
    told.relations.append(RelationTold(adult, register.pupil_of_person[child], kind, decides))
    return None


def _names(person: Entry) -> tuple[str, str]:
    names = person.get("navn") or {}
    given = " ".join(str(names[part]) for part in ("fornavn", "mellomnavn") if names.get(part))
    return given, str(names.get("etternavn") or "")
