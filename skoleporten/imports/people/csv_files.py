"""Our own CSV files: staff, guardians, and who is in which teaching group.

docs/reference/people-files.md holds the headings.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from skoleporten.imports.people import rows
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
from skoleporten.rules.errors import Place, RefusedError

STAFF = {"username", "name", "role", "school_id"}
GUARDIANS = {"guardian_id", "family_name", "pupil_id", "kind"}
GROUPS = {"group_id", "school_id", "pupil_id"}
TEACHER, SCHOOL_LEADER = "teacher", "school_leader"
ROLES = {
    "teacher": TEACHER,
    "lærer": TEACHER,
    "kontaktlærer": TEACHER,
    "lærar": TEACHER,
    "kontaktlærar": TEACHER,
    "school_leader": SCHOOL_LEADER,
    "rektor": SCHOOL_LEADER,
}
KINDS = {
    "parent": "parent",
    "forelder": "parent",
    "mor": "parent",
    "far": "parent",
    "foster_parent": "foster_parent",
    "fosterforelder": "foster_parent",
    "child_welfare": "child_welfare",
    "barnevern": "child_welfare",
}
DECIDES = {
    "holds": Decides.HOLDS,
    "ja": Decides.HOLDS,
    "none": Decides.NONE,
    "nei": Decides.NONE,
    "suspended": Decides.SUSPENDED,
}


def is_ours(path: Path) -> bool:
    return _reader_for(path) is not None


def read(paths: list[Path]) -> Told:
    told = Told("csv")
    for path in paths:
        reader = _reader_for(path)
        if reader is None:
            raise RefusedError(
                "The headings fit neither staff, guardians nor teaching groups.",
                place=Place(path.name, line=1),
                do="See docs/reference/people-files.md for the headings.",
            )
        for line, row in rows.rows(rows.bytes_of(path), path.name):
            reader(told, path.name, line, row)
    return told


def _reader_for(path: Path) -> Callable[[Told, str, int, rows.Row], None] | None:
    found = rows.headings(rows.bytes_of(path), path.name)
    if found >= STAFF:
        return _staff
    if found >= GUARDIANS:
        return _guardian
    return _member if found >= GROUPS else None


def _staff(told: Told, file: str, line: int, row: rows.Row) -> None:
    role, username = ROLES.get(row["role"].casefold(), ""), row["username"]
    if not username:
        return told.refuse(file, line, Problem.NO_USER_NAME)
    if not role:
        return told.refuse(file, line, Problem.UNKNOWN_ROLE)
    if not row["school_id"]:
        return told.refuse(file, line, Problem.MISSING_VALUE)
    within = _within(row) if role == TEACHER else [{}]
    if not within:
        return told.refuse(file, line, Problem.NO_CLASS)
    try:
        start, end = rows.date_of(row.get("start", "")), rows.date_of(row.get("end", ""))
    except ValueError:
        return told.refuse(file, line, Problem.BAD_DATE)
    told.staff[username] = Staff(username, username, row["name"], row.get("email", ""))
    told.posts.extend(Post(username, role, row["school_id"], start=start, end=end, **one) for one in within)
    told.schools.add(row["school_id"])
    return None


def _within(row: rows.Row) -> list[dict[str, str]]:
    """The class, the teaching group, or both."""
    told = {"school_class": row.get("class_id", ""), "group": row.get("group_id", "")}
    return [{name: key} for name, key in told.items() if key]


def _member(told: Told, file: str, line: int, row: rows.Row) -> None:
    group, school, pupil = row["group_id"], row["school_id"], row["pupil_id"]
    if not group or not school or not pupil:
        return told.refuse(file, line, Problem.MISSING_VALUE)
    try:
        start, end = rows.date_of(row.get("start", "")), rows.date_of(row.get("end", ""))
    except ValueError:
        return told.refuse(file, line, Problem.BAD_DATE)
    told.groups.setdefault((school, group), GroupTold(group, school, row.get("group_name", "")))
    told.members.append(MemberTold(group, school, pupil, start, end))
    return None


def _guardian(told: Told, file: str, line: int, row: rows.Row) -> None:
    key, pupil = row["guardian_id"], row["pupil_id"]
    if not key or not pupil:
        return told.refuse(file, line, Problem.MISSING_VALUE)
    told.pupils.add(pupil)
    told.guardians[key] = GuardianTold(
        key, row.get("given_name", ""), row["family_name"], row.get("email", ""), row.get("phone", "")
    )
    kind = KINDS.get(row["kind"].casefold(), "other")
    decides = DECIDES.get(row.get("parental_responsibility", "").casefold(), Decides.UNKNOWN)
    if decides == Decides.HOLDS and kind != "parent":
        decides = Decides.UNKNOWN  # nobody but a parent holds parental responsibility before a person has seen to it
    told.relations.append(RelationTold(key, pupil, kind, decides))
    return None
