"""The rhythm of meetings from 2020 to 2060 against a plain reference, and against a calendar and choices made up."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skoleporten.rules.calendar import public_holidays
from skoleporten.rules.rhythm import (
    Answer,
    Choices,
    Chosen,
    Frequency,
    Off,
    OffKind,
    Question,
    Rhythm,
    around_turn,
    comes_twice,
    crosses_parity,
    instant,
    is_change_day,
    is_left_out,
    monday,
    plan,
    shift_after_move,
    slots,
    suggestions,
    turn_after,
    turns_between,
)
from tests.generative import plain_rhythm as plain

FIRST, LAST = dt.date(2020, 1, 1), dt.date(2060, 12, 31)
YEARS = range(2020, 2061)
WEEK = dt.timedelta(weeks=1)
DAY = dt.timedelta(days=1)
ODD, EVEN = Frequency.ODD_WEEKS, Frequency.EVEN_WEEKS
KEEPS = [Answer.KEEP_PARITY, Answer.KEEP_EVERY_SECOND]
LONG_YEARS = [2020, 2026, 2032, 2037, 2043, 2048, 2054, 2060]
TURNS = [plain.first_thursday(year + 1) - 3 * DAY for year in LONG_YEARS]

days = st.dates(FIRST, LAST)
mondays = days.map(monday)
weekdays = st.integers(0, 4)
parities = st.sampled_from([ODD, EVEN])


def never_off(day: dt.date) -> None:
    return None


@pytest.mark.parametrize("frequency", [ODD, EVEN])
@pytest.mark.parametrize("weekday", [0, 2, 4])
def test_odd_and_even_weeks_are_those_of_the_reference(frequency, weekday):
    """Forty-one years, with the eight of them that have a week 53."""
    found = list(slots(Rhythm(frequency, (weekday,)), FIRST, LAST))
    assert found == plain.every_second_week(frequency is ODD, weekday, FIRST, LAST, [])
    assert plain.gaps(found) == ({7, 14} if frequency is ODD else {14, 21})


def test_the_years_with_a_week_53_are_known_beforehand():
    assert [year for year in YEARS if plain.has_week_53(year)] == LONG_YEARS
    assert [year for year in YEARS if turn_after(year)] == LONG_YEARS
    assert turns_between(FIRST, dt.date(2061, 1, 31)) == TURNS


@settings(max_examples=40)
@given(parities, weekdays, st.sets(mondays, max_size=4), days, st.integers(100, 1200))
def test_shifts_change_places_as_in_the_reference(frequency, weekday, shifts, first, length):
    last, ordered = min(LAST, first + length * DAY), sorted(shifts)
    found = list(slots(Rhythm(frequency, (weekday,)), first, last, ordered))
    assert found == plain.every_second_week(frequency is ODD, weekday, first, last, ordered)


@settings(max_examples=12)
@given(parities, weekdays, st.dictionaries(st.sampled_from(TURNS[:-1]), st.sampled_from(KEEPS)))
def test_a_turn_asks_until_somebody_has_chosen_and_then_does_what_was_chosen(frequency, weekday, answers):
    """Whatever was chosen at the turns before: the ones that are asked about are those that nobody has answered."""
    rhythm, last = Rhythm(frequency, (weekday,)), dt.date(2060, 11, 30)
    turns = {turn: Chosen(answer) for turn, answer in answers.items()}
    found = plan(rhythm, FIRST, last, never_off, Choices(turns=turns))
    flips = sorted(turn for turn, answer in answers.items() if answer is Answer.KEEP_EVERY_SECOND)
    assert [one.slot for one in found] == plain.every_second_week(frequency is ODD, weekday, FIRST, last, flips)
    assert {one.turn for one in found if one.open} == set(TURNS[:-1]) - set(turns)


@pytest.mark.parametrize("frequency", [ODD, EVEN])
def test_every_second_week_kept_at_every_turn_is_every_second_week_for_forty_years(frequency):
    choices = Choices(turns={turn: Chosen(Answer.KEEP_EVERY_SECOND) for turn in TURNS})
    found = plan(Rhythm(frequency, (3,)), FIRST, LAST, never_off, choices)
    assert plain.gaps(one.date for one in found) == {14}
    assert not any(one.open for one in found)


@settings(max_examples=40)
@given(parities, weekdays, st.sampled_from(TURNS[:-1]), st.data())
def test_an_own_date_is_one_meeting_in_place_of_weeks_53_and_1(frequency, weekday, turn, data):
    rhythm = Rhythm(frequency, (weekday,))
    before, after = around_turn(rhythm, turn)
    own = data.draw(st.dates(before + DAY, after - DAY))
    choices = Choices(turns={turn: Chosen(Answer.OWN_DATE, own)})
    found = plan(rhythm, turn - 6 * WEEK, turn + 6 * WEEK, never_off, choices)
    held = sorted(one.date for one in found if one.date)
    assert not any(one.open for one in found)
    assert [day for day in held if before <= day <= after] == [before, own, after]


@settings(max_examples=30)
@given(
    parities, st.sets(weekdays, min_size=1), days.map(lambda day: day.year), st.sets(st.integers(0, 400), max_size=60)
)
def test_no_meeting_is_planned_on_a_day_off_that_nobody_has_chosen_about(frequency, chosen, year, planning_days):
    """Public holidays by Gauss, and planning days made up."""
    first, last = dt.date(year, 1, 1), dt.date(min(year, 2060), 12, 31)
    off = {day: Off(OffKind.HOLIDAY, "x") for day in plain.holidays(year)}
    made_up = {first + number * DAY: Off(OffKind.PLANNING_DAY) for number in planning_days}
    off = made_up | off
    rhythm = Rhythm(frequency, tuple(chosen))
    found = plan(rhythm, first, last, off.get)
    for one in found:
        assert (one.off is not None) == (one.slot in off)
        assert one.is_settled or one.off or one.turn
        assert one.off is None or not one.is_settled
    answers = {one.slot: Chosen(Answer.SKIP) for one in found if one.off}
    after = plan(rhythm, first, last, off.get, Choices(days=answers))
    assert all(not set(one.open) & {Question.DAY_OFF, Question.PLANNING_DAY} for one in after)
    assert not {one.date for one in after if one.date} & set(off)


@settings(max_examples=60)
@given(parities, weekdays, days, st.integers(-3, 3), weekdays)
def test_moved_across_the_boundary_the_next_is_two_weeks_later_where_one_wants_it_so(
    frequency, weekday, near, weeks, to_weekday
):
    rhythm = Rhythm(frequency, (weekday,))
    slot = next(slots(rhythm, near, near + 5 * WEEK))
    date = monday(slot) + weeks * WEEK + to_weekday * DAY
    is_other = (plain.week_number(date) % 2 == 1) != (frequency is ODD)
    assert crosses_parity(rhythm, slot, date) == is_other
    if is_other:
        shift = shift_after_move(slot, date)
        later = list(slots(rhythm, max(date, slot) + DAY, max(date, slot) + 5 * WEEK, [shift]))
        assert (monday(later[0]) - monday(date)).days == 14 or abs(weeks) > 1


@settings(max_examples=60)
@given(days, st.integers(1, 8), weekdays, st.integers(0, 1200))
def test_every_so_many_weeks_never_minds_the_turn_of_a_year(start, weeks, weekday, length):
    rhythm = Rhythm(Frequency.EVERY_WEEKS, (weekday,), weeks, start)
    found = list(slots(rhythm, start, start + length * DAY))
    assert plain.gaps(found) <= {7 * weeks}
    assert not any(one.open for one in plan(rhythm, start, start + length * DAY, never_off))


@settings(max_examples=40)
@given(days, st.integers(1, 8))
def test_a_suggested_date_is_so_many_weeks_ahead_and_never_a_holiday(last, weeks):
    def why_off(day: dt.date) -> Off | None:
        return Off(OffKind.HOLIDAY) if day in plain.holidays(day.year) else None

    found = suggestions(Rhythm(Frequency.AGREED, (), weeks), last, why_off, 6)
    assert len(found) == 6
    assert all(day.weekday() < 5 and why_off(day) is None for day in found)
    assert all(gap >= 7 * weeks for gap in plain.gaps(found))


def test_public_holidays_are_those_of_gauss():
    for year in YEARS:
        assert {day for day in public_holidays(year) if day.weekday() < 5} == {
            day for day in plain.holidays(year) if day.weekday() < 5
        }


def test_each_school_day_leaves_out_weekends_and_holidays():
    rhythm, year = Rhythm(Frequency.SCHOOL_DAYS), 2033
    off = {day: Off(OffKind.HOLIDAY) for day in plain.holidays(year)}
    found = plan(rhythm, dt.date(year, 1, 1), dt.date(year, 12, 31), off.get)
    whole = [dt.date(year, 1, 1) + n * DAY for n in range(365)]
    assert [one.date for one in found] == [day for day in whole if day.weekday() < 5 and day not in off]


@settings(max_examples=200)
@given(days, st.times().map(lambda time: time.replace(microsecond=0)))
def test_the_clock_on_the_wall_is_kept_through_summer_and_winter(day, time):
    found = instant(day, time)
    if not is_left_out(day, time):
        utc = dt.datetime.combine(day, time) - dt.timedelta(hours=plain.hours_from_utc(day, time))
        assert found.replace(tzinfo=None) == utc


def test_the_clock_changes_on_two_sundays_a_year_and_an_hour_is_left_out_or_comes_twice():
    for year in YEARS:
        spring, autumn = plain.last_sunday(year, 3), plain.last_sunday(year, 10)
        around = [day + n * DAY for day in (spring, autumn) for n in range(-3, 4)]
        assert [day for day in around if is_change_day(day)] == [spring, autumn]
        for minute in (0, 30, 59):
            assert is_left_out(spring, dt.time(2, minute))
            assert comes_twice(autumn, dt.time(2, minute))
        for day in (spring, autumn):
            assert not is_left_out(day, dt.time(14, 30))
            assert not comes_twice(day, dt.time(14, 30))
            before, after = (instant(day + n * DAY, dt.time(14, 30)) for n in (-1, 0))
            assert (after - before).total_seconds() / 3600 == (23 if day == spring else 25)
