"""Development time: the next date is agreed at the end of each meeting, as a decision."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest

from skoleporten.audit.models import Event
from skoleporten.meetings import next_date, queries
from skoleporten.meetings.models import Meeting
from skoleporten.rules.errors import RefusedError
from tests.factories import actor_of
from tests.intake_factories import make_lead
from tests.meeting_factories import make_team_meeting, shipped_kind

HELD, SUGGESTED = dt.date(2026, 12, 1), dt.date(2027, 1, 5)


@pytest.fixture
def by():
    return actor_of(make_lead())


@pytest.fixture
def meeting(school_year):
    return make_team_meeting(shipped_kind("development", weekdays=[]), HELD)


def test_four_weeks_later_is_suggested_but_not_on_a_day_off(meeting):
    assert next_date.suggested(meeting) == SUGGESTED
    assert next_date.suggestions(meeting.kind, HELD, 3) == [SUGGESTED, dt.date(2027, 2, 2), dt.date(2027, 3, 2)]
    assert next_date.suggested(make_team_meeting(shipped_kind("guidance"), HELD)) is None


def test_what_is_agreed_is_a_decision_and_a_meeting(meeting, by):
    made = next_date.agree(by=by, meeting=meeting, date=SUGGESTED, client_id=uuid.uuid4())
    assert (made.date, made.starts, made.slot) == (SUGGESTED, meeting.kind.starts, None)
    assert next_date.agreed_at(meeting) == made == queries.after(meeting)
    assert queries.before(made) == meeting
    assert Event.objects.filter(action="meetings.chosen").count() == 1


def test_agreed_anew_it_moves_and_both_decisions_stand(meeting, by):
    first = next_date.agree(by=by, meeting=meeting, date=SUGGESTED, client_id=uuid.uuid4())
    again = next_date.agree(by=by, meeting=meeting, date=dt.date(2027, 1, 12), client_id=uuid.uuid4())
    assert (again.pk, again.date, again.version) == (first.pk, dt.date(2027, 1, 12), 2)
    assert meeting.choices.count() == 2


def test_sent_twice_it_is_agreed_once(meeting, by):
    client_id = uuid.uuid4()
    made = [next_date.agree(by=by, meeting=meeting, date=SUGGESTED, client_id=client_id) for _twice in range(2)]
    assert made[0] == made[1]
    assert meeting.choices.count() == 1
    with pytest.raises(RefusedError):
        next_date.agree(by=by, meeting=made[0], date=dt.date(2027, 3, 2), client_id=client_id)


def test_a_date_before_this_one_or_of_a_kind_with_a_rhythm_is_refused(meeting, by):
    with pytest.raises(RefusedError):
        next_date.agree(by=by, meeting=meeting, date=HELD, client_id=uuid.uuid4())
    other = make_team_meeting(shipped_kind("guidance"), HELD)
    with pytest.raises(RefusedError):
        next_date.agree(by=by, meeting=other, date=SUGGESTED, client_id=uuid.uuid4())
    assert Meeting.objects.filter(kind=meeting.kind).count() == 1


def test_one_that_is_planned_already_is_suggested_and_can_be_the_next(meeting, by):
    """Somebody had called it; nobody must be made to choose another day."""
    day = dt.date(2026, 12, 16)
    planned = make_team_meeting(meeting.kind, day)
    assert next_date.suggested(meeting) == day
    assert next_date.agree(by=by, meeting=meeting, date=day, client_id=uuid.uuid4()) == planned
    assert next_date.agreed_at(meeting) == planned
    assert Meeting.objects.filter(kind=meeting.kind).count() == 2


def test_what_was_agreed_does_not_move_onto_another_one(meeting, by):
    first = next_date.agree(by=by, meeting=meeting, date=SUGGESTED, client_id=uuid.uuid4())
    there = make_team_meeting(meeting.kind, dt.date(2027, 1, 12))
    with pytest.raises(RefusedError):
        next_date.agree(by=by, meeting=meeting, date=there.date, client_id=uuid.uuid4())
    first.refresh_from_db()
    assert first.date == SUGGESTED
