"""The demo's follow-up: done by people on the days before, through the same actions as theirs."""

import datetime as dt

import pytest
from django.utils import timezone

from skoleporten.cli import demo_clock
from skoleporten.cli.demo_follow_up import WAYS, make_follow_up
from skoleporten.concerns.handovers import Handover
from skoleporten.concerns.measures import Measure
from skoleporten.concerns.models import Concern, ConcernStep
from tests.factories import make_class, make_enrolment, make_pupil, make_school, make_school_leader
from tests.follow_up_factories import MONDAY, at, make_calendar, make_concern, make_teacher

pytestmark = pytest.mark.django_db
OPENED = MONDAY - dt.timedelta(days=42)


@pytest.fixture
def school(time_machine):
    """With as many concerns as there are ways to follow up, all opened six weeks ago, and followed up."""
    time_machine.move_to(at(MONDAY, 12))
    school = make_school("Solvik skole", 1, 10)
    make_calendar(school)
    school_class = make_class(school, "8A", 8, school_year=2026)
    make_school_leader(school, "rektor1")
    make_teacher(school, school_class, "larer")
    for _ in WAYS:
        pupil = make_pupil()
        make_enrolment(school, pupil, 8, school_class, start=dt.date(2026, 8, 1))
        make_concern(pupil, school, opened_on=OPENED)
    make_follow_up(school, MONDAY)
    return school


def test_concerns_are_in_every_state(school):
    assert {concern.state for concern in Concern.objects.all()} == set(Concern.State.values)


def test_some_have_a_step_whose_date_has_passed_and_some_have_one_to_come(school):
    assert 0 < Concern.objects.overdue(MONDAY).count() < Concern.objects.open().count()


def test_everything_was_done_on_a_school_day_since_it_was_opened(school):
    days = {timezone.localdate(step.at) for step in ConcernStep.objects.all()}
    assert len(days) > 5
    assert all(OPENED < day < MONDAY and day.weekday() < 5 for day in days)


def test_measures_wait_to_be_looked_at_before_and_after_today(school):
    dates = {measure.evaluate_on for measure in Measure.objects.running()}
    assert min(dates) < MONDAY < max(dates)


def test_a_hand_over_waits_for_an_answer(school):
    assert Handover.objects.unanswered().count() == 1


def test_the_clock_is_put_back_after_a_fault(time_machine):
    time_machine.move_to(at(MONDAY, 12))
    with pytest.raises(ZeroDivisionError), demo_clock.on(OPENED):
        assert 1 / (timezone.localdate() - OPENED).days
    assert timezone.localdate() == MONDAY


def test_nothing_is_done_later_than_now(time_machine):
    time_machine.move_to(at(MONDAY, 7))
    with demo_clock.on(MONDAY + dt.timedelta(days=3)):
        assert timezone.now() == at(MONDAY, 7)


@pytest.mark.parametrize(("days", "weekday"), [(0, 0), (4, 4), (5, 0), (6, 0), (7, 0)])
def test_a_weekend_is_put_off_to_monday(days, weekday):
    later = demo_clock.weekday_after(MONDAY, days)
    assert later.weekday() == weekday
    assert later >= MONDAY + dt.timedelta(days=days)
