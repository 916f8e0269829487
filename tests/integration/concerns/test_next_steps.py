"""What is next for a concern and by when: ticked off by what people record, on the days that the school is open."""

import datetime as dt

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from skoleporten.concerns import actions, measure_actions, next_steps, routines
from skoleporten.concerns.chosen import Choice
from skoleporten.concerns.models import Concern, ConcernStep
from skoleporten.rules.errors import RefusedError
from skoleporten.schools.models import CalendarDay
from tests.factories import make_enrolment
from tests.follow_up_factories import MONDAY, at, days_after, make_concern, make_followed

pytestmark = pytest.mark.django_db
Kind, Result = ConcernStep.Kind, ConcernStep.Result


@pytest.fixture(autouse=True)
def monday_morning():
    with time_machine.travel(at(MONDAY), tick=False):
        yield


@pytest.fixture
def followed():
    return make_followed()


def stands(concern: Concern) -> tuple[str, dt.date | None]:
    concern.refresh_from_db()
    return concern.next_step, concern.next_step_due


def left(concern: Concern) -> list[str]:
    concern.refresh_from_db()
    return [one.step_id for one in next_steps.left_for(concern)]


def test_a_new_concern_begins_with_a_talk_the_same_day(followed):
    assert stands(followed.concern) == ("pupil-talk", MONDAY)


def test_a_talk_ticks_the_talk_off_and_the_home_is_next(followed):
    actions.act(by=followed.by, concern=followed.concern, kind=Kind.PUPIL_TALK)
    assert stands(followed.concern) == ("home-contact", MONDAY)


def test_a_call_that_nobody_answered_leaves_the_step_where_it_is(followed):
    actions.act(by=followed.by, concern=followed.concern, kind=Kind.PUPIL_TALK)
    actions.act(by=followed.by, concern=followed.concern, kind=Kind.HOME_CONTACTED, result=Result.NOT_REACHED)
    assert stands(followed.concern) == ("home-contact", MONDAY)
    actions.act(by=followed.by, concern=followed.concern, kind=Kind.HOME_CONTACTED, result=Result.REACHED)
    assert stands(followed.concern) == ("meeting", days_after(7))


def test_a_deadline_falls_on_a_day_when_the_school_is_open(followed):
    CalendarDay.objects.filter(date__range=(days_after(7), days_after(8))).delete()
    for kind in (Kind.PUPIL_TALK, Kind.HOME_CONTACTED):
        actions.act(by=followed.by, concern=followed.concern, kind=kind)
    assert stands(followed.concern) == ("meeting", days_after(9))


def test_when_the_calendar_changes_the_night_finds_the_new_date(followed):
    for kind in (Kind.PUPIL_TALK, Kind.HOME_CONTACTED):
        actions.act(by=followed.by, concern=followed.concern, kind=kind)
    CalendarDay.objects.filter(date=days_after(7)).delete()
    assert next_steps.refresh_all() == 1
    assert stands(followed.concern) == ("meeting", days_after(8))
    assert next_steps.refresh_all() == 0


def test_a_step_that_is_left_out_needs_a_reason_and_is_no_longer_asked_for(followed):
    with pytest.raises(RefusedError):
        actions.set_aside(by=followed.by, concern=followed.concern, step_id="pupil-talk", reason=" ")
    actions.set_aside(by=followed.by, concern=followed.concern, step_id="pupil-talk", reason="In hospital.")
    assert stands(followed.concern) == ("home-contact", MONDAY)
    assert Concern.objects.get().state == "open", "to leave something out is no act"


def test_a_step_that_is_put_off_waits_until_its_new_date(followed):
    actions.put_off(
        by=followed.by, concern=followed.concern, step_id="pupil-talk", until=days_after(2), reason="Away today."
    )
    assert stands(followed.concern) == ("home-contact", MONDAY)
    assert [one.on for one in next_steps.left_for(followed.concern) if one.is_put_off] == [days_after(2)]
    actions.act(by=followed.by, concern=followed.concern, kind=Kind.PUPIL_TALK)
    assert "pupil-talk" not in left(followed.concern)


@pytest.mark.parametrize("step_id", ["", "no-such-step"])
def test_only_a_step_of_the_routine_is_decided_about(followed, step_id):
    with pytest.raises(RefusedError):
        actions.set_aside(by=followed.by, concern=followed.concern, step_id=step_id, reason="Not needed.")
    with pytest.raises(RefusedError):
        actions.put_off(by=followed.by, concern=followed.concern, step_id=step_id, until=days_after(1), reason="Later.")


def test_a_step_is_not_put_off_to_a_day_that_has_been(followed):
    with pytest.raises(RefusedError):
        actions.put_off(
            by=followed.by, concern=followed.concern, step_id="pupil-talk", until=days_after(-1), reason="Later."
        )


def start_measure(followed, evaluate_on: dt.date):
    for kind in (Kind.PUPIL_TALK, Kind.HOME_CONTACTED, Kind.MEETING):
        actions.act(by=followed.by, concern=followed.concern, kind=kind)
    return measure_actions.start(
        by=followed.by, concern=followed.concern, problem="Mornings are hard", what="Met at the gate", who="Tuva",
        starts_on=MONDAY, evaluate_on=evaluate_on,
    )  # fmt: skip


def test_a_measure_is_looked_at_on_its_own_date_and_not_on_the_routines(followed):
    start_measure(followed, days_after(14))
    assert stands(followed.concern) == ("evaluation", days_after(14))


def test_the_measure_that_is_looked_at_first_says_the_date(followed):
    start_measure(followed, days_after(14))
    measure_actions.start(
        by=followed.by, concern=followed.concern, problem="Lunch", what="A place to sit", who="Ada", starts_on=MONDAY,
        evaluate_on=days_after(9),
    )  # fmt: skip
    assert stands(followed.concern) == ("evaluation", days_after(9))


def test_a_measure_that_goes_on_is_looked_at_again(followed):
    measure = start_measure(followed, days_after(14))
    with time_machine.travel(at(days_after(14))):
        measure_actions.evaluate(
            by=followed.by, measure=measure, seen="Comes on time.", decided="go_on", evaluate_on=days_after(28)
        )
        measure.refresh_from_db()
        assert (measure.evaluate_on, measure.ended_on) == (days_after(28), None)
        waiting = [one for one in next_steps.left_for(followed.concern) if one.step_id == "evaluation"]
        assert [one.on for one in waiting] == [days_after(28)]


def test_when_every_measure_has_ended_nothing_waits_to_be_looked_at(followed):
    measure = start_measure(followed, days_after(14))
    measure_actions.evaluate(by=followed.by, measure=measure, seen="No longer needed.", decided="end")
    assert "evaluation" not in left(followed.concern)
    assert "resource-team" in left(followed.concern)


def test_what_goes_on_must_have_a_date_to_come(followed):
    measure = start_measure(followed, days_after(14))
    for date in (None, days_after(-1)):
        with pytest.raises(RefusedError):
            measure_actions.evaluate(by=followed.by, measure=measure, seen="Fine.", decided="change", evaluate_on=date)


def test_a_closed_concern_has_no_next_step_and_an_opened_one_begins_anew(followed):
    actions.act(by=followed.by, concern=followed.concern, kind=Kind.PUPIL_TALK)
    actions.close(by=followed.by_leader, concern=followed.concern, decision="followed_up", reason="Well again.")
    assert stands(followed.concern) == ("", None)
    with time_machine.travel(at(days_after(10))):
        actions.reopen(by=followed.by_leader, concern=followed.concern, reason="")
        assert stands(followed.concern) == ("pupil-talk", days_after(10))


def test_a_concern_keeps_the_routine_it_was_opened_with(followed):
    other = make_enrolment(followed.school, start=dt.date(2026, 8, 1)).pupil
    Choice.objects.create(
        routine_id="ringsaker", rule_set_ids=[], reason="Ours.", chosen_at=at(MONDAY), chosen_by=followed.leader
    )
    assert routines.in_use().id == "ringsaker"
    assert stands(make_concern(other, followed.school)) == ("home-contact", MONDAY)
    assert left(followed.concern)[0] == "pupil-talk"


def test_a_concern_from_before_there_was_a_routine_gets_one_at_night(followed):
    Concern.objects.update(routine=None, next_step="", next_step_due=None)
    next_steps.refresh_all()
    assert stands(followed.concern) == ("pupil-talk", MONDAY)
    assert Concern.objects.get().routine.routine_id == "kristiansand"


def test_a_school_without_a_calendar_has_dates_all_the_same(followed):
    CalendarDay.objects.all().delete()
    for kind in (Kind.PUPIL_TALK, Kind.HOME_CONTACTED):
        actions.act(by=followed.by, concern=followed.concern, kind=kind)
    assert stands(followed.concern) == ("meeting", days_after(7))


def test_the_night_asks_as_often_for_many_concerns_as_for_few(followed):
    def questions() -> int:
        with CaptureQueriesContext(connection) as captured:
            next_steps.refresh_all()
        return len(captured)

    few = questions()
    for _ in range(30):
        make_concern(make_enrolment(followed.school, start=dt.date(2026, 8, 1)).pupil, followed.school)
    assert questions() <= few + 5, "and a few to look for the teachers of what nobody has by name"
