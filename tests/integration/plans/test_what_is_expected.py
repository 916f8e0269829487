"""What is agreed for a day: by the pupil's own school days, as it stood when the pupil arrived, in a few questions."""

from __future__ import annotations

import datetime as dt
import uuid
import zoneinfo

import pytest
from django.utils import timezone

from skoleporten.plans import queries, steps
from skoleporten.plans.queries import agreed_minutes, current_rung, current_rungs, expected, in_force, offered_minutes
from skoleporten.rules.errors import RefusedError
from skoleporten.rules.ladder import Rung
from skoleporten.rules.plan import Agreed, Change, Part
from skoleporten.schools.models import CalendarDay
from tests.factories import actor_of, make_calendar_day, make_enrolment, make_pupil, make_school
from tests.intake_factories import make_case
from tests.plan_factories import (
    BEGAN,
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
TUESDAY = MONDAY + DAY


def test_without_a_plan_nothing_is_known_to_be_agreed():
    case = make_planned_case()
    today = expected([case.pk], MONDAY)[case.pk]
    assert (today.minutes, today.step, today.is_pause, today.offered) == (None, None, False, 300)
    assert in_force(case, MONDAY) is None
    assert agreed_minutes(case, MONDAY, TUESDAY) == {MONDAY: None, TUESDAY: None}


def test_a_plan_says_when_where_with_whom_and_how_long():
    case = make_planned_case()
    step = make_step(case, fallback="Vi ringer.")
    today = expected([case.pk], MONDAY)[case.pk]
    assert (today.minutes, today.starts, today.place, today.with_whom) == (30, dt.time(8, 30), "flat", "Ada")
    assert (today.what_changes, today.fallback, today.step) == ("minutes", "Vi ringer.", step.pk)


def test_a_plan_of_0_minutes_is_an_agreed_pause_and_not_a_day_without_a_plan():
    case = make_planned_case()
    make_step(case, Agreed(is_pause=True))
    today = expected([case.pk], MONDAY)[case.pk]
    assert (today.minutes, today.is_pause) == (0, True)
    assert agreed_minutes(case, MONDAY, MONDAY) == {MONDAY: 0}


def test_a_weekday_with_nothing_agreed_is_no_pause():
    case = make_planned_case()
    make_step(case, week(60, days=range(1)))
    tuesday = expected([case.pk], TUESDAY)[case.pk]
    assert (tuesday.minutes, tuesday.is_pause, tuesday.starts) == (0, False, None)


def test_a_pupil_with_two_places_in_one_day_has_both_in_the_order_of_the_day():
    case = make_planned_case()
    two = Agreed((Part(0, 30, dt.time(12, 20), "class", "Ben"), Part(0, 45, dt.time(9, 40), "gaming_room", "Ada")))
    make_step(case, two)
    today = expected([case.pk], MONDAY)[case.pk]
    assert today.minutes == 75
    assert [(part.place, part.with_whom, part.minutes) for part in today.parts] == [
        ("gaming_room", "Ada", 45),
        ("class", "Ben", 30),
    ]
    assert (today.starts, today.place) == (dt.time(9, 40), "gaming_room")


def test_a_holiday_and_a_weekend_expect_nobody():
    case = make_planned_case()
    make_step(case)
    CalendarDay.objects.filter(date=TUESDAY).delete()
    assert expected([case.pk], TUESDAY) == {}
    assert expected([case.pk], MONDAY + 5 * DAY) == {}
    assert TUESDAY not in agreed_minutes(case, MONDAY, MONDAY + 7 * DAY)


def test_each_pupil_goes_by_the_calendar_of_their_own_grade():
    school, older, younger = make_school(), make_pupil(), make_pupil()
    make_enrolment(school, older, grade=7)
    make_enrolment(school, younger, grade=2)
    make_calendar_day(school, MONDAY, 240)
    make_calendar_day(school, MONDAY, 330, grade=7)
    cases = [make_case(pupil, opened_at=BEGAN) for pupil in (older, younger)]
    found = expected([case.pk for case in cases], MONDAY)
    assert [found[case.pk].offered for case in cases] == [330, 240]


def test_where_no_calendar_is_entered_weekdays_stand_in_and_their_length_is_not_known():
    pupil = make_pupil()
    make_enrolment(make_school(), pupil)
    case = make_case(pupil, opened_at=BEGAN)
    assert expected([case.pk], MONDAY)[case.pk].offered is None
    assert expected([case.pk], dt.date(2025, 12, 25)) == {}
    assert offered_minutes(case, MONDAY, TUESDAY) == {MONDAY: None, TUESDAY: None}


def test_a_plan_changed_during_the_day_keeps_for_that_day_what_was_agreed_when_the_pupil_arrived():
    case = make_planned_case()
    make_step(case, week(30))
    arrived, changed = at(TUESDAY, 6, 32), at(TUESDAY, 8)
    make_step(case, week(60), starts_on=TUESDAY, now=changed)
    known_at = {case.pk: arrived}
    assert expected([case.pk], TUESDAY, known_at)[case.pk].minutes == 30
    assert expected([case.pk], TUESDAY)[case.pk].minutes == 60
    assert expected([case.pk], TUESDAY + DAY)[case.pk].minutes == 60
    assert agreed_minutes(case, MONDAY, TUESDAY + DAY, {TUESDAY: arrived}) == {
        MONDAY: 30,
        TUESDAY: 30,
        TUESDAY + DAY: 60,
    }


def test_the_first_plan_written_after_the_pupil_arrived_holds_that_day():
    case = make_planned_case()
    make_step(case, week(20), now=at(MONDAY, 9))
    assert expected([case.pk], MONDAY, {case.pk: at(MONDAY, 7)})[case.pk].minutes == 20


def test_a_step_planned_ahead_waits_for_its_day_and_what_was_before_is_not_written_over():
    case = make_planned_case()
    first = make_step(case, week(30))
    ahead = make_step(case, week(45), starts_on=MONDAY + 7 * DAY, now=at(MONDAY, 9))
    assert in_force(case, MONDAY + 4 * DAY) == first
    assert in_force(case, MONDAY + 7 * DAY) == ahead
    assert agreed_minutes(case, MONDAY, MONDAY)[MONDAY] == 30
    assert case.plan_steps.count() == 2


def test_a_step_taken_back_before_it_begins_never_holds():
    case = make_planned_case()
    first = make_step(case, week(30))
    ahead = make_step(case, week(45), starts_on=MONDAY + 7 * DAY, now=at(MONDAY, 9))
    steps.take_back(by=actor_of(case.owner), step=ahead, why="Uka ble for full.", now=at(TUESDAY))
    assert in_force(case, MONDAY + 8 * DAY) == first
    assert ahead.taken_back.why == "Uka ble for full."


def test_a_step_that_has_begun_is_not_taken_back():
    case = make_planned_case()
    step = make_step(case)
    with pytest.raises(RefusedError):
        steps.take_back(by=actor_of(case.owner), step=step, why="Nei.", now=at(TUESDAY))


def test_after_the_last_day_of_a_step_there_is_no_plan():
    case = make_planned_case()
    make_step(case, ends_on=TUESDAY)
    assert agreed_minutes(case, MONDAY, TUESDAY + DAY) == {MONDAY: 30, TUESDAY: 30, TUESDAY + DAY: None}


def test_a_start_is_at_the_same_time_on_the_clock_on_both_sides_of_summer_time():
    """In 2025 the clocks go back on 26 October: 06:30 in UTC before, and 07:30 after."""
    case = make_planned_case(make_pupil_at_school(weeks=12))
    make_step(case)
    oslo = zoneinfo.ZoneInfo("Europe/Oslo")
    hours = []
    for day in (dt.date(2025, 10, 24), dt.date(2025, 10, 27)):
        starts = expected([case.pk], day)[case.pk].starts
        assert starts is not None
        hours.append(dt.datetime.combine(day, starts, tzinfo=oslo).astimezone(dt.UTC).hour)
    assert hours == [6, 7]


def test_sixty_pupils_are_as_few_questions_as_one(django_assert_max_num_queries):
    pupil = make_pupil_at_school()
    school = pupil.enrolments.get().school
    cases = [make_planned_case(pupil)]
    for _number in range(59):
        other = make_pupil()
        make_enrolment(school, other)
        cases.append(make_case(other, cases[0].owner, opened_at=BEGAN))
    for case in cases:
        make_step(case)
    with django_assert_max_num_queries(7):
        found = expected([case.pk for case in cases], MONDAY)
    assert len(found) == 60
    with django_assert_max_num_queries(1):
        current_rungs([case.pk for case in cases], MONDAY)


def test_the_ladder_is_where_the_newest_move_says_and_nowhere_before_the_first():
    case = make_planned_case()
    assert current_rung(case, MONDAY) is None
    make_move(case, Rung.WELCOME)
    make_move(case, Rung.ROUTINE, on=TUESDAY)
    assert current_rung(case, MONDAY) == Rung.WELCOME
    assert current_rung(case, TUESDAY) == Rung.ROUTINE
    assert queries.current_rungs([case.pk], MONDAY - DAY) == {}


def test_sent_twice_it_is_one_step():
    case = make_planned_case()
    client_id = uuid.uuid4()
    one, two = (
        steps.write(by=actor_of(case.owner), case=case, draft=make_draft(), client_id=client_id, seen=0, now=at(MONDAY))
        for _time in range(2)
    )
    assert one == two
    assert case.plan_steps.count() == 1


def test_what_is_noticed_is_told_and_stands_in_nobodys_way():
    case = make_planned_case()
    make_step(case, week(30))
    draft = make_draft(week(45, place="class"), starts_on=TUESDAY)
    found = steps.noticed(case, draft)
    assert found is not None
    assert found.changes == (Change.MINUTES, Change.PLACE)
    assert make_step(case, week(45, place="class"), starts_on=TUESDAY).what_changes == "minutes"
    assert timezone.localdate() > TUESDAY
