"""The families that are hard to get right, as plain rows: who belongs to which child, and what it is worth."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from django.utils import timezone

from skoleporten.access.models import Grant, Role, User
from skoleporten.people.models import Guardianship, Pupil
from skoleporten.schools.models import School
from tests.factories import (
    make_enrolment,
    make_grant,
    make_guardian,
    make_guardianship,
    make_involvement,
    make_pupil,
    make_pupil_account,
    make_school,
    make_user,
)

LONG_AGO = dt.date(2025, 8, 1)
Decides, Kind = Guardianship.Decides, Guardianship.Kind
CHILDREN = ("ine", "halvor", "fritjof", "skjalg", "torbjorn")
# Who comes to whose door and finds it open. Nobody else does, whoever else is related.
MAY = {
    "ine": {"mother", "father_apart", "ine"},
    "halvor": {"mother", "father_of_half_brother", "halvor"},
    "fritjof": {"foster_mother", "child_welfare", "fritjof"},
    "skjalg": {"named_mother", "skjalg"},
    "torbjorn": {"teacher_and_mother", "torbjorn"},
}
# Who are recorded with the child and yet have no door.
MAY_NOT = {
    "ine": {"without_the_right", "barred_father", "not_verified", "no_longer"},
    "fritjof": {"suspended_mother"},
    "skjalg": {"father_not_named"},
}


@dataclass
class Families:
    school: School
    pupils: dict[str, Pupil] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)

    @property
    def adults(self) -> set[str]:
        return set(self.users) - set(CHILDREN)


def make_hard_cases() -> Families:
    families = Families(make_school("Kvitveisskolen"))
    for name in CHILDREN:
        families.pupils[name] = _child(families, name)
    _parents_apart(families)
    _foster_care(families)
    _protected(families)
    _teacher_and_mother(families)
    return families


def _child(families: Families, name: str) -> Pupil:
    pupil = make_pupil(
        name.title(), f"{name.title()}sen", birth_date=_years_ago(13), protected=name == "skjalg",
        protection="strictly_confidential" if name == "skjalg" else "none",
    )  # fmt: skip
    make_enrolment(families.school, pupil, grade=8)
    make_involvement(pupil)
    families.users[name] = make_pupil_account(pupil, _user(name)).user
    return pupil


def _parents_apart(families: Families) -> None:
    """Two with parental responsibility and a door each; four others who have none. Halvor has another father."""
    mother = make_guardian(_adult(families, "mother"))
    make_guardianship(families.pupils["ine"], mother)
    make_guardianship(families.pupils["halvor"], mother)
    _relate(families, "father_apart", "ine")
    _relate(families, "father_of_half_brother", "halvor")
    _relate(families, "without_the_right", "ine", decides=Decides.NONE)
    _relate(families, "not_verified", "ine", verified_at=None)
    _relate(families, "no_longer", "ine", start=dt.date(2020, 1, 1), end=dt.date(2025, 1, 1))
    _relate(families, "barred_father", "ine", barred_from=LONG_AGO, barred_source="tingretten")


def _foster_care(families: Families) -> None:
    taken_over = {"decides": Decides.CARE_TAKEN_OVER}
    _relate(families, "foster_mother", "fritjof", kind=Kind.FOSTER_PARENT, **taken_over)
    _relate(families, "child_welfare", "fritjof", kind=Kind.CHILD_WELFARE, **taken_over)
    _relate(families, "suspended_mother", "fritjof", decides=Decides.SUSPENDED)


def _protected(families: Families) -> None:
    """Both have parental responsibility; only one of them is named."""
    _relate(families, "named_mother", "skjalg")
    _relate(families, "father_not_named", "skjalg")
    Grant.objects.create(
        user=families.users["named_mother"], role=Role.GUARDIAN, pupil=families.pupils["skjalg"], start=LONG_AGO,
        end=dt.date(2099, 7, 31), reason="opened by two leaders",
    )  # fmt: skip


def _teacher_and_mother(families: Families) -> None:
    _relate(families, "teacher_and_mother", "torbjorn")
    make_grant(families.users["teacher_and_mother"], Role.TEACHER, families.school)


def _relate(families: Families, who: str, child: str, **fields: object) -> None:
    make_guardianship(families.pupils[child], make_guardian(_adult(families, who)), **fields)


def _adult(families: Families, who: str) -> User:
    return families.users.setdefault(who, _user(who))


def _user(name: str) -> User:
    return make_user(name, display_name=name.replace("_", " ").title())


def _years_ago(years: int) -> dt.date:
    today = timezone.localdate()
    return dt.date(today.year - years, 1, 1)
