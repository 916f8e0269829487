"""A plan never lowers the rate: only minutes that somebody was there for are taken from the absence."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from skoleporten.rules.absence import Kind, PupilDay, Reason, with_events
from skoleporten.rules.elsewhere import Marked, Told, told_of
from tests.unit.rules.rows import MONDAY, an_absence, an_enrolment, not_absence
from tests.unit.rules.test_absence_days import events

OFFERED = 300
DID_NOT_COME = Marked(elsewhere=0, in_school=0, is_complete=True)

marks = st.builds(Marked, st.integers(0, 400), st.integers(0, 400), st.booleans())
below_ordinary = st.integers(0, OFFERED - 1)


def rows_of(marked: Marked | None, *, registered=(), agreed: int | None = 60):
    told = told_of(OFFERED, marked, school_has_registered=bool(registered), agreed_in_school=agreed)
    return [an_absence(MONDAY, one.kind, one.minutes, reason=one.reason) for one in told]


def day_of(*registered, marked: Marked | None = None, agreed: int | None = 60) -> PupilDay:
    rows = rows_of(marked, registered=registered, agreed=agreed)
    return with_events(PupilDay(1, MONDAY, an_enrolment(), OFFERED), [*registered, *rows])


def test_five_minutes_at_home_are_taken_from_a_day_that_is_otherwise_absence():
    found = day_of(marked=Marked(5, 0, True), agreed=0)
    assert (found.minutes_absent, found.elsewhere_minutes, found.is_whole, found.is_partly_absent) == (
        *(295, 5),
        *(False, True),
    )


def test_did_not_come_is_a_whole_day_away_where_the_school_is_silent():
    assert told_of(OFFERED, DID_NOT_COME, school_has_registered=False, agreed_in_school=0) == (
        Told(Reason.REST_OF_DAY, Kind.DAY, OFFERED),
    )
    assert day_of(marked=DID_NOT_COME).is_whole


def test_day_without_any_mark_is_not_known_and_nothing_is_written():
    assert rows_of(None) == []


def test_what_the_school_registered_stands_and_the_rest_goes():
    found = day_of(an_absence(MONDAY), marked=Marked(60, 0, True))
    assert (found.minutes_absent, found.elsewhere_minutes, found.events) == (240, 60, 1)


def test_two_lessons_registered_while_the_pupil_was_at_skoleporten_are_not_absence_twice():
    lessons = [an_absence(MONDAY, Kind.LESSON, 45), an_absence(MONDAY, Kind.LESSON, 45)]
    assert day_of(*lessons, marked=Marked(75, 210, True)).minutes_absent == 15


def test_lessons_that_the_school_holds_as_no_absence_are_not_taken_off_again():
    registered = [not_absence(MONDAY, 60), an_absence(MONDAY, Kind.LESSON, 240)]
    assert day_of(*registered, marked=Marked(60, 0, True)).minutes_absent == 240


def test_visit_that_nobody_closed_gives_no_rest():
    found = day_of(marked=Marked(20, 0, False))
    assert (found.minutes_absent, found.elsewhere_minutes) == (0, 20)


def test_silence_of_the_register_is_presence_where_the_plan_is_the_ordinary_day_or_there_is_none():
    for agreed in (OFFERED, None):
        assert day_of(marked=Marked(20, 0, True), agreed=agreed).minutes_absent == 0


def test_minutes_in_class_are_neither_elsewhere_nor_absence():
    found = day_of(marked=Marked(60, 120, True))
    assert (found.minutes_absent, found.elsewhere_minutes, found.lessons) == (120, 60, 0)


def test_pupil_who_stays_longer_than_school_lasts_has_no_absence_that_day():
    found = day_of(marked=Marked(400, 0, True))
    assert (found.minutes_absent, found.elsewhere_minutes, found.events) == (0, OFFERED, 0)


@given(marks | st.none(), st.lists(events, max_size=3), below_ordinary, below_ordinary)
def test_no_agreed_number_of_minutes_changes_the_day(marked, registered, some, other):
    assert day_of(*registered, marked=marked, agreed=some) == day_of(*registered, marked=marked, agreed=other)


@given(marks | st.none(), st.lists(events, max_size=3), st.none() | st.integers(0, 400))
def test_plan_never_lowers_the_absence_of_a_day(marked, registered, agreed):
    without = day_of(*registered, marked=marked, agreed=None)
    assert day_of(*registered, marked=marked, agreed=agreed).minutes_absent >= without.minutes_absent


@given(st.lists(events, max_size=4), st.integers(1, 400))
def test_more_presence_elsewhere_never_raises_the_absence_of_a_day(registered, minutes):
    more = an_absence(MONDAY, Kind.LESSON, minutes, reason=Reason.ELSEWHERE_BY_AGREEMENT)
    offered = PupilDay(1, MONDAY, an_enrolment(), OFFERED)
    before, after = with_events(offered, registered), with_events(offered, [*registered, more])
    assert after.minutes_absent <= before.minutes_absent
    assert after.lessons <= before.lessons
    assert after.is_whole <= before.is_whole


@given(st.integers(0, OFFERED), st.integers(0, OFFERED), st.booleans())
def test_absence_is_what_was_neither_attended_nor_spent_elsewhere_by_agreement(elsewhere, in_school, registers):
    """Whether the school says itself how long the pupil was away, or is silent and Skoleporten has marked it."""
    elsewhere = min(elsewhere, OFFERED - in_school)
    away = OFFERED - in_school
    registered = [an_absence(MONDAY, Kind.LESSON, away)] if registers and away else []
    found = day_of(*registered, marked=Marked(elsewhere, in_school, True))
    assert found.minutes_absent == OFFERED - in_school - elsewhere


def test_days_of_two_weeks_add_up_to_one_minus_attended_and_elsewhere():
    days = [day_of(marked=Marked(minutes, 90, True)) for minutes in range(5, 55, 5)]
    absent, elsewhere = sum(day.minutes_absent for day in days), sum(day.elsewhere_minutes for day in days)
    assert absent == 10 * OFFERED - 10 * 90 - elsewhere
    assert dt.timedelta(minutes=elsewhere) == dt.timedelta(hours=4, minutes=35)
