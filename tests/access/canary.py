"""Whose word it is, and who may read it."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass, field

from skoleporten.access.models import Role, User
from tests.made_up_school import MadeUp

OWN, FOREIGN = "own", "foreign"
SCHOOL_AND_TEAM = frozenset({Role.TEACHER, Role.SCHOOL_LEADER, Role.TEAM, Role.LEAD, Role.SPECIALIST})
GUARDIANS_ARE_TOLD_TO = SCHOOL_AND_TEAM - {Role.TEACHER}
FAMILY = frozenset({Role.GUARDIAN, Role.PUPIL})
THE_TEAM = frozenset({Role.TEAM, Role.LEAD})
NOBODY = frozenset[str]()


@dataclass(frozen=True)
class Person:
    """`sees` are the pupils who are theirs to see, told from the table of the design; `schools` their own."""

    role: str
    user: User
    sees: frozenset[int] = frozenset()
    schools: frozenset[int] = frozenset()
    own: str = ""

    def __str__(self) -> str:
        return f"{self.role} {self.user.username}"


@dataclass(frozen=True)
class Word:
    """Of a pupil, of a school, or of neither. `roles`: who may read it of a pupil or school of their own.

    `of_all`: who may read it whosesoever it is.
    """

    text: str
    pupil: int | None = None
    school: int | None = None
    roles: frozenset[str] = frozenset(Role)
    of_all: frozenset[str] = NOBODY

    def may_be_read_by(self, person: Person) -> bool:
        if person.role in self.of_all:
            return True
        is_own = self.pupil in person.sees if self.pupil else self.school in person.schools
        return is_own and person.role in self.roles


@dataclass
class Planted:
    made: MadeUp
    words: list[Word] = field(default_factory=list)
    objects: dict[str, dict[str, uuid.UUID]] = field(default_factory=lambda: {OWN: {}, FOREIGN: {}})

    def keep(self, whose: str, thing: str, public_id: uuid.UUID) -> None:
        self.objects[whose][thing] = public_id

    def forbidden_to(self, person: Person) -> set[str]:
        return {word.text for word in self.words if not word.may_be_read_by(person)}


def of_one_kind(cast: Collection[Person]) -> list[Person]:
    """The first in each role: for what a policy decides, which knows no more of a person than the role."""
    return list({person.role: person for person in reversed(list(cast))}.values())
