"""OneRoster CSV 1.1 and 1.2: staff and teaching groups from users, roles, classes and enrollments; guardians from the
pupils' agents. A class of type `scheduled` is a teaching group; any other is a class.

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
from skoleporten.imports.people.told import (
    GroupTold,
    GuardianTold,
    MemberTold,
    Post,
    Problem,
    RelationTold,
    Staff,
    Told,
)

USERS, ROLES, ENROLLMENTS = "users.csv", "roles.csv", "enrollments.csv"
CLASSES, SESSIONS = "classes.csv", "academicSessions.csv"
SCHEDULED = "scheduled"
# Of the other roles none says which pupils somebody works with: administrator, aide, proctor, counselor.
LEADERS = {"principal"}
AGENTS = {"parent": "parent", "guardian": "other", "relative": "other"}
PUPIL = "student"
DELETED = "tobedeleted"
Data = Callable[[str], bytes | None]
Dates = tuple[dt.date | None, dt.date | None]


@dataclass
class _Register:
    users: dict[str, rows.Row] = field(default_factory=dict)
    # user → (role, school, start, end)
    roles: dict[str, list[tuple[str, str, str, str]]] = field(default_factory=dict)
    # Of teaching groups: the name, and the first and last day of the terms that it is taught in.
    groups: dict[str, tuple[str, Dates]] = field(default_factory=dict)


def is_roster(path: Path) -> bool:
    with _opened(path) as data:
        return data(USERS) is not None and data("manifest.csv") is not None


def read(path: Path) -> Told:
    told, register = Told("oneroster"), _Register()
    with _opened(path) as data:
        _note_users(data, register)
        _note_roles(data, register)
        _note_groups(data, register)
        for line, row in _active(data, ENROLLMENTS):
            _add_teaching(told, register, line, row)
            _add_member(told, register, line, row)
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


def _note_groups(data: Data, register: _Register) -> None:
    """A date that can not be read is as one that is not told."""
    terms: dict[str, Dates] = {}
    for _line, row in _active(data, SESSIONS):
        dates = _dates(Told(""), SESSIONS, "", row.get("startDate", ""), row.get("endDate", ""))
        terms[row.get("sourcedId", "")] = dates or (None, None)
    for _line, row in _active(data, CLASSES):
        if row.get("classType", "").casefold() == SCHEDULED:
            spans = [terms.get(term, (None, None)) for term in _parts(row.get("termSourcedIds", ""))]
            firsts, lasts = [first for first, _last in spans], [last for _first, last in spans]
            register.groups[row.get("sourcedId", "")] = row.get("title", ""), (_known(firsts, min), _known(lasts, max))


def _known(dates: list[dt.date | None], choose: Callable[[list[dt.date]], dt.date]) -> dt.date | None:
    known = [date for date in dates if date is not None]
    return choose(known) if known and len(known) == len(dates) else None


def _add_member(told: Told, register: _Register, line: int, row: rows.Row) -> None:
    group, school, pupil = row.get("classSourcedId", ""), row.get("schoolSourcedId", ""), row.get("userSourcedId", "")
    if row.get("role", "").casefold() != PUPIL or group not in register.groups:
        return None
    if not school or not pupil:
        return told.refuse(ENROLLMENTS, line, Problem.MISSING_VALUE)
    dates = _dates(told, ENROLLMENTS, line, row.get("beginDate", ""), row.get("endDate", ""))
    if dates is not None:
        told.members.append(MemberTold(group, school, pupil, *_of_group(told, register, group, school, dates)))
    return None


def _of_group(told: Told, register: _Register, group: str, school: str, dates: Dates) -> Dates:
    """Notes the group, and gives the terms' dates where a row has none of its own."""
    name, (first, last) = register.groups[group]
    told.groups.setdefault((school, group), GroupTold(group, school, name))
    return dates[0] or first, dates[1] or last


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
    if row["classSourcedId"] in register.groups:
        start, end = _of_group(told, register, row["classSourcedId"], school, dates)
        told.posts.append(Post(key, TEACHER, school, group=row["classSourcedId"], start=start, end=end))
    else:
        told.posts.append(Post(key, TEACHER, school, row["classSourcedId"], start=dates[0], end=dates[1]))
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
            told.posts.append(Post(key, SCHOOL_LEADER, school, start=dates[0], end=dates[1]))


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


def _dates(told: Told, file: str, where: object, begin: str, end: str) -> Dates | None:
    try:
        return rows.date_of(begin), rows.date_of(end)
    except ValueError:
        told.refuse(file, where, Problem.BAD_DATE)
        return None


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]
