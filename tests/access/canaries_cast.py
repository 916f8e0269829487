"""Who asks: for each role somebody with a pupil of the own school, and a stranger."""

from __future__ import annotations

from collections.abc import Iterator

from skoleporten.access.models import Grant, Role
from skoleporten.meetings.models import Meeting
from skoleporten.people.models import Enrolment, Guardianship, Pupil
from skoleporten.schools.models import School
from tests.access.canary import FOREIGN, OWN, Person, Planted
from tests.factories import (
    make_case_team_member,
    make_grant,
    make_guardian,
    make_guardianship,
    make_involvement,
    make_pupil_account,
    make_school,
    make_user,
    make_user_in,
)
from tests.made_up_school import MadeUp, pupils_at
from tests.meeting_factories import make_participant


def people(planted: Planted) -> list[Person]:
    """For each role that sees pupils somebody with a pupil of the own school and a stranger; one of each other role."""
    made, (own, foreign) = planted.made, _the_two(planted)
    here, there = _open(made.school), _open(made.other_school)
    in_class = frozenset({made.school.pk}), frozenset({made.other_school.pk})
    return [
        Person(Role.SCHOOL_LEADER, made.owner, here, in_class[0], OWN),
        Person(Role.SCHOOL_LEADER, made.colleague, here, in_class[0], OWN),
        Person(Role.SCHOOL_LEADER, made.stranger, there, in_class[1], FOREIGN),
        Person(Role.ADMINISTRATOR, made.administrator),
        Person(Role.MUNICIPALITY, make_user_in(Role.MUNICIPALITY, username="noen.kommune")),
        Person(Role.RESEARCHER, make_user_in(Role.RESEARCHER, username="noen.forsker")),
        *_teachers(made, own),
        *_of_the_team(planted, own),
        *_families(own, foreign),
    ]


def _the_two(planted: Planted) -> list[Pupil]:
    return [Pupil.objects.get(public_id=planted.objects[whose]["pupil"]) for whose in (OWN, FOREIGN)]


def _open(school: School) -> frozenset[int]:
    return frozenset(pupil.pk for pupil in pupils_at(school) if not pupil.protected)


def _teachers(made: MadeUp, own: Pupil) -> Iterator[Person]:
    """One of the pupil's class, and one of an empty school."""
    group = Enrolment.objects.get(pupil=own).school_class
    assert group is not None
    teacher = make_user("lærer.egen")
    grant = make_grant(teacher, Role.TEACHER, made.school)
    Grant.objects.filter(pk=grant.pk).update(school_class=group)
    in_class = Pupil.objects.filter(enrolments__school_class=group, protected=False).values_list("pk", flat=True)
    yield Person(Role.TEACHER, teacher, frozenset(in_class), frozenset({made.school.pk}), OWN)
    empty = make_school("Tom skole")
    yield Person(Role.TEACHER, make_user_in(Role.TEACHER, empty, "lærer.fremmed"), schools=frozenset({empty.pk}))


def _of_the_team(planted: Planted, own: Pupil) -> Iterator[Person]:
    """The own pupil is the only one who is followed up; a specialist only where named."""
    make_involvement(own)
    sees = frozenset({own.pk})
    yield Person(Role.TEAM, make_user_in(Role.TEAM, username="team.egen"), sees, own=OWN)
    yield Person(Role.LEAD, make_user_in(Role.LEAD, username="leder.egen"), sees, own=OWN)
    named = make_user_in(Role.SPECIALIST, username="spesialist.egen")
    make_case_team_member(own, named)
    make_participant(Meeting.objects.get(public_id=planted.objects[OWN]["team_meeting"]), named)
    yield Person(Role.SPECIALIST, named, sees, own=OWN)
    yield Person(Role.SPECIALIST, make_user_in(Role.SPECIALIST, username="spesialist.fremmed"))


def _families(own: Pupil, foreign: Pupil) -> Iterator[Person]:
    for whose, pupil in ((OWN, own), (FOREIGN, foreign)):
        guardian = make_guardian(make_user(f"foresatt.{whose}"))
        make_guardianship(pupil, guardian, decides=Guardianship.Decides.PARENTAL_RESPONSIBILITY)
        yield Person(Role.GUARDIAN, guardian.user, frozenset({pupil.pk}), own=whose)
        account = make_pupil_account(pupil, make_user(f"elev.{whose}"))
        yield Person(Role.PUPIL, account.user, frozenset({pupil.pk}), own=whose)
