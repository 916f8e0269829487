"""From marks to days: each hard case at the door by its name."""

from __future__ import annotations

import datetime as dt

import pytest

from skoleporten.rules.presence import (
    Place,
    RatedBy,
    Why,
    derive,
    school_day,
)
from tests.unit.rules.marks import MONDAY, at, day, event, whys


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
