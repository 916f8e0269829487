"""Presence where people say different things, where a device is wrong, and whatever order marks come in."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skoleporten.rules.presence import (
    LOOKS,
    Event,
    Held,
    Kind,
    Place,
    Why,
    are_apart,
    came_in_time,
    captured,
    derive,
    minutes_between,
)
from tests.unit.rules.marks import at, day, event, whys


# Two people, and what was filled in beforehand ------------------------------------------------------------------------
def test_a_persons_mark_beats_a_prefilled_one():
    prefilled = event("arrived", "08.30", is_prefilled=True)
    assert day(prefilled).is_open
    assert day(prefilled, event("not_coming", "08.10")).did_not_come


def test_two_people_with_two_places_within_a_lesson_are_shown_and_the_later_stands():
    one = day(event("arrived", "08.30", "ada", place=Place.FLAT), event("arrived", "08.32", "bo", place=Place.OUTING))
    assert (len(one.visits), one.visits[0].place, one.visits[0].arrived) == (1, Place.OUTING, at("08.30"))
    assert whys(one) == [Why.DIFFERENT_PLACES]


def test_two_people_with_two_places_half_an_hour_apart_are_two_visits_and_shown():
    one = day(event("arrived", "08.30", "ada", place=Place.FLAT), event("arrived", "09.00", "bo", place=Place.OUTING))
    assert [visit.minutes for visit in one.visits] == [30, None]
    assert whys(one) == [Why.DIFFERENT_PLACES]


def test_one_person_who_taps_another_place_at_once_has_changed_her_mind():
    one = day(event("arrived", "08.30", place=Place.FLAT), event("arrived", "08.31", place=Place.OUTING))
    assert (one.visits[0].place, one.looks) == (Place.OUTING, ())


def test_what_the_owner_kept_is_not_shown_again():
    first = event("arrived", "08.30", "ada", place=Place.FLAT)
    second = event("arrived", "08.32", "bo", place=Place.OUTING)
    assert day(first, second, event("kept", "12.00", about=second.id)).looks == ()


def test_one_saw_her_and_another_says_that_she_does_not_come():
    one = day(event("not_coming", "08.20", "ada"), event("arrived", "08.40", "bo"))
    assert (one.did_not_come, one.is_open) == (False, True)
    assert whys(one) == [Why.CAME_OR_NOT]


def test_not_coming_said_while_she_is_here_is_shown():
    one = day(event("arrived", "08.00", "ada"), event("not_coming", "10.00", "bo"))
    assert whys(one) == [Why.CAME_OR_NOT]


def test_coming_long_after_she_was_not_to_come_is_good_news_and_no_conflict():
    one = day(event("not_coming", "08.00", "ada"), event("arrived", "10.00", "bo"), event("left", "10.30"))
    assert (one.minutes, one.looks, one.did_not_come) == (30, (), False)


def test_not_coming_to_the_second_place_takes_nothing_from_the_first():
    one = day(event("arrived", "08.30"), event("left", "09.00"), event("not_coming", "11.00", "bo"))
    assert (one.minutes, one.did_not_come, one.looks) == (30, False, ())


def test_whoever_taps_came_and_at_once_not_coming_meant_the_latter():
    one = day(event("arrived", "08.30"), event("not_coming", "08.31"))
    assert (one.did_not_come, one.visits, one.looks) == (True, (), ())


def test_a_slip_is_none_where_another_person_saw_her_too():
    one = day(event("arrived", "08.30"), event("arrived", "08.30", "bo"), event("not_coming", "08.31"))
    assert not one.did_not_come


# What is held ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("held", list(Held))
def test_what_is_held_does_not_count_before_somebody_has_kept_it(held: Held):
    mark = event("arrived", "08.30", held_for=held)
    one = day(mark, event("left", "09.00", held_for=held))
    assert (one.is_told, one.minutes, len(one.looks)) == (False, None, 2)
    assert day(mark, event("kept", "12.00", about=mark.id)).is_open


def test_what_is_held_leaves_what_counts_alone():
    one = day(event("arrived", "08.30"), event("left", "09.00"), event("left", "11.00", held_for=Held.TOO_OLD))
    assert (one.minutes, whys(one)) == (30, [Why.TOO_OLD])


def test_each_reason_to_look_has_words_in_three_languages():
    assert set(LOOKS) == set(Why)
    assert all(set(texts) == {"nb", "nn", "en"} for texts in LOOKS.values())


# The clocks of devices ------------------------------------------------------------------------------------------------
def test_a_device_clock_an_hour_off_is_set_right():
    found = captured(at=at("09.30"), sent_at=at("09.40"), received=at("08.40"))
    assert (found.at, found.clock_off, found.held_for) == (at("08.30"), dt.timedelta(hours=-1), None)
    assert are_apart(at("09.30"), found.at)


def test_a_mark_that_waited_for_hours_keeps_its_time():
    found = captured(at=at("08.30"), sent_at=at("12.00"), received=at("12.00"))
    assert (found.at, found.held_for) == (at("08.30"), None)


@pytest.mark.parametrize("seconds", [0, 60, 120])
def test_up_to_two_minutes_are_the_network_and_no_clock(seconds: int):
    received = at("08.30") + dt.timedelta(seconds=seconds)
    assert captured(at("08.30"), at("08.30"), received).clock_off == dt.timedelta()


def test_what_is_up_to_two_minutes_ahead_is_now_and_further_is_held():
    assert captured(at("08.32"), None, at("08.30")).at == at("08.30")
    assert captured(at("08.32") + dt.timedelta(seconds=1), None, at("08.30")).held_for is Held.FUTURE


def test_fourteen_days_are_taken_in_and_a_second_more_is_held():
    received = at("08.30") + dt.timedelta(days=14)
    assert captured(at("08.30"), None, received).held_for is None
    assert captured(at("08.30"), None, received + dt.timedelta(seconds=1)).held_for is Held.TOO_OLD


def test_after_the_end_what_was_made_before_comes_in_for_a_day():
    ended = at("12.00")
    assert came_in_time(at("11.59"), ended + dt.timedelta(hours=24), ended)
    assert not came_in_time(at("11.59"), ended + dt.timedelta(hours=24, seconds=1), ended)
    assert not came_in_time(ended, ended, ended)


def test_minutes_are_those_between_the_minutes_of_the_clock():
    start = at("08.30") + dt.timedelta(seconds=59)
    assert minutes_between(start, at("08.31")) == 1
    assert minutes_between(at("08.30"), at("08.30") + dt.timedelta(seconds=59)) == 0


# A function of the set ------------------------------------------------------------------------------------------------
IDS = [f"e{number}" for number in range(12)]
WHENS = st.integers(0, 60 * 24 * 2).map(lambda minutes: at("00.00") + dt.timedelta(minutes=minutes))
MARKS_MADE = st.builds(
    Event,
    id=st.sampled_from(IDS),
    kind=st.sampled_from(list(Kind)),
    at=WHENS,
    received=WHENS,
    by=st.sampled_from(["ada", "bo"]),
    place=st.sampled_from([None, Place.FLAT, Place.CLASS]),
    about=st.sampled_from([None, *IDS]),
    new_at=st.none() | WHENS,
    is_prefilled=st.booleans(),
    held_for=st.sampled_from([None, None, None, Held.FUTURE]),
)
SETS = st.lists(MARKS_MADE, max_size=12, unique_by=lambda one: one.id)


@given(SETS, st.randoms(use_true_random=False))
def test_reordered_and_repeated_events_are_the_same_days(events: list[Event], random):
    sent = [*events, *random.choices(events, k=len(events))] if events else []
    random.shuffle(sent)
    assert derive(sent) == derive(events)


@given(SETS)
def test_whatever_was_marked_each_mark_that_counts_stands_in_one_visit_at_most(events: list[Event]):
    for one in derive(events).values():
        marks = [mark for visit in one.visits for mark in visit.marks]
        assert len(marks) == len(set(marks))
        assert all(visit.minutes is None or visit.minutes >= 0 for visit in one.visits)
        assert one.minutes is None or 0 <= one.minutes <= 25 * 60
        assert not (one.did_not_come and one.visits)


@given(SETS)
def test_only_the_last_visit_of_a_day_is_open(events: list[Event]):
    for one in derive(events).values():
        assert not any(visit.is_open for visit in one.visits[:-1])
