"""Goals: one place each, changed with a reason, and a dated row for each step."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from skoleporten.access.gate import Purpose
from skoleporten.access.models import Role
from skoleporten.intake.changes import ChangedMeanwhileError
from skoleporten.judgement import goals
from skoleporten.judgement.goals import Wanted
from skoleporten.judgement.models import Goal, GoalTurn
from skoleporten.rules.errors import RefusedError
from tests.factories import (
    make_case_team_member,
    make_enrolment,
    make_guardian,
    make_guardianship,
    make_pupil_account,
    make_school,
    make_user,
    make_user_in,
)
from tests.intake_factories import make_case, make_team_member
from tests.judgement_factories import make_goal, owner_of, reader

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate
WANTED = Wanted("Jeg vil bestemme turen.", "Jeg velger sted.", "pupil", participation="social", approach="autonomy")


@pytest.fixture
def goal():
    return make_goal(make_case())


def turn(goal: Goal, kind: str, words: str = "Slik gikk det.", **more) -> GoalTurn:
    return goals.turn(by=owner_of(goal.case), goal=goal, kind=kind, words=words, client_id=uuid.uuid4(), **more)


def change(goal: Goal, **more) -> Goal:
    given = {"wanted": WANTED, "why": "Hun vil velge.", "seen_version": goal.version, "client_id": uuid.uuid4()}
    return goals.change(by=owner_of(goal.case), goal=goal, **given | more)


def test_the_database_refuses_a_goal_with_no_place_or_two(goal):
    values = {
        "case": goal.case,
        "words": "Ord",
        "noticed_by": "Slik",
        "said_by": "pupil",
        "written_by": goal.case.owner,
    }
    for place in ({"kind": "grid"}, {"kind": "feelings", "participation": "social", "approach": "mastery"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Goal.objects.create(client_id=uuid.uuid4(), **values, **place)
        with pytest.raises(RefusedError):
            make_goal(goal.case, **{"participation": "", "approach": ""} | place)


def test_a_goal_without_how_one_would_notice_is_refused(goal):
    with pytest.raises(RefusedError):
        make_goal(goal.case, noticed_by=" ")


def test_a_changed_goal_keeps_its_words_before_and_why(goal):
    before = goal.words
    change(goal)
    row = GoalTurn.objects.get()
    assert (row.turn, row.before, row.words, goal.words) == ("changed", before, "Hun vil velge.", WANTED.words)
    with pytest.raises(RefusedError):
        change(goal, why=" ")


def test_a_goal_is_never_overwritten_unseen(goal):
    seen = goal.version
    change(goal)
    with pytest.raises(ChangedMeanwhileError):
        change(goal, wanted=Wanted("Noe annet.", "Slik.", "pupil", kind="feelings"), seen_version=seen)


def test_reached_left_and_taken_up_again_are_rows(goal):
    turn(goal, "step")
    turn(goal, "reached", on=TODAY() - dt.timedelta(days=1))
    assert (goal.ended_as, goal.ended_on) == ("reached", TODAY() - dt.timedelta(days=1))
    for after_the_end in ("step", "left"):
        with pytest.raises(RefusedError):
            turn(goal, after_the_end)
    with pytest.raises(RefusedError):
        change(goal)
    turn(goal, "taken_up")
    turn(goal, "left")
    assert [row.turn for row in goal.turns.all()] == ["reached", "step", "taken_up", "left"]  # by their days
    with pytest.raises(DatabaseError), transaction.atomic():
        GoalTurn.objects.update(words="Noe annet.")


def test_a_step_says_something_and_is_not_still_to_come(goal):
    for wrong in ({"words": " "}, {"on": TODAY() + dt.timedelta(days=1)}, {"kind": "changed"}):
        with pytest.raises(RefusedError):
            turn(goal, **{"kind": "step"} | wrong)


def test_two_clicks_are_one_step(goal):
    client_id = uuid.uuid4()
    for _time in range(2):
        goals.turn(by=owner_of(goal.case), goal=goal, kind="step", words="Ja.", client_id=client_id)
        goals.set_goal(by=owner_of(goal.case), case=goal.case, wanted=WANTED, client_id=client_id)
    assert (GoalTurn.objects.count(), Goal.objects.count()) == (1, 2)


def test_a_goal_is_for_the_pupil_and_for_whom_it_was_chosen(goal):
    case, school = goal.case, make_school()
    make_enrolment(school, case.pupil)
    guardian_user, pupil_user, specialist = make_user(), make_user(), make_user_in(Role.SPECIALIST)
    make_guardianship(case.pupil, make_guardian(guardian_user))
    make_pupil_account(case.pupil, pupil_user)
    make_case_team_member(case.pupil, specialist)
    make_goal(case, words="Med mor.", readers=frozenset({"guardian"}))

    def seen_by(user, purpose=Purpose.FOLLOW_UP) -> set[str]:
        rows = Goal.objects.visible_to(reader(user, purpose), purpose, TODAY())
        return set(rows.values_list("words", flat=True))

    assert seen_by(case.owner) == seen_by(make_team_member()) == seen_by(specialist) == {goal.words, "Med mor."}
    assert seen_by(pupil_user, Purpose.OWN) == {goal.words}
    assert seen_by(guardian_user, Purpose.OWN_CHILD) == {"Med mor."}
    for role in (Role.TEACHER, Role.SCHOOL_LEADER):
        assert seen_by(make_user_in(role, school=school)) == set()
    assert seen_by(make_user_in(Role.SPECIALIST)) == set()
    assert seen_by(make_user_in(Role.GUARDIAN), Purpose.OWN_CHILD) == set()
