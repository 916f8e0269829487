"""The intake meeting proposes and cancels itself as the queue has something or not; a person's word stands."""

from __future__ import annotations

import datetime as dt

import pytest

from skoleporten.intake import transitions
from skoleporten.meetings import actions, choosing, need
from skoleporten.meetings.jobs import keep_meetings_up
from skoleporten.meetings.models import Meeting
from skoleporten.rules.rhythm import Step
from tests.factories import actor_of
from tests.intake_factories import make_intake, make_lead
from tests.meeting_factories import shipped_kind

TODAY, NEXT = dt.date(2026, 12, 1), dt.date(2026, 12, 8)


@pytest.fixture
def by():
    return actor_of(make_lead())


@pytest.fixture
def kind(school_year):
    return shipped_kind("intake")


def settle(kind, by) -> Step:
    return need.settle(by=by, kind=kind, today=TODAY)


def the_meeting() -> Meeting:
    return Meeting.objects.select_related("kind").get(kind__code="intake", slot=NEXT)


def test_an_empty_queue_plans_nothing(kind, by):
    assert settle(kind, by) is Step.NOTHING
    choosing.follow(by, kind)
    assert not Meeting.objects.exists()


def test_it_proposes_itself_once_when_the_queue_has_something(kind, by):
    make_intake()
    assert settle(kind, by) is Step.PROPOSE
    assert settle(kind, by) is Step.NOTHING
    assert the_meeting().is_planned
    assert the_meeting().date == NEXT


def test_it_cancels_itself_when_the_queue_is_empty_and_comes_back(kind, by):
    intake = make_intake()
    settle(kind, by)
    intake.state = "offered"
    intake.save()
    assert settle(kind, by) is Step.CANCEL
    assert (the_meeting().state, the_meeting().because) == ("cancelled", "no_need")
    make_intake()
    assert settle(kind, by) is Step.PROPOSE_AGAIN
    assert (the_meeting().is_planned, the_meeting().version) == (True, 3)


def test_it_follows_the_moment_an_intake_moves(kind, by):
    intake = make_intake(owner=make_lead(), state="waiting", next_review=NEXT + dt.timedelta(days=30))
    transitions.move(by=by, intake=intake, to_state="in_intake", reason="Noe er nytt")
    assert the_meeting().is_planned
    intake.state = "waiting"
    intake.save()
    transitions.move(by=by, intake=intake, to_state="declined", reason="Familien vil ikke vente")
    assert the_meeting().because == "no_need"


def test_one_who_waits_is_talked_about_when_it_is_time_to_look_again(kind, by):
    make_intake(state="waiting", next_review=NEXT + dt.timedelta(days=1))
    assert settle(kind, by) is Step.NOTHING
    make_intake(state="waiting", next_review=NEXT)
    assert settle(kind, by) is Step.PROPOSE


def test_what_a_person_keeps_or_cancelled_stands(kind, by):
    intake = make_intake()
    settle(kind, by)
    kept = actions.keep(by=by, meeting=the_meeting(), seen_version=1)
    intake.state = "offered"
    intake.save()
    assert settle(kind, by) is Step.NOTHING
    actions.cancel(by=by, meeting=kept, why="Ingen kan", seen_version=2)
    make_intake()
    assert settle(kind, by) is Step.NOTHING
    assert the_meeting().because == "person"


def test_nightly_it_looks_at_the_next_one_and_not_at_todays(kind, by, first_of_december):
    intake = make_intake()
    keep_meetings_up.call("2026-12-01")
    assert the_meeting().is_planned
    first_of_december.shift(dt.timedelta(days=7))
    intake.state = "offered"
    intake.save()
    keep_meetings_up.call("2026-12-08")
    assert the_meeting().is_planned, "whoever is on her way today is not called off"


def test_a_week_off_has_no_meeting_of_itself(kind, by, first_of_december):
    """The two weeks of Christmas have questions; it goes to the first that has none."""
    make_intake()
    assert need.settle(by=by, kind=kind, today=dt.date(2026, 12, 15)) is Step.PROPOSE
    assert Meeting.objects.get().date == dt.date(2027, 1, 5)
