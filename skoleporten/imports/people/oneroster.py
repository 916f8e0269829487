"""OneRoster CSV 1.1 and 1.2: staff from users, roles and enrollments; guardians from the pupils' agents.

OneRoster states no parental responsibility, so none of its guardians decides anything before a person has seen to it.
Passwords are never read.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from skoleporten.analytics.sources import archives
from skoleporten.imports.people import rows
from skoleporten.imports.people.csv_files import SCHOOL_LEADER, TEACHER
from skoleporten.imports.people.told import GuardianTold, Post, Problem, RelationTold, Staff, Told

USERS, ROLES, ENROLLMENTS = "users.csv", "roles.csv", "enrollments.csv"
# Of the other roles none says which pupils somebody works with: administrator, aide, proctor, counselor.
LEADERS = {"principal"}
AGENTS = {"parent": "parent", "guardian": "other", "relative": "other"}
PUPIL = "student"
DELETED = "tobedeleted"
Data = Callable[[str], bytes | None]


@dataclass
class _Register:
    users: dict[str, rows.Row] = field(default_factory=dict)
    # user → (role, school, start, end)
    roles: dict[str, list[tuple[str, str, str, str]]] = field(default_factory=dict)


def is_roster(path: Path) -> bool:
    with _opened(path) as data:
        return data(USERS) is not None and data("manifest.csv") is not None


def read(path: Path) -> Told:
    told, register = Told("oneroster"), _Register()
    with _opened(path) as data:
        _note_users(data, register)
        _note_roles(data, register)
        for line, row in _active(data, ENROLLMENTS):
            _add_teaching(told, register, line, row)
    for key in register.users:
        _add_leading(told, register, key)
        _add_agents(told, register, key)
    return told


@contextmanager
def _opened(path: Path) -> Iterator[Data]:
    if path.is_dir():
        yield lambda name: rows.bytes_of(path / name) if (path / name).is_file() else None
        return
    with archives.opened(path) as archive:
        yield lambda name: archive.read(name) if name in archive.names else None


def _active(data: Data, name: str) -> Iterator[tuple[int, rows.Row]]:
    found = data(name)
    for line, row in rows.rows(found, name) if found is not None else ():
        if row.get("status", "").casefold() != DELETED:
            yield line, row


def _note_users(data: Data, register: _Register) -> None:
    for _line, row in _active(data, USERS):
        key = row.get("sourcedId", "")
        if not key:
            continue
        row.pop("password", None)
        register.users[key] = row
        for school in _parts(row.get("orgSourcedIds", "")) if row.get("role") else ():
            register.roles.setdefault(key, []).append((row["role"].casefold(), school, "", ""))


def _note_roles(data: Data, register: _Register) -> None:
    for _line, row in _active(data, ROLES):
        told = (row.get("role", "").casefold(), row.get("orgSourcedId", ""))
        register.roles.setdefault(row.get("userSourcedId", ""), []).append(
            (*told, row.get("beginDate", ""), row.get("endDate", ""))
        )


def _add_teaching(told: Told, register: _Register, line: int, row: rows.Row) -> None:
    role, key, school = row.get("role", "").casefold(), row.get("userSourcedId", ""), row.get("schoolSourcedId", "")
    if role != TEACHER:
        return None
    if not row.get("classSourcedId") or not school:
        return told.refuse(ENROLLMENTS, line, Problem.NO_CLASS)
    if (staff := _staff(register, key)) is None:
        return told.refuse(ENROLLMENTS, line, Problem.NO_SUCH_PERSON)
    dates = _dates(told, ENROLLMENTS, line, row.get("beginDate", ""), row.get("endDate", ""))
    if dates is None:
        return None
    told.staff[key] = staff
    told.schools.add(school)
    told.posts.append(Post(key, TEACHER, school, row["classSourcedId"], *dates))
    return None


def _add_leading(told: Told, register: _Register, key: str) -> None:
    for role, school, begin, end in register.roles.get(key, ()):
        if role not in LEADERS or not school:
            continue
        staff = _staff(register, key)
        dates = _dates(told, USERS, key, begin, end)
        if staff is None:
            told.refuse(USERS, key, Problem.NO_USER_NAME)
        elif dates is not None:
            told.staff[key] = staff
            told.schools.add(school)
            told.posts.append(Post(key, SCHOOL_LEADER, school, "", *dates))


def _add_agents(told: Told, register: _Register, key: str) -> None:
    """The agents of a pupil. Somebody who is named and not in the file is told of as unusable, and gets nothing."""
    if PUPIL not in _role_names(register, key):
        return
    told.pupils.add(key)
    for agent in _parts(register.users[key].get("agentSourcedIds", "")):
        person = register.users.get(agent)
        if person is None:
            told.refuse(USERS, key, Problem.NO_SUCH_PERSON)
            continue
        names = _role_names(register, agent) & set(AGENTS)
        kind = AGENTS[min(names)] if len(names) == 1 else "other"
        told.guardians[agent] = GuardianTold(
            agent,
            person.get("givenName", ""),
            person.get("familyName", ""),
            person.get("email", ""),
            person.get("sms") or person.get("phone", ""),
        )
        told.relations.append(RelationTold(agent, key, kind))


def _role_names(register: _Register, key: str) -> set[str]:
    own = register.users[key].get("role", "").casefold()
    return {role for role, *_rest in register.roles.get(key, ())} | ({own} if own else set())


def _staff(register: _Register, key: str) -> Staff | None:
    person = register.users.get(key)
    if person is None or not person.get("username"):
        return None
    name = f"{person.get('givenName', '')} {person.get('familyName', '')}".strip()
    return Staff(key, person["username"], name or person["username"], person.get("email", ""))


def _dates(told: Told, file: str, where: object, begin: str, end: str) -> tuple[dt.date | None, dt.date | None] | None:
    try:
        return rows.date_of(begin), rows.date_of(end)
    except ValueError:
        told.refuse(file, where, Problem.BAD_DATE)
        return None


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]
