"""Steps, answers, bases and moves are only added to; the leader hears once; and each reads what is for each."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone

from skoleporten.access.gate import Purpose
from skoleporten.access.models import Role
from skoleporten.audit.models import Event
from skoleporten.intake.changes import ChangedMeanwhileError
from skoleporten.notices.models import Notice
from skoleporten.plans import answers, bases, ladder, steps
from skoleporten.plans.answers import Said
from skoleporten.plans.models import LeaderTold, PlanAnswer, PlanStep
from skoleporten.plans.queries import agreed_minutes, expected, in_force
from skoleporten.plans.school_days import ordinary_week, usual_week
from skoleporten.rules.errors import RefusedError
from skoleporten.rules.ladder import Rung
from skoleporten.rules.plan import Agreed, Answer, Basis, Part, Rests
from tests.factories import actor_of, make_grant, make_school_leader, make_user, make_user_in
from tests.intake_factories import make_team_member
from tests.plan_factories import (
    MONDAY,
    at,
    make_draft,
    make_move,
    make_planned_case,
    make_pupil_at_school,
    make_step,
    week,
)

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
NONE_YET = Rests(Basis.NONE_YET)


@pytest.fixture
def case():
    return make_planned_case()


def school_of(case):
    return case.pupil.enrolments.get().school


@pytest.mark.parametrize("what", ["step", "part", "answer", "basis", "told", "move"])
def test_no_row_of_the_plan_is_changed_or_taken_away(case, what):
    make_school_leader(school_of(case))
    step, move = make_step(case, rests=NONE_YET), make_move(case)
    rows = {
        "step": step, "part": step.parts.all()[0], "answer": step.answers.get(), "basis": step.bases.get(),
        "told": step.leader_told, "move": move,
    }  # fmt: skip
    with pytest.raises(DatabaseError), transaction.atomic():
        rows[what].save()
    with pytest.raises(DatabaseError), transaction.atomic():
        type(rows[what]).objects.filter(pk=rows[what].pk).delete()


def test_two_who_write_at_the_same_time_write_one_step_and_one_sees_the_other(case):
    colleague = actor_of(make_team_member())
    first = make_step(case, week(30))
    with pytest.raises(ChangedMeanwhileError) as refused:
        steps.write(by=colleague, case=case, draft=make_draft(week(60)), client_id=uuid.uuid4(), seen=0, now=at(MONDAY))
    assert refused.value.now == first
    assert case.plan_steps.count() == 1


def test_a_move_sent_twice_is_one_and_one_from_an_old_page_none(case):
    by, client_id = actor_of(case.owner), uuid.uuid4()
    given = {"by": by, "case": case, "to": Rung.GROUP, "why": "Grunn", "on": MONDAY, "client_id": client_id, "seen": 0}
    assert ladder.move(**given) == ladder.move(**given)
    with pytest.raises(ChangedMeanwhileError):
        ladder.move(**given | {"client_id": uuid.uuid4()})
    assert case.rung_moves.count() == 1


def test_an_answer_and_a_basis_sent_twice_are_one(case):
    step, by = make_step(case), actor_of(case.owner)
    said, rests, client_id = (
        Said(Answer.IN_PART, MONDAY, "Litt."),
        Rests(Basis.EXEMPTION, "Rektor", MONDAY),
        uuid.uuid4(),
    )
    for _time in range(2):
        answers.add(by=by, step=step, said=said, client_id=client_id)
        bases.add(by=by, step=step, rests=rests, client_id=client_id)
    assert (step.answers.count(), step.bases.count()) == (2, 2)


def test_words_said_tomorrow_and_no_reason_for_not_asking_are_refused(case):
    step, by = make_step(case), actor_of(case.owner)
    for said in (Said(Answer.AGREES, timezone.localdate() + DAY, "Ja."), Said(Answer.NOT_ASKED, MONDAY)):
        with pytest.raises(RefusedError):
            answers.add(by=by, step=step, said=said, client_id=uuid.uuid4())


def test_a_case_that_has_ended_takes_no_step_and_no_move(case):
    step = make_step(case)
    case.intake.state = "closed"
    case.intake.save()
    with pytest.raises(RefusedError):
        make_step(case, week(60), starts_on=MONDAY + DAY)
    with pytest.raises(RefusedError):
        make_move(case)
    with pytest.raises(RefusedError):
        answers.add(by=actor_of(case.owner), step=step, said=Said(Answer.AGREES, MONDAY, "Ja."), client_id=uuid.uuid4())


def test_the_leader_is_told_once_for_each_step_however_often_it_is_said(case):
    leader = make_school_leader(school_of(case))
    step, by = make_step(case, rests=NONE_YET), actor_of(case.owner)
    for _time in range(2):
        bases.add(by=by, step=step, rests=NONE_YET, client_id=uuid.uuid4())
    assert LeaderTold.objects.count() == 1
    notice = Notice.objects.get(user=leader)
    assert (notice.link, notice.pupil) == ("/cases/told/", case.pupil)
    assert Event.objects.filter(action="plans.leader_told").count() == 1
    make_step(case, Agreed(is_pause=True), starts_on=MONDAY + DAY)
    assert Notice.objects.filter(user=leader).count() == 2


def test_no_other_leader_is_told_and_nobody_of_a_plan_that_rests_on_a_decision(case):
    stranger = make_user_in(Role.SCHOOL_LEADER)
    ended = make_user()
    make_grant(ended, Role.SCHOOL_LEADER, school_of(case), end=dt.date(2025, 8, 31))
    make_step(case)
    assert not LeaderTold.objects.exists()
    make_step(case, rests=NONE_YET, starts_on=MONDAY + DAY)
    assert LeaderTold.objects.get().has_no_basis
    assert not Notice.objects.filter(user__in=[stranger, ended]).exists()


def test_a_plan_of_ordinary_hours_asks_for_no_basis_and_is_told_to_nobody(case):
    make_school_leader(school_of(case))
    step = make_step(case, week(300), rests=None)
    assert not step.bases.exists()
    assert not LeaderTold.objects.exists()


def test_below_ordinary_hours_something_must_be_said(case):
    with pytest.raises(RefusedError):
        make_step(case, week(299), rests=None)
    assert not PlanStep.objects.exists()


def test_a_pupil_who_goes_to_no_school_has_no_leader_to_tell():
    case = make_planned_case()
    case.pupil.enrolments.all().delete()
    make_step(case, rests=NONE_YET)
    assert not LeaderTold.objects.exists()


def test_the_ordinary_week_is_the_length_that_most_of_its_days_have():
    pupil = make_pupil_at_school(minutes=300)
    assert ordinary_week(pupil.pk, MONDAY) == dict.fromkeys(range(5), 300)
    assert ordinary_week(pupil.pk, dt.date(2027, 9, 6)) == {}
    monday, next_one, third = MONDAY, MONDAY + 7 * DAY, MONDAY + 14 * DAY
    assert usual_week({monday: 300, next_one: 240, third: 240}) == {0: 240}
    assert usual_week({monday: 300, next_one: 240, third: None}) == {0: 300}


def test_who_reads_which_steps_and_words_is_chosen_for_each(case):
    open_to_all = make_step(case, said=Said(Answer.AGREES, MONDAY, "Ja.", audiences=frozenset({"school"})))
    kept = make_step(case, week(60), starts_on=MONDAY + DAY, audiences=frozenset({"pupil"}))
    leader = actor_of(make_school_leader(school_of(case)))
    today = timezone.localdate()
    visible = PlanStep.objects.visible_to(leader, Purpose.FOLLOW_UP, today)
    assert list(visible) == [open_to_all]
    assert [one.words for one in PlanAnswer.objects.visible_to(leader, Purpose.FOLLOW_UP, today)] == ["Ja."]
    team = actor_of(case.owner)
    assert set(PlanStep.objects.visible_to(team, Purpose.FOLLOW_UP, today)) == {open_to_all, kept}
    assert "guardian" not in kept.audiences
    for role in (Role.ADMINISTRATOR, Role.MUNICIPALITY, Role.RESEARCHER):
        assert not PlanStep.objects.visible_to(actor_of(make_user_in(role)), Purpose.FOLLOW_UP, today).exists()


@pytest.mark.parametrize("role", [Role.TEACHER, Role.SCHOOL_LEADER])
def test_the_school_reads_the_agreed_plan_on_the_pupils_page(role):
    first = timezone.localdate() - 28 * DAY
    case = make_planned_case(make_pupil_at_school(first, weeks=8), opened_at=at(first))
    make_step(
        case, Agreed((Part(0, 35, dt.time(9, 40), "class", "Ben"),)), starts_on=first + DAY, fallback="Vi ringer."
    )
    make_move(case, Rung.ROUTINE, on=first + DAY, why="Bare for laget.")
    client = Client()
    client.force_login(make_user_in(role, school_of(case)))
    page = client.get(f"/pupils/{case.pupil.public_id}/").content.decode()
    for text in ("Planen i Skoleporten", "I klassen, med Ben", "Vi ringer.", "3. En fast rytme"):
        assert text in page
    assert "Det går fint." not in page
    assert "Bare for laget." not in page


def test_the_case_tells_its_plan_and_what_has_happened_with_it():
    first = timezone.localdate() - 28 * DAY
    case = make_planned_case(make_pupil_at_school(first, weeks=8), opened_at=at(first))
    make_step(case, starts_on=first + DAY)
    make_move(case, Rung.ROUTINE, on=first + DAY, why="Hun kommer hver dag.")
    client = Client()
    client.force_login(case.owner)
    page = client.get(f"/cases/{case.public_id}/").content.decode()
    for text in ("30\u00a0min hver dag", "3. En fast rytme", "Hun kommer hver dag.", "Det går fint."):
        assert text in page


def test_three_years_of_steps_cost_the_page_no_more_questions(django_assert_max_num_queries):
    case = make_planned_case()
    for number in range(40):
        make_step(case, week(10 + number), starts_on=MONDAY + number * 7 * DAY)
    with django_assert_max_num_queries(5):
        agreed_minutes(case, MONDAY, MONDAY + 1000 * DAY)
    with django_assert_max_num_queries(3):
        in_force(case, MONDAY + 300 * DAY)
    with django_assert_max_num_queries(7):
        expected([case.pk], MONDAY)
