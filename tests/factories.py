"""Plain functions that make one valid row each; a test says only what it is about."""

from __future__ import annotations

import datetime as dt
import itertools

from django.utils import timezone

from skoleporten.access.actor import Actor
from skoleporten.access.models import Grant, Role, User
from skoleporten.access.roles import AT_A_SCHOOL
from skoleporten.people.models import (
    CaseTeamMember,
    Enrolment,
    Guardian,
    Guardianship,
    Involvement,
    Pupil,
    PupilAccount,
    SchoolClass,
)
from skoleporten.schools.models import CalendarDay, School, SchoolYear

_number = itertools.count(1)


def make_school(name: str = "", first_grade: int = 1, last_grade: int = 7, **fields) -> School:
    number = next(_number)
    fields.setdefault("source_id", f"school-{number}")
    return School.objects.create(
        name=name or f"Skole {number}", first_grade=first_grade, last_grade=last_grade, **fields
    )


def make_school_year(year: int = 2025, **fields) -> SchoolYear:
    fields.setdefault("first_day", dt.date(year, 8, 18))
    fields.setdefault("last_day", dt.date(year + 1, 6, 19))
    return SchoolYear.objects.create(year=year, **fields)


def make_calendar_day(school: School, date: dt.date, minutes: int = 300, grade: int | None = None) -> CalendarDay:
    return CalendarDay.objects.create(school=school, date=date, minutes_offered=minutes, grade=grade)


def make_pupil(given_name: str = "Kari", family_name: str = "", **fields) -> Pupil:
    number = next(_number)
    fields.setdefault("source_id", f"pupil-{number}")
    return Pupil.objects.create(given_name=given_name, family_name=family_name or f"Nordmann {number}", **fields)


def make_class(school: School, name: str = "5A", grade: int | None = 5, school_year: int = 2025) -> SchoolClass:
    return SchoolClass.objects.create(school=school, source_id=name, name=name, grade=grade, school_year=school_year)


def make_enrolment(
    school: School,
    pupil: Pupil | None = None,
    grade: int | None = 5,
    school_class: SchoolClass | None = None,
    start: dt.date = dt.date(2025, 8, 1),
    end: dt.date | None = None,
) -> Enrolment:
    return Enrolment.objects.create(
        pupil=pupil or make_pupil(), school=school, school_class=school_class, grade=grade, start=start, end=end
    )


def make_user(username: str = "", **fields) -> User:
    name = username or f"user-{next(_number)}"
    fields.setdefault("display_name", name.title())
    return User.objects.create_user(name, password="a long enough password", **fields)


def make_grant(
    user: User,
    role: Role = Role.SCHOOL_LEADER,
    school: School | None = None,
    start: dt.date = dt.date(2025, 8, 1),
    end: dt.date = dt.date(2099, 7, 31),
) -> Grant:
    return Grant.objects.create(user=user, role=role, school=school, start=start, end=end)


def make_school_leader(school: School, username: str = "") -> User:
    user = make_user(username)
    make_grant(user, Role.SCHOOL_LEADER, school)
    return user


def make_administrator(username: str = "") -> User:
    user = make_user(username)
    make_grant(user, Role.ADMINISTRATOR)
    return user


def make_guardian(user: User | None = None, **fields) -> Guardian:
    return Guardian.objects.create(user=user, given_name="Gro", family_name=f"Nordmann {next(_number)}", **fields)


def make_guardianship(pupil: Pupil, guardian: Guardian | None = None, **fields) -> Guardianship:
    """Verified and with parental responsibility unless said otherwise."""
    fields.setdefault("kind", Guardianship.Kind.PARENT)
    fields.setdefault("decides", Guardianship.Decides.PARENTAL_RESPONSIBILITY)
    fields.setdefault("verified_at", timezone.now())
    fields.setdefault("start", dt.date(2025, 8, 1))
    return Guardianship.objects.create(pupil=pupil, guardian=guardian or make_guardian(make_user()), **fields)


def make_involvement(pupil: Pupil, start: dt.date = dt.date(2025, 8, 1), **fields) -> Involvement:
    return Involvement.objects.create(pupil=pupil, start=start, **fields)


def make_case_team_member(pupil: Pupil, user: User, **fields) -> CaseTeamMember:
    """By law, which rests on nothing else; by consent only where the test has one."""
    fields.setdefault("basis", CaseTeamMember.Basis.LAW)
    fields.setdefault("law", "opplæringslova § 24-1")
    fields.setdefault("start", dt.date(2025, 8, 1))
    fields.setdefault("end", dt.date(2099, 7, 31))
    return CaseTeamMember.objects.create(pupil=pupil, user=user, **fields)


def make_pupil_account(pupil: Pupil, user: User | None = None) -> PupilAccount:
    return PupilAccount.objects.create(pupil=pupil, user=user or make_user())


def make_user_in(role: str, school: School | None = None, username: str = "") -> User:
    """Somebody who holds the role and nothing else; a guardian and a pupil have one of their own to see."""
    user = make_user(username)
    if role == Role.GUARDIAN:
        make_guardianship(make_pupil(), make_guardian(user))
    elif role == Role.PUPIL:
        make_pupil_account(make_pupil(), user)
    else:
        make_grant(user, Role(role), (school or make_school()) if role in AT_A_SCHOOL else None)
    return user


def actor_of(user: User) -> Actor:
    """The actor that the user's first grant makes."""
    grant = user.grants.order_by("id").select_related("school").first()
    return Actor(
        user_id=user.pk,
        user_public_id=str(user.public_id),
        name=str(user),
        role=grant.role,
        unit=str(grant.school or ""),
        school_ids=frozenset([grant.school_id] if grant.school_id else []),
    )
