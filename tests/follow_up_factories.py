"""A school with its calendar, a class and its contact teacher, and a concern with an owner and a next step."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from skoleporten.access.actor import Actor
from skoleporten.access.models import Grant, Role, User
from skoleporten.concerns import next_steps, routines
from skoleporten.concerns.models import Concern
from skoleporten.people.models import Pupil, SchoolClass
from skoleporten.schools.models import CalendarDay, School
from tests.factories import actor_of, make_class, make_enrolment, make_pupil, make_school, make_school_leader, make_user

# A Monday, in the middle of a term; the day the tests are told it is.
MONDAY = dt.date(2026, 11, 2)
OSLO = ZoneInfo("Europe/Oslo")


def at(day: dt.date, hour: int = 8, minute: int = 15) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour, minute), OSLO)


def days_after(count: int, day: dt.date = MONDAY) -> dt.date:
    return day + dt.timedelta(days=count)


@dataclass(frozen=True)
class Followed:
    school: School
    school_class: SchoolClass
    pupil: Pupil
    teacher: User
    leader: User
    concern: Concern

    @property
    def by(self) -> Actor:
        return actor_of(self.teacher)

    @property
    def by_leader(self) -> Actor:
        return actor_of(self.leader)


def make_calendar(school: School, first: dt.date = dt.date(2026, 8, 17), last: dt.date = dt.date(2027, 6, 18)) -> None:
    days = (first + dt.timedelta(days=number) for number in range((last - first).days + 1))
    CalendarDay.objects.bulk_create(
        CalendarDay(school=school, date=day, minutes_offered=300) for day in days if day.weekday() < 5
    )


def make_teacher(school: School, school_class: SchoolClass | None = None, username: str = "", **scope: object) -> User:
    user = make_user(username)
    Grant.objects.create(
        user=user, role=Role.TEACHER, school=school, school_class=school_class, start=dt.date(2026, 8, 1),
        end=dt.date(2099, 7, 31), **scope,
    )  # fmt: skip
    return user


def make_concern(pupil: Pupil, school: School, owner: User | None = None, opened_on: dt.date = MONDAY) -> Concern:
    concern = Concern(
        pupil=pupil, school=school, kind=Concern.Kind.SIGNAL, opened_at=at(opened_on, 3), owner=owner,
        routine=routines.stored(routines.in_use()),
    )  # fmt: skip
    next_steps.begin([concern])
    concern.save()
    return concern


def make_followed(name: str = "Solvik skole") -> Followed:
    school = make_school(name, 1, 10)
    make_calendar(school)
    school_class = make_class(school, "8A", 8, school_year=2026)
    pupil = make_pupil("Kari")
    make_enrolment(school, pupil, 8, school_class, start=dt.date(2026, 8, 1))
    teacher, leader = make_teacher(school, school_class), make_school_leader(school)
    return Followed(school, school_class, pupil, teacher, leader, make_concern(pupil, school, teacher))
