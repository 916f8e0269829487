"""Fills the database that the story is played on: two schools, one in each language, and absence that is still a file.

`python -m tests.system.fill_story`, with SKOLEPORTEN_VAR in the environment. Everything is true today, so that the
pictures taken of it are.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from skoleporten.access.models import User
    from skoleporten.people.models import Pupil
    from skoleporten.schools.models import School, SchoolClass

ADMINISTRATOR = "Aud Administrator"
CLASS = "8A"
BEFORE, AFTER = dt.timedelta(days=400), dt.timedelta(days=200)
GRADE, AGE = 8, 13
HEADINGS = "Id;Elevid;Skole;Dato;Type;Dokumentert;Årsak"
OTHERS = (("Birk", "Aas"), ("Cecilie", "Dahl"), ("Daniel", "Eide"), ("Eira", "Fjeld"), ("Filip", "Lie"))


@dataclass(frozen=True)
class Cast:
    """Who plays, and in which language each reads."""

    language: str
    school: str
    given_name: str
    family_name: str
    teacher: str
    social_teacher: str
    leader: str
    lead: str
    guardian: str

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}"


NB = Cast(
    "nb",
    "Fyrlia skole",
    "Ada",
    "Myhre",
    "Tuva Lærer",
    "Siri Sosiallærer",
    "Ragnhild Rektor",
    "Lise Leder",
    "Mor til Ada",
)
NN = Cast(
    "nn", "Havnevik skule", "Ivar", "Sande", "Terje Lærar", "Synnøve Sosiallærar", "Håvard Rektor", "Line Leiar",
    "Far til Ivar",
)  # fmt: skip


def absence_file(cast: Cast, today: dt.date) -> str:
    """What the school's own system would hand out: more and more days, and two other pupils who were ill."""
    gone = [day for day in _weekdays(today - dt.timedelta(days=45), today) if day.weekday() in {0, 1, 3}]
    rows = [(cast.given_name, day, "Nei", "Ukjent") for day in gone]
    rows += [(name, gone[index], "Ja", "Sykdom") for index, (name, _family) in enumerate(OTHERS[:2])]
    lines = [
        f"{number};{cast.language}-{name};{cast.school};{day:%d.%m.%Y};Dag;{documented};{reason}"
        for number, (name, day, documented, reason) in enumerate(rows, 1)
    ]
    return "\n".join([HEADINGS, *lines, ""])


def _weekdays(first: dt.date, before: dt.date) -> list[dt.date]:
    every = [first + dt.timedelta(days=number) for number in range((before - first).days)]
    return [day for day in every if day.weekday() < 5]


def fill() -> None:
    import django

    django.setup()
    from skoleporten.access.models import Installation, Role, User
    from tests.factories import make_grant
    from tests.system.tables import make_tables

    make_tables()

    make_grant(_named("administrator", ADMINISTRATOR), Role.ADMINISTRATOR)
    for cast in (NB, NN):
        _municipality_of(cast)
    Installation.objects.update_or_create(pk=1, defaults={"municipality": "Eksempelvik", "is_demo": True})
    User.objects.update(is_demo=True)


def _municipality_of(cast: Cast) -> None:
    from django.utils import timezone

    from skoleporten.access.models import Role
    from skoleporten.rules.calendar import school_year
    from skoleporten.schools.models import CalendarDay
    from tests.factories import make_class, make_grant, make_school

    today = timezone.localdate()
    school = make_school(cast.school, 1, 10, source_id=cast.school)
    days = _weekdays(today - BEFORE, today + AFTER)
    CalendarDay.objects.bulk_create(CalendarDay(school=school, date=day, minutes_offered=300) for day in days)
    school_class = make_class(school, CLASS, GRADE, school_year(today))
    make_grant(_named(f"{cast.language}-lead", cast.lead, cast.language), Role.LEAD)
    _staff(cast, school, school_class)
    for given_name, family_name in (*OTHERS, (cast.given_name, cast.family_name)):
        pupil = _pupil(cast, given_name, family_name, school, school_class, today)
    _guardian_of(pupil, cast)


def _staff(cast: Cast, school: School, school_class: SchoolClass) -> None:
    from skoleporten.access.models import Grant, Role
    from tests.factories import make_grant

    make_grant(_named(f"{cast.language}-leader", cast.leader, cast.language), Role.SCHOOL_LEADER, school)
    make_grant(_named(f"{cast.language}-social", cast.social_teacher, cast.language), Role.TEACHER, school)
    teacher = make_grant(_named(f"{cast.language}-teacher", cast.teacher, cast.language), Role.TEACHER, school)
    Grant.objects.filter(pk=teacher.pk).update(school_class=school_class)


def _pupil(
    cast: Cast, given_name: str, family_name: str, school: School, school_class: SchoolClass, today: dt.date
) -> Pupil:
    from tests.factories import make_enrolment, make_pupil

    born = dt.date(today.year - AGE, 1, 15)
    pupil = make_pupil(given_name, family_name, source_id=f"{cast.language}-{given_name}", birth_date=born)
    make_enrolment(school, pupil, GRADE, school_class, start=today - BEFORE)
    return pupil


def _guardian_of(pupil: Pupil, cast: Cast) -> None:
    """The only one who decides: the pupil is too young to be asked alone, and there is no other."""
    from skoleporten.people.models import Guardian
    from tests.factories import make_guardianship

    user = _named(f"{cast.language}-guardian", cast.guardian, cast.language)
    given_name = cast.guardian.split()[0]
    guardian = Guardian.objects.create(
        user=user, given_name=given_name, family_name=cast.family_name, phone="90012345", language=cast.language
    )
    make_guardianship(pupil, guardian, start=dt.date(2020, 1, 1))


def _named(username: str, display_name: str, language: str = "nb") -> User:
    from tests.factories import make_user

    return make_user(username, display_name=display_name, language=language)


if __name__ == "__main__":
    fill()
