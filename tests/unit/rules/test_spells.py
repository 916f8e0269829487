import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skoleporten.rules.absence import (
    SLOPE_DAYS,
    Kind,
    PupilDay,
    UnregisteredDay,
    absence_rate,
    current_run,
    days_between,
    longest_spell,
    spells,
    weekly_slope,
)
from tests.unit.rules.rows import MONDAY, a_history, an_absence, an_enrolment, weekdays

patterns = st.text(alphabet="X.", min_size=1, max_size=60)


def days_like(pattern: str) -> tuple[PupilDay, ...]:
    """X is a whole day away, l a lesson away, . a day at school; weekdays from a Monday on."""
    dates = weekdays(MONDAY, len(pattern))
    kinds = {"X": Kind.DAY, "l": Kind.LESSON}
    marks = zip(dates, pattern, strict=True)
    return a_history(dates, [an_absence(date, kinds[mark], 60) for date, mark in marks if mark in kinds]).days


def lengths(pattern: str) -> list[int]:
    return [len(spell) for spell in spells(days_like(pattern))]


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        (".....", []),
        ("X....", [1]),
        ("XX.XX", [2, 2]),
        ("....XX....", [2]),
        ("XlX..", [1, 1]),
        ("lllll", []),
    ],
    ids=["none", "one day", "a day at school between", "over a weekend", "a lesson away between", "lessons only"],
)
def test_spells_are_runs_of_whole_days_on_following_school_days(pattern, expected):
    assert lengths(pattern) == expected


def test_holiday_does_not_break_a_spell():
    dates = [*weekdays(MONDAY, 2), *weekdays(MONDAY + dt.timedelta(weeks=2), 2)]
    assert len(spells(a_history(dates, [an_absence(date) for date in dates]).days)) == 1


def test_unregistered_day_does_not_break_a_spell():
    dates = weekdays(MONDAY, 3)
    found = a_history(
        dates, [an_absence(dates[0]), an_absence(dates[2])], unregistered=[UnregisteredDay("s", dates[1])]
    )
    assert [len(spell) for spell in spells(found.days)] == [2]


def test_move_between_schools_does_not_break_a_spell():
    dates = weekdays(MONDAY, 4)
    enrolments = [an_enrolment(end=dates[1], class_id="3A"), an_enrolment(dates[2], class_id="3B")]
    assert len(spells(a_history(dates, [an_absence(date) for date in dates], enrolments).days)) == 1


def test_spell_that_began_before_the_window_is_cut_to_it():
    days = days_like("XXXX.X")
    inside = days_between(days, days[2].date, days[-1].date)
    assert [len(spell) for spell in spells(inside)] == [2, 1]


def test_of_two_longest_spells_the_latest_counts():
    days = days_like("XX.XX.X")
    assert longest_spell(days) == list(days[3:5])


def test_without_whole_days_there_is_no_longest_spell():
    assert longest_spell(days_like("..l")) == []


@pytest.mark.parametrize(("pattern", "length"), [("X.XXX", 3), ("XXX.", 0), ("XXl", 0), (".", 0)])
def test_current_run_is_the_spell_that_the_last_day_is_part_of(pattern, length):
    assert len(current_run(days_like(pattern))) == length


def test_no_days_have_no_current_run():
    assert current_run([]) == []


@given(patterns)
def test_spells_are_what_is_left_when_the_days_at_school_are_cut_away(pattern):
    assert lengths(pattern) == [len(run) for run in pattern.replace(".", " ").split()]


@given(patterns)
def test_longest_spell_and_current_run_agree_with_the_spells(pattern):
    days = days_like(pattern)
    assert len(longest_spell(days)) == max(lengths(pattern), default=0)
    assert len(current_run(days)) == len(pattern) - len(pattern.rstrip("X"))


def test_fewer_than_forty_days_have_no_slope():
    assert weekly_slope(days_like("." * (SLOPE_DAYS - 1))) is None


def test_even_absence_has_no_slope():
    assert weekly_slope(days_like("X...." * 8)) == 0


def test_a_tenth_of_the_time_more_away_each_week_is_a_slope_of_a_tenth():
    dates = weekdays(MONDAY, SLOPE_DAYS)
    # Of 300 minutes a day, 30 more are missed each week.
    away = [an_absence(date, Kind.LESSON, 30 * (place // 5)) for place, date in enumerate(dates) if place >= 5]
    slope = weekly_slope(a_history(dates, away).days)
    assert slope is not None
    assert slope * 10 == 1


def test_slope_looks_at_the_last_forty_days_only():
    assert weekly_slope(days_like("X" * 30 + "." * SLOPE_DAYS)) == 0


@given(st.lists(st.integers(0, 300), min_size=SLOPE_DAYS, max_size=SLOPE_DAYS))
def test_slope_of_the_days_turned_round_is_the_opposite(minutes):
    dates = weekdays(MONDAY, SLOPE_DAYS)

    def slope(of_days):
        away = [an_absence(date, Kind.LESSON, gone) for date, gone in zip(dates, of_days, strict=True) if gone]
        return weekly_slope(a_history(dates, away).days)

    assert slope(minutes) == -slope(minutes[::-1])


@given(st.lists(st.integers(0, 300), min_size=1, max_size=30))
def test_rate_is_minutes_absent_by_minutes_offered(minutes):
    dates = weekdays(MONDAY, len(minutes))
    away = [an_absence(date, Kind.LESSON, gone) for date, gone in zip(dates, minutes, strict=True) if gone]
    assert absence_rate(a_history(dates, away).days) * 300 * len(minutes) == sum(minutes)
