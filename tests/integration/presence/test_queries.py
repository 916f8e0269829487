"""Minutes a day and the two numbers: what is missing is neither 0 nor absent, and more is more."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from skoleporten.presence import actions
from skoleporten.presence.actions import Right
from skoleporten.presence.models import Mark
from skoleporten.presence.queries import Share, day_minutes, planned_days, shares
from skoleporten.rules.errors import RefusedError
from skoleporten.rules.presence import Kind, Place
from tests.factories import actor_of, make_calendar_day, make_enrolment, make_pupil, make_school
from tests.intake_factories import make_case, make_team_member
from tests.presence_factories import MONDAY, add_part, at, day_of, make_plan, mark

pytestmark = pytest.mark.django_db
FRIDAY = MONDAY + dt.timedelta(days=4)


@pytest.fixture
def team():
    return actor_of(make_team_member())


@pytest.fixture
def case():
    """At a school with five hours a day in this week."""
    school, pupil = make_school(), make_pupil()
    make_enrolment(school, pupil)
    for number in range(5):
        make_calendar_day(school, MONDAY + dt.timedelta(days=number), 300)
    return make_case(pupil)


def visit(team, case, first: str, last: str, day: dt.date = MONDAY, place: str | None = None) -> None:
    mark(team, case, "arrived", at(first, day), place=Place(place) if place else None)
    mark(team, case, "left", at(last, day))


def test_a_day_without_marks_is_not_among_the_days_and_one_not_come_is_zero(team, case):
    visit(team, case, "08.30", "09.00", place="flat")
    visit(team, case, "10.00", "10.45", place="class")
    mark(team, case, "not_coming", at("08.00", MONDAY + dt.timedelta(days=1)))
    days = day_minutes(case, MONDAY, FRIDAY)
    assert set(days) == {MONDAY, MONDAY + dt.timedelta(days=1)}
    monday, tuesday = days.values()
    assert (monday.minutes, monday.visits, monday.by_place) == (75, 2, {"flat": 30, "class": 45})
    assert (tuesday.minutes, tuesday.did_not_come, tuesday.visits) == (0, True, 0)


def test_held_marks_make_no_day(team, case):
    mark(team, case, "arrived", at("09.00"), now=at("08.00"))
    assert day_minutes(case, MONDAY, MONDAY) == {}


def test_the_two_numbers_each_with_numerator_and_denominator(team, case):
    """Monday 30 of 60, Tuesday not come, the three others not marked."""
    make_plan(case, 60)
    visit(team, case, "08.30", "09.00")
    mark(team, case, "not_coming", at("08.00", MONDAY + dt.timedelta(days=1)))
    found = shares(case, MONDAY, FRIDAY)
    assert found.agreed == Share(minutes=30, of_minutes=120, days=2, days_unknown=3)
    assert found.ordinary == Share(minutes=30, of_minutes=600, days=2, days_unknown=3)
    assert (found.agreed.fraction, found.ordinary.fraction) == (0.25, 0.05)


def test_longer_than_the_plan_is_more_than_the_whole(team, case):
    make_plan(case, 5)
    visit(team, case, "08.30", "08.40")
    assert shares(case, MONDAY, MONDAY).agreed.fraction == 2.0


def test_an_agreed_pause_is_known_to_be_nothing_of_the_timetable_and_no_part_of_the_plan(team, case):
    """A plan of 0 minutes never makes the ordinary minutes go away."""
    make_plan(case, 0)
    found = shares(case, MONDAY, FRIDAY)
    assert found.agreed == Share(0, 0, 0, 0)
    assert found.agreed.fraction is None
    assert found.ordinary == Share(0, 1500, 5, 0)


def test_without_a_plan_what_is_not_marked_is_not_known(team, case):
    visit(team, case, "10.00", "10.05")
    found = shares(case, MONDAY, FRIDAY)
    assert found.agreed == Share(0, 0, 0, 0)
    assert found.ordinary == Share(5, 300, 1, 4)


def test_left_without_arriving_is_not_known_and_in_no_denominator(team, case):
    make_plan(case, 60)
    mark(team, case, "left", at("09.00"))
    assert shares(case, MONDAY, MONDAY).agreed == Share(0, 0, 0, 1)


def test_a_plan_changed_during_the_day_holds_from_the_next_in_the_shares_too(team, case):
    make_plan(case, 30)
    visit(team, case, "08.30", "09.00")
    make_plan(case, 60, starts_on=MONDAY, written_at=at("10.00"))
    days = {one.day: one.agreed for one in planned_days(case, MONDAY, FRIDAY)}
    assert days[MONDAY] == 30
    assert days[MONDAY + dt.timedelta(days=1)] == 60


def test_two_parts_of_one_day_are_agreed_together(team, case):
    step = make_plan(case, 30)
    add_part(step, 0, 45, starts="10.00", place="class", number=2)
    assert planned_days(case, MONDAY, MONDAY)[0].agreed == 75


def test_a_visit_on_a_day_without_school_is_among_the_days_and_of_no_timetable(team, case):
    saturday = MONDAY + dt.timedelta(days=5)
    visit(team, case, "12.00", "12.30", saturday)
    day = planned_days(case, saturday, saturday)[0]
    assert (day.minutes, day.agreed, day.offered) == (30, None, None)


def test_half_a_year_is_asked_in_as_few_questions_as_a_week(team, case):
    make_plan(case, 30)
    for number in range(5):
        visit(team, case, "08.30", "09.00", MONDAY + dt.timedelta(days=number))
    counted = []
    for first in (MONDAY, MONDAY - dt.timedelta(weeks=26)):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            planned_days(case, first, FRIDAY)
        counted.append(len(asked))
    assert counted[0] == counted[1] <= 8


# Writing afterwards ---------------------------------------------------------------------------------------------------
def right(first: str | None, last: str | None, **fields) -> Right:
    values = {"place": None, "with_whom": ""} | fields
    return Right(arrived=at(first) if first else None, left=at(last) if last else None, **values)


def correct(team, case, said: Right, client_id: uuid.UUID | None = None, now: str = "12.00") -> None:
    actions.correct_visit(
        by=team,
        case=case,
        visit=day_of(case).visits.get(),
        right=said,
        client_id=client_id or uuid.uuid4(),
        now=at(now),
    )


def test_the_missing_leaving_is_added(team, case):
    mark(team, case, "arrived", at("08.30"))
    correct(team, case, right("08.30", "09.00"))
    assert day_of(case).minutes == 30


def test_the_missing_coming_is_added_and_nothing_is_left_to_look_at(team, case):
    mark(team, case, "left", at("09.00"))
    correct(team, case, right("08.30", "09.00"))
    day = day_of(case)
    assert (day.minutes, day.needs_look, day.visits.count()) == (30, False, 1)


def test_a_corrected_time_of_two_phones_taps_is_the_one_that_stands(team, case):
    mark(team, case, "arrived", at("08.30"))
    mark(actor_of(make_team_member()), case, "arrived", at("08.33"))
    correct(team, case, right("08.45", None))
    day = day_of(case)
    assert [one.arrived_at for one in day.visits.all()] == [at("08.45")]
    assert not day.needs_look


def test_a_correction_sent_twice_is_one(team, case):
    mark(team, case, "arrived", at("08.30"))
    client_id = uuid.uuid4()
    correct(team, case, right("08.20", "09.00", place=Place.FLAT), client_id)
    many = Mark.objects.count()
    correct(team, case, right("08.20", "09.00", place=Place.FLAT), client_id)
    assert Mark.objects.count() == many


@pytest.mark.parametrize(
    "wrong", [right("13.00", None), right("09.00", "08.30")], ids=["it lies ahead", "left before coming"]
)
def test_what_can_not_be_is_refused(team, case, wrong):
    mark(team, case, "arrived", at("08.30"))
    with pytest.raises(RefusedError):
        correct(team, case, wrong)
    assert Mark.objects.count() == 1


def test_only_the_owner_or_a_lead_says_which_of_two_is_right(team, case):
    mark(team, case, "left", at("09.00"))
    held = Mark.objects.get()
    with pytest.raises(RefusedError):
        actions.keep(by=team, case=case, kept=held.mark_id, others=[], client_id=uuid.uuid4())
    owner = actor_of(case.owner)
    actions.keep(by=owner, case=case, kept=held.mark_id, others=[], client_id=uuid.uuid4())
    assert not day_of(case).needs_look


def test_a_mark_without_a_time_is_now(team, case):
    actions.mark(by=team, case=case, kind=Kind.ARRIVED, client_id=uuid.uuid4())
    stored = Mark.objects.get()
    assert stored.device_at is None
    assert abs(stored.at - timezone.now()) < dt.timedelta(minutes=1)
