"""From marks to days: each hard case at the door by its name."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skoleporten.rules.presence import (
    LOOKS,
    SCHOOL_TIME,
    Day,
    Event,
    Held,
    Kind,
    Place,
    RatedBy,
    Why,
    are_apart,
    came_in_time,
    captured,
    derive,
    minutes_between,
    school_day,
)

MONDAY = dt.date(2026, 11, 23)
_number = itertools.count(1)


def at(clock: str, day: dt.date = MONDAY) -> dt.datetime:
    local = dt.datetime.combine(day, dt.time.fromisoformat(clock.replace(".", ":")), SCHOOL_TIME)
    return local.astimezone(dt.UTC)


def event(kind: str, when: str | dt.datetime, by: str = "ada", **fields) -> Event:
    """`when` is a time of the Monday, or an instant."""
    instant = at(when) if isinstance(when, str) else when
    defaults = {"id": f"{next(_number):06}", "received": instant}
    return Event(kind=Kind(kind), at=instant, by=by, **defaults | fields)


def day(*events: Event, date: dt.date = MONDAY) -> Day:
    return derive(events)[date]


def whys(one: Day, today: dt.date = MONDAY) -> list[Why]:
    return [look.why for look in one.looks_on(today)]


# The plain day --------------------------------------------------------------------------------------------------------
def test_came_and_left_is_one_visit_with_its_minutes():
    one = day(event("arrived", "08.30", place=Place.FLAT), event("left", "09.10"))
    assert (one.minutes, one.is_open, one.did_not_come, one.looks) == (40, False, False, ())
    assert one.visits[0].place is Place.FLAT
    assert one.by_place == {Place.FLAT: 40}


def test_whoever_is_here_has_been_here_until_now():
    one = day(event("arrived", "08.30"))
    assert (one.minutes, one.is_open) == (None, True)
    assert one.minutes_at(at("08.55")) == 25
    assert day(event("arrived", "08.30"), event("left", "08.40")).minutes_at(at("12.00")) == 10


def test_two_visits_and_one_that_goes_on_are_added_until_now():
    one = day(event("arrived", "08.30"), event("left", "08.40"), event("arrived", "10.00"))
    assert (one.minutes, one.minutes_at(at("10.05"))) == (10, 15)


def test_not_coming_is_zero_and_told():
    one = day(event("not_coming", "08.00"))
    assert (one.did_not_come, one.minutes, one.is_told, one.is_open) == (True, 0, True, False)


def test_nothing_marked_is_no_day_at_all():
    assert derive([]) == {}


def test_a_pupil_with_two_places_in_one_day():
    one = day(
        event("arrived", "08.30", place=Place.SKOLEPORTEN), event("left", "09.00"),
        event("arrived", "10.00", place=Place.CLASS), event("left", "10.45"),
    )  # fmt: skip
    assert one.by_place == {Place.SKOLEPORTEN: 30, Place.CLASS: 45}
    assert one.minutes == 75


def test_going_on_to_another_place_without_a_mark_of_leaving_ends_the_first_visit():
    one = day(
        event("arrived", "08.30", place=Place.SKOLEPORTEN), event("arrived", "10.00", place=Place.CLASS),
        event("left", "10.45"),
    )  # fmt: skip
    assert [(visit.place, visit.minutes) for visit in one.visits] == [(Place.SKOLEPORTEN, 90), (Place.CLASS, 45)]
    assert one.looks == ()


def test_five_minutes_at_home_are_five_minutes():
    one = day(event("arrived", "10.00", place=Place.HOME_VISIT), event("left", "10.05"))
    assert one.minutes == 5


def test_two_short_visits_with_a_leaving_in_between_are_two():
    one = day(event("arrived", "10.00"), event("left", "10.05"), event("arrived", "10.07"), event("left", "10.12"))
    assert [visit.minutes for visit in one.visits] == [5, 5]


def test_marks_at_the_very_same_minute_end_the_open_visit_first():
    """Left the flat and came to class at 10.00, both written down afterwards."""
    one = day(
        event("arrived", "09.00", place=Place.FLAT), event("arrived", "10.00", place=Place.CLASS),
        event("left", "10.00"), event("left", "10.45"),
    )  # fmt: skip
    assert [visit.minutes for visit in one.visits] == [60, 45]


def test_came_and_left_within_one_minute_is_a_visit_of_none():
    one = day(event("left", "09.00"), event("arrived", "09.00"))
    assert [visit.minutes for visit in one.visits] == [0]


# Hard cases -----------------------------------------------------------------------------------------------------------
def test_left_without_arriving_is_kept_and_shown():
    one = day(event("left", "09.00"))
    assert (one.minutes, one.is_told) == (None, True)
    assert whys(one) == [Why.LEFT_WITHOUT_ARRIVING]


def test_left_without_arriving_after_a_whole_visit_leaves_that_one_alone():
    one = day(event("arrived", "08.30"), event("left", "09.00"), event("left", "11.00"))
    assert (one.minutes, len(one.visits)) == (30, 2)
    assert whys(one) == [Why.LEFT_WITHOUT_ARRIVING]


def test_arrived_twice_is_one_visit_from_the_first_and_shown():
    one = day(event("arrived", "08.30"), event("arrived", "10.00"), event("left", "11.00"))
    assert (len(one.visits), one.minutes) == (1, 150)
    assert whys(one) == [Why.ARRIVED_TWICE]


@pytest.mark.parametrize("kind", ["arrived", "left"])
def test_two_phones_for_one_pupil_two_taps_one_record(kind: str):
    first, second = event(kind, "08.30", "ada"), event(kind, "08.33", "bo")
    others = [event("arrived", "08.00")] if kind == "left" else []
    one = day(*others, first, second)
    assert len(one.visits) == 1
    assert one.looks == ()
    stands = one.visits[0].left if kind == "left" else one.visits[0].arrived
    assert stands == at("08.30")


def test_midnight_ends_a_day_and_both_sides_of_it_are_shown():
    tuesday = MONDAY + dt.timedelta(days=1)
    days = derive([event("arrived", "23.50"), event("left", at("00.10", tuesday))])
    assert days[MONDAY].is_open
    assert whys(days[MONDAY], tuesday) == [Why.NOT_LEFT]
    assert whys(days[tuesday], tuesday) == [Why.LEFT_WITHOUT_ARRIVING]


def test_the_day_is_the_one_on_the_clock_of_the_place():
    assert school_day(dt.datetime(2026, 11, 22, 23, 30, tzinfo=dt.UTC)) == MONDAY
    assert school_day(dt.datetime(2026, 6, 21, 22, 30, tzinfo=dt.UTC)) == dt.date(2026, 6, 22)


def test_a_wrong_day_is_corrected_by_a_new_event():
    mark = event("arrived", "08.30")
    friday = MONDAY - dt.timedelta(days=3)
    days = derive([mark, event("correction", "09.00", about=mark.id, new_at=at("08.30", friday))])
    assert set(days) == {friday}
    assert days[friday].visits[0].arrived == at("08.30", friday)


@pytest.mark.parametrize(("switch", "minutes"), [(dt.date(2026, 3, 29), 60), (dt.date(2026, 10, 25), 180)])
def test_daylight_saving_minutes_are_those_that_passed(switch: dt.date, minutes: int):
    """From 01.30 to 03.30 on the clock: an hour less in spring, an hour more in autumn."""
    one = day(event("arrived", at("01.30", switch)), event("left", at("03.30", switch)), date=switch)
    assert one.minutes == minutes


def test_an_ordinary_school_day_after_a_switch_is_as_long_as_it_looks():
    summer_time = dt.date(2026, 3, 30)
    one = day(event("arrived", at("08.30", summer_time)), event("left", at("14.00", summer_time)), date=summer_time)
    assert one.minutes == 330


def test_not_left_is_shown_only_when_the_day_is_over():
    one = day(event("arrived", "08.30"))
    assert whys(one) == []
    assert whys(one, MONDAY + dt.timedelta(days=1)) == [Why.NOT_LEFT]
    assert one.minutes is None


# Correcting, undoing, keeping -----------------------------------------------------------------------------------------
def test_an_undone_mark_is_as_if_it_had_not_been():
    mark = event("arrived", "08.30")
    assert derive([mark, event("undo", "08.31", about=mark.id)]) == {}


def test_after_an_undoing_a_new_mark_counts():
    mark = event("arrived", "08.30")
    one = day(mark, event("undo", "08.31", about=mark.id), event("arrived", "08.33"))
    assert one.visits[0].arrived == at("08.33")


def test_undoing_takes_the_same_persons_second_tap_with_it_and_not_anothers():
    mine, again, others = event("arrived", "08.30"), event("arrived", "08.31"), event("arrived", "08.32", "bo")
    undo = event("undo", "08.35", about=again.id)
    assert derive([mine, again, undo]) == {}
    assert day(mine, again, others, undo).visits[0].arrived == at("08.32")


def test_what_was_kept_after_an_undoing_stands():
    mark = event("arrived", "08.30")
    undo, kept = event("undo", "08.31", about=mark.id), event("kept", "08.40", about=mark.id)
    assert day(mark, undo, kept).visits[0].arrived == at("08.30")
    later = event("undo", "09.00", about=mark.id)
    assert derive([mark, undo, kept, later]) == {}


def test_of_each_value_the_latest_correction_stands():
    mark = event("arrived", "08.30", place=Place.FLAT)
    one = day(
        mark, event("correction", "09.00", about=mark.id, place=Place.OUTING, with_whom="Ali"),
        event("correction", "09.10", about=mark.id, new_at=at("08.20")),
        event("correction", "09.05", about=mark.id, place=Place.CLASS),
    )  # fmt: skip
    visit = one.visits[0]
    assert (visit.arrived, visit.place, visit.with_whom) == (at("08.20"), Place.CLASS, "Ali")


def test_a_text_may_be_taken_away_again():
    mark = event("arrived", "08.30", with_whom="Ali")
    assert day(mark, event("correction", "09.00", about=mark.id, with_whom="")).visits[0].with_whom == ""


def test_a_correction_that_is_undone_gives_back_what_was():
    mark = event("arrived", "08.30")
    wrong = event("correction", "09.00", about=mark.id, new_at=at("07.00"))
    one = day(mark, wrong, event("undo", "09.01", about=wrong.id))
    assert one.visits[0].arrived == at("08.30")


def test_an_undoing_of_an_undoing_says_nothing():
    mark = event("arrived", "08.30")
    undo = event("undo", "08.31", about=mark.id)
    assert derive([mark, undo, event("undo", "08.32", about=undo.id)]) == {}


def test_how_it_was_is_the_last_that_was_said():
    came, left = event("arrived", "08.30"), event("left", "09.00", rating=2)
    visit = day(came, left).visits[0]
    assert (visit.rating, visit.rated_by) == (2, RatedBy.PUPIL)
    later = event("correction", "09.10", about=left.id, rating=4, rated_by=RatedBy.ADULT, word="Greit")
    visit = day(came, left, later).visits[0]
    assert (visit.rating, visit.rated_by, visit.word) == (4, RatedBy.ADULT, "Greit")


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
