"""Each week the school is told what it can not see itself, and again when something of it was corrected."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from skoleporten.access.actor import software
from skoleporten.access.models import Grant, Role
from skoleporten.notices.models import Notice
from skoleporten.presence.jobs import tell_the_schools
from skoleporten.presence.models import Statement, StatementRead
from skoleporten.presence.statements import Day, State, make, make_all, next_morning, read_by
from skoleporten.rules.plan import Agreed
from tests.factories import actor_of, make_class, make_school_leader, make_user
from tests.integration.presence.test_absence_rows import be_there, register
from tests.plan_factories import make_planned_case, make_step, week
from tests.presence_factories import at, mark

pytestmark = pytest.mark.django_db

MONDAY = dt.date(2025, 9, 1)
FRIDAY = MONDAY + dt.timedelta(days=4)
SATURDAY_NIGHT = dt.datetime(2025, 9, 6, 1, tzinfo=dt.UTC)
SYSTEM = software("statements")


@pytest.fixture
def case():
    made = make_planned_case()
    make_step(made, week(60, days=range(3)), starts_on=MONDAY)
    return made


def told(case, number: int = 1) -> list[Day]:
    return [Day.from_json(one) for one in Statement.objects.get(case=case, number=number).days]


def make_it(case, now: dt.datetime = SATURDAY_NIGHT):
    return make(by=SYSTEM, case=case, week=MONDAY, now=now)


def test_each_school_day_says_what_is_known_and_what_is_not(case):
    be_there(case, "08.30", "09.30")
    be_there(case, "10.00", "10.45", place="class")
    mark(actor_of(case.owner), case, "not_coming", at("09.00", MONDAY + dt.timedelta(days=1)))
    mark(actor_of(case.owner), case, "arrived", at("08.30", MONDAY + dt.timedelta(days=2)))
    make_it(case)
    first, second, third, fourth, fifth = told(case)
    assert (first.state, first.offered, first.agreed) == (State.KNOWN, 300, 60)
    assert (first.elsewhere, first.in_school, first.rest) == (60, 45, 195)
    assert (second.state, second.elsewhere, second.rest) == (State.DID_NOT_COME, 0, 300)
    assert (third.state, third.elsewhere, third.rest) == (State.TO_LOOK_AT, None, None)
    assert (fourth.state, fourth.agreed, fourth.elsewhere) == (State.NOT_KNOWN, 0, None)
    assert fifth.date == FRIDAY


def test_the_same_week_told_again_is_no_new_statement(case):
    be_there(case, "08.30", "09.30")
    assert make_it(case) is not None
    assert make_it(case) is None
    assert Statement.objects.count() == 1


def test_what_the_school_registers_itself_makes_no_new_statement(case):
    be_there(case, "08.30", "09.30")
    make_it(case)
    register(case)
    assert make_it(case) is None


def test_a_corrected_statement_says_what_changed_and_the_first_one_stands(case):
    be_there(case, "08.30", "09.30")
    make_it(case)
    be_there(case, "12.00", "12.30", day=MONDAY + dt.timedelta(days=1))
    again = make_it(case)
    assert again is not None
    assert (again.number, again.changed) == (2, ["2025-09-02"])
    assert told(case, 1)[1].state == State.NOT_KNOWN
    assert list(Statement.objects.all().newest()) == [again]


def test_a_statement_is_never_changed(case):
    made = make_it(case)
    with pytest.raises(DatabaseError), transaction.atomic():
        Statement.objects.filter(pk=made.pk).update(week=FRIDAY)


def test_remote_teaching_carries_its_legal_reason():
    case = make_planned_case()
    agreed = Agreed(tuple(replace(part, is_remote=True) for part in week(60, place="home_visit").parts))
    make_step(case, agreed, starts_on=MONDAY, remote_reason="Matematikk, i særlege tilfelle, § 14-4.")
    made = make_it(case)
    assert made is not None
    assert made.remote_reason == "Matematikk, i særlege tilfelle, § 14-4."
    assert all(day.is_remote for day in told(case))


def test_a_plan_that_is_not_shared_with_the_school_is_not_told():
    case = make_planned_case()
    make_step(case, week(60), starts_on=MONDAY, audiences=frozenset({"guardian", "pupil"}))
    make_it(case)
    assert {day.agreed for day in told(case)} == {None}


def make_contact_teacher(case):
    stay = case.pupil.enrolments.get()
    stay.school_class = make_class(stay.school, "7B", 7)
    stay.save()
    teacher = make_user("kontakt")
    Grant.objects.create(
        user=teacher, role=Role.TEACHER, school=stay.school, school_class=stay.school_class,
        start=dt.date(2025, 8, 1), end=dt.date(2099, 7, 31),
    )  # fmt: skip
    return teacher


def test_the_contact_teacher_is_told_in_neutral_words_on_the_next_morning_of_work(case):
    teacher = make_contact_teacher(case)
    made = make_it(case)
    notice = Notice.objects.get()
    assert (notice.user, notice.kind, notice.link) == (teacher, "arrived", reverse("statement", args=[made.public_id]))
    assert next_morning(SATURDAY_NIGHT) == dt.datetime(2025, 9, 8, 5, tzinfo=dt.UTC)


def test_without_a_contact_teacher_the_leaders_of_the_school_are_told(case):
    leader = make_school_leader(case.pupil.enrolments.get().school)
    make_it(case)
    assert Notice.objects.get().user == leader


def test_who_at_the_school_has_read_it_is_kept_once_and_the_team_is_not_counted(case):
    made = make_it(case)
    teacher = make_contact_teacher(case)
    for reader in (actor_of(teacher), actor_of(teacher), actor_of(case.owner)):
        read_by(by=reader, statement=made)
    assert [one.by for one in StatementRead.objects.all()] == [teacher]


def test_the_job_tells_the_week_that_is_over_and_corrects_those_before(case):
    saturday = FRIDAY + dt.timedelta(days=1)
    be_there(case, "08.30", "09.30")
    assert make_all(by=SYSTEM, today=saturday, now=SATURDAY_NIGHT) == 1
    be_there(case, "12.00", "12.30", day=FRIDAY)
    week_after = saturday + dt.timedelta(days=7)
    assert make_all(by=SYSTEM, today=week_after, now=SATURDAY_NIGHT + dt.timedelta(days=7)) == 2
    assert {(one.week, one.number) for one in Statement.objects.all()} == {
        (MONDAY, 1),
        (MONDAY, 2),
        (MONDAY + dt.timedelta(days=7), 1),
    }


def test_on_other_nights_nothing_is_told(case):
    assert tell_the_schools.call("2025-09-04") == 0
    assert not Statement.objects.exists()


def test_a_case_that_had_ended_before_the_week_is_not_told(case):
    case.intake.state, case.intake.ended_at = "closed", timezone.now()
    case.intake.save()
    assert make_all(by=SYSTEM, today=FRIDAY + dt.timedelta(days=1), now=SATURDAY_NIGHT) == 0


def test_a_pupil_without_a_school_gets_no_statement(case):
    case.pupil.enrolments.update(end=MONDAY - dt.timedelta(days=1))
    assert make_it(case) is None
