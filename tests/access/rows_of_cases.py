"""Two cases with a row of each kind for each audience, and everybody who might read them: told here by hand.

The querysets' `visible_to` is asked the same (test_rows_of_cases.py), and bugs are planted in it (planted_in_cases.py).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from skoleporten.access import queries
from skoleporten.access.gate import Purpose
from skoleporten.access.models import Grant, Role, User
from skoleporten.cases.models import Case
from skoleporten.minutes import clock
from skoleporten.people.models import Pupil
from skoleporten.presence.models import PresenceDay
from skoleporten.schools.models import School
from tests.case_factories import make_care, make_decision, make_part
from tests.factories import (
    actor_of,
    make_case_team_member,
    make_enrolment,
    make_grant,
    make_guardian,
    make_guardianship,
    make_pupil,
    make_pupil_account,
    make_school,
    make_user,
    make_user_in,
)
from tests.intake_factories import make_case, make_lead
from tests.judgement_factories import make_goal, make_measure, make_note, make_round
from tests.minutes_factories import approve, end, make_begun, make_choice, make_minutes_decision, make_minutes_note
from tests.plan_factories import make_move, make_step

TEAM = frozenset({Role.TEAM, Role.LEAD})
STAFF = TEAM | {Role.SPECIALIST}
SCHOOL = frozenset({Role.TEACHER, Role.SCHOOL_LEADER})
FAMILY = frozenset({Role.GUARDIAN, Role.PUPIL})
AUDIENCES = {
    "school": SCHOOL,
    "specialist": frozenset({Role.SPECIALIST}),
    "guardian": frozenset({Role.GUARDIAN}),
    "pupil": frozenset({Role.PUPIL}),
}
# As a step of the plan says it.
PLURAL = {"specialist": "specialists", "guardian": "guardians"}
OTHER_GRADE = 1
PURPOSES = {Role.GUARDIAN: Purpose.OWN_CHILD, Role.PUPIL: Purpose.OWN}


@dataclass(frozen=True)
class Row:
    """`roles` read it, of a case that is theirs; `school`: of the schools only that one."""

    row: Any
    pupil: int
    roles: frozenset[Role]
    school: int | None = None


@dataclass(frozen=True)
class Reader:
    user: User
    role: Role
    sees: frozenset[int]
    school: int | None = None

    def reads(self, one: Row) -> bool:
        at_another = one.school is not None and self.role in SCHOOL and self.school != one.school
        return one.pupil in self.sees and self.role in one.roles and not at_another


def wrong_rows(rows: list[Row], readers: list[Reader]) -> Iterator[str]:
    """Whoever reads more or less than what is told above, of which kind."""
    today = timezone.localdate()
    for reader in readers:
        actor = queries.actor_of(reader.user, today, reader.role)
        for kind in {type(one.row) for one in rows}:
            told = {one.row.pk for one in rows if type(one.row) is kind and reader.reads(one)}
            # Without a role left there is nobody to ask for.
            purpose = PURPOSES.get(reader.role, Purpose.FOLLOW_UP)
            visible = kind.objects.visible_to(actor, purpose, today) if actor else ()
            if {row.pk for row in visible} != told:
                yield f"{reader.role} {reader.user} {kind.__name__}"


def everything() -> tuple[list[Row], list[Reader]]:
    """The one case is at two schools, for what is told to one of them."""
    lead, school, elsewhere, third = make_lead(), make_school(), make_school(), make_school()
    own, foreign = make_pupil(), make_pupil()
    make_enrolment(school, own)
    make_enrolment(elsewhere, foreign)
    cases = make_case(own, lead), make_case(foreign, lead)
    rows = [row for case in cases for row in _rows_of(case)]
    # Once its rows are written for the first school, the pupil goes to another one too.
    make_enrolment(third, own)
    return rows, [
        *_staff(lead, own, foreign),
        *_schools(own, foreign, school, elsewhere, third),
        *_families(own, foreign),
    ]


def _rows_of(case: Case) -> Iterator[Row]:
    pupil, by, today = case.pupil_id, actor_of(case.owner), timezone.localdate()
    yield Row(case, pupil, STAFF | SCHOOL | FAMILY)
    yield Row(make_part(case, case.owner), pupil, STAFF)
    yield Row(make_decision(case), pupil, STAFF)
    yield Row(make_care(case), pupil, TEAM)
    yield Row(make_move(case, on=today), pupil, STAFF | SCHOOL)
    of = make_round(case)
    yield Row(of, pupil, STAFF)
    day = PresenceDay.objects.create(
        case=case, day=today, minutes=30, is_told=True, is_open=False, did_not_come=False, needs_look=False
    )
    yield Row(day, pupil, STAFF | SCHOOL | FAMILY)
    yield from _rows_of_a_meeting(case)
    at_school = case.pupil.enrolments.get().school_id
    for number, (audience, roles) in enumerate(AUDIENCES.items()):
        for_whom = frozenset({PLURAL.get(audience, audience)})
        step = make_step(case, by=by, starts_on=today + dt.timedelta(days=number), audiences=for_whom)
        yield Row(step, pupil, TEAM | roles)
        note = make_note(case, audiences=frozenset({"team", audience}))
        yield Row(note, pupil, TEAM | roles - {Role.TEACHER}, at_school)
        if audience == "specialist":
            continue
        measure = make_measure(of, readers=frozenset({audience}))
        yield Row(measure, pupil, STAFF | roles, at_school)
        if roles <= FAMILY:
            yield Row(make_goal(case, readers=frozenset({audience})), pupil, STAFF | roles)


def _rows_of_a_meeting(case: Case) -> Iterator[Row]:
    """About the pupil: whether or not one was asked to the meeting. How long it took is the team's to know."""
    begun = make_begun(case.owner, case=case)
    rows = [make_minutes_note(begun), make_minutes_decision(begun), make_choice(begun)]
    clock.start(by=actor_of(case.owner), minutes=begun.minutes, item=begun.item)
    end(begun)
    for row in (*rows, approve(begun).parts.get()):
        yield Row(row, case.pupil_id, STAFF)
    yield Row(begun.item.times.get(), case.pupil_id, TEAM)


def _staff(lead: User, own: Pupil, foreign: Pupil) -> Iterator[Reader]:
    """The team sees every case; a specialist the one that she is named in, for as long as she is."""
    both, today = frozenset({own.pk, foreign.pk}), timezone.localdate()
    yield Reader(lead, Role.LEAD, both)
    yield Reader(make_user_in(Role.TEAM), Role.TEAM, both)
    named, earlier = make_user_in(Role.SPECIALIST), make_user_in(Role.SPECIALIST)
    make_case_team_member(own, named)
    make_case_team_member(own, earlier, ended_at=timezone.now())
    make_case_team_member(foreign, earlier, end=today - dt.timedelta(days=1))
    yield Reader(named, Role.SPECIALIST, frozenset({own.pk}))
    yield Reader(earlier, Role.SPECIALIST, frozenset())
    left = make_user()
    make_grant(left, Role.TEAM)
    left.grants.update(ended_at=timezone.now())
    yield Reader(left, Role.TEAM, frozenset())
    for role in (Role.ADMINISTRATOR, Role.MUNICIPALITY, Role.RESEARCHER):
        yield Reader(make_user_in(role), role, frozenset())


def _schools(own: Pupil, foreign: Pupil, school: School, elsewhere: School, third: School) -> Iterator[Reader]:
    for place, pupil in ((school, own), (third, own), (elsewhere, foreign)):
        for role in SCHOOL:
            yield Reader(make_user_in(role, place), role, frozenset({pupil.pk}), place.pk)
    # Had the whole school, and has one grade left, which the pupil is not in.
    teacher = make_user()
    make_grant(teacher, Role.TEACHER, school)
    teacher.grants.update(ended_at=timezone.now())
    left = make_grant(teacher, Role.TEACHER, school)
    Grant.objects.filter(pk=left.pk).update(grade=OTHER_GRADE)
    yield Reader(teacher, Role.TEACHER, frozenset(), school.pk)


def _families(own: Pupil, foreign: Pupil) -> Iterator[Reader]:
    for pupil in (own, foreign):
        guardian = make_guardian(make_user())
        make_guardianship(pupil, guardian)
        yield Reader(guardian.user, Role.GUARDIAN, frozenset({pupil.pk}))
        yield Reader(make_pupil_account(pupil).user, Role.PUPIL, frozenset({pupil.pk}))
    barred = make_guardian(make_user())
    make_guardianship(own, barred, barred_from=dt.date(2020, 1, 1), barred_source="Court")
    yield Reader(barred.user, Role.GUARDIAN, frozenset())
