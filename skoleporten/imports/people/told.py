"""What a file tells of staff, guardians and teaching groups, whatever its format.

Nothing here has been compared with the database.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum


class Decides(StrEnum):
    """Parental responsibility as the file states it. Anything but `holds` gives no access."""

    HOLDS = "holds"
    NONE = "none"
    SUSPENDED = "suspended"
    UNKNOWN = "unknown"


class Problem(StrEnum):
    """Why a row of the file gives nothing."""

    NO_USER_NAME = "no_user_name"
    UNKNOWN_ROLE = "unknown_role"
    NO_CLASS = "no_class"
    NO_SUCH_PERSON = "no_such_person"
    BAD_DATE = "bad_date"
    UNCLEAR_RELATION = "unclear_relation"
    MISSING_VALUE = "missing_value"


@dataclass(frozen=True)
class Staff:
    """`username` is how the same person is known again: a Feide name or the user name of the school's own system."""

    key: str
    username: str
    name: str
    email: str = ""


@dataclass(frozen=True)
class Post:
    """A role at a school, for a teacher in one class or teaching group. Dates are None where the file does not tell."""

    staff: str
    role: str
    school: str
    school_class: str = ""
    group: str = ""
    start: dt.date | None = None
    end: dt.date | None = None


@dataclass(frozen=True)
class GuardianTold:
    key: str
    given_name: str
    family_name: str
    email: str = ""
    phone: str = ""


@dataclass(frozen=True)
class RelationTold:
    guardian: str
    pupil: str
    kind: str
    decides: Decides = Decides.UNKNOWN


@dataclass(frozen=True)
class GroupTold:
    """A group of pupils who are taught together across classes. `key` is unique within the school."""

    key: str
    school: str
    name: str


@dataclass(frozen=True)
class MemberTold:
    """A pupil in a teaching group. Dates are None where the file does not tell."""

    group: str
    school: str
    pupil: str
    start: dt.date | None = None
    end: dt.date | None = None


@dataclass(frozen=True)
class Unusable:
    """A row that gives nothing. `where` is a line or an entry, never a name."""

    file: str
    where: str
    problem: Problem


@dataclass
class Told:
    source: str
    staff: dict[str, Staff] = field(default_factory=dict)
    posts: list[Post] = field(default_factory=list)
    guardians: dict[str, GuardianTold] = field(default_factory=dict)
    relations: list[RelationTold] = field(default_factory=list)
    # By school and the group's id.
    groups: dict[tuple[str, str], GroupTold] = field(default_factory=dict)
    members: list[MemberTold] = field(default_factory=list)
    # (staff, pupil) of the same family.
    family: set[tuple[str, str]] = field(default_factory=set)
    unusable: list[Unusable] = field(default_factory=list)
    # Pupils that the file tells of: only for them can a missing relation mean that it has ended.
    pupils: set[str] = field(default_factory=set)
    schools: set[str] = field(default_factory=set)

    def refuse(self, file: str, where: object, problem: Problem) -> None:
        self.unusable.append(Unusable(file, str(where), problem))
