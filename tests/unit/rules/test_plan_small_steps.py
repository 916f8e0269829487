"""What may be asked about next, the stairs from five minutes to full days, and the slots of the day: all of it data."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skoleporten.rules.errors import RefusedError
from skoleporten.rules.plan import (
    Agreed,
    Asks,
    DayDone,
    Part,
    Slot,
    Stair,
    Standing,
    covered,
    parse_slots,
    parse_small_steps,
    propose,
    shipped_slots,
    shipped_small_steps,
    stair_of,
    standings,
)
from skoleporten.rules.plan.slots import SHIPPED as SLOTS
from skoleporten.rules.plan.small_steps import SHIPPED

RULE = shipped_small_steps()
TODAY = dt.date(2026, 9, 7)
WEEK = dict.fromkeys(range(5), 300)


def week(minutes: int) -> Agreed:
    return Agreed(tuple(Part(day, minutes) for day in range(5)))


def days(*actual: int | None, agreed: int = 20, ratings: tuple[int | None, ...] = ()) -> list[DayDone]:
    """The newest last."""
    faces = (*ratings, *(None,) * len(actual))
    rows = zip(actual, faces, strict=False)
    return [
        DayDone(TODAY - dt.timedelta(days=len(actual) - number), agreed, minutes, face)
        for number, (minutes, face) in enumerate(rows)
    ]


def test_three_of_four_as_agreed_is_a_question_about_a_small_step_more():
    asked = propose(week(20), days(20, 25, 0, 20), WEEK, RULE)
    assert (asked.asks, asked.managed, asked.days, asked.longer) == (Asks.MORE, 3, 4, 1)
    assert asked.then == dict.fromkeys(range(5), 25)


def test_two_of_four_is_a_question_about_how_it_is():
    asked = propose(week(20), days(20, 0, 0, 20), WEEK, RULE)
    assert (asked.asks, asked.managed, asked.then) == (Asks.AS_NOW, 2, {})


def test_a_day_that_nobody_marked_is_not_counted_as_one_not_managed():
    asked = propose(week(20), days(20, None, 20, None, 20), WEEK, RULE)
    assert (asked.asks, asked.managed, asked.days, asked.not_recorded) == (Asks.MORE, 3, 3, 2)


def test_with_too_few_days_on_record_nothing_is_concluded():
    assert propose(week(20), days(20, None, None, 20), WEEK, RULE).asks == Asks.NOT_ENOUGH
    assert propose(week(20), [], WEEK, RULE).asks == Asks.NOT_ENOUGH


def test_a_pupil_who_stays_longer_has_managed_the_day():
    asked = propose(week(20), days(60, 40, 20), WEEK, RULE)
    assert (asked.asks, asked.managed, asked.longer) == (Asks.MORE, 3, 2)


@pytest.mark.parametrize(("minutes", "managed"), [(15, 0), (16, 3), (20, 3)])
def test_a_day_counts_from_so_much_of_what_was_agreed(minutes: int, managed: int):
    assert propose(week(20), days(*[minutes] * 3), WEEK, RULE).managed == managed


def test_when_most_days_were_hard_more_is_not_asked_about():
    hard = propose(week(20), days(20, 20, 20, ratings=(1, 2, 4)), WEEK, RULE)
    assert (hard.asks, hard.hard, hard.rated) == (Asks.AS_NOW, 2, 3)
    assert propose(week(20), days(20, 20, 20, ratings=(1, 4, None)), WEEK, RULE).asks == Asks.MORE


def test_in_a_pause_the_question_is_when_to_begin():
    assert propose(Agreed(is_pause=True), [], WEEK, RULE).asks == Asks.AFTER_PAUSE


def test_there_is_no_more_than_the_ordinary_day():
    assert propose(week(300), days(300, 300, 300, agreed=300), WEEK, RULE).asks == Asks.FULL
    nearly = propose(week(290), days(290, 290, 290, agreed=290), WEEK, RULE)
    assert nearly.then == dict.fromkeys(range(5), 300)


def test_where_the_ordinary_day_is_not_known_the_small_step_is_all():
    assert propose(week(20), days(20, 20, 20), {}, RULE).then == dict.fromkeys(range(5), 25)


def test_only_the_last_ten_days_with_something_agreed_are_looked_at():
    long_ago = [DayDone(TODAY - dt.timedelta(days=100 - number), 20, 0) for number in range(20)]
    pauses = [DayDone(TODAY, 0, None)] * 3
    asked = propose(week(20), [*long_ago, *days(*[20] * 10), *pauses], WEEK, RULE)
    assert (asked.managed, asked.days) == (10, 10)


@given(st.lists(st.one_of(st.none(), st.integers(0, 600)), max_size=15), st.integers(5, 400))
def test_it_never_asks_for_less_or_for_more_than_one_small_step(actual: list[int | None], minutes: int):
    asked = propose(week(minutes), days(*actual, agreed=minutes), WEEK, RULE)
    assert asked.managed <= asked.days <= RULE.school_days
    for then in asked.then.values():
        assert minutes < then <= min(300, RULE.more(minutes))


@given(st.integers(0, 600))
def test_a_small_step_is_at_least_five_minutes_and_grows_with_the_day(minutes: int):
    assert 5 <= RULE.more(minutes) - minutes <= RULE.more(minutes + 60) - (minutes + 60)


@pytest.mark.parametrize(
    ("agreed", "stair"),
    [
        (Agreed(is_pause=True), None),
        (week(5), Stair(minutes=5)),
        (week(17), Stair(minutes=15)),
        (Agreed((Part(0, 45),)), Stair(minutes=45)),
        (week(299), Stair(minutes=180)),
        (Agreed((Part(0, 300), Part(1, 30))), Stair(full_days=1)),
        (Agreed(tuple(Part(day, 300) for day in range(4))), Stair(full_days=3)),
        (week(300), Stair(full_days=5)),
    ],
)
def test_the_highest_stair_that_a_week_reaches(agreed: Agreed, stair: Stair | None):
    assert stair_of(agreed, WEEK, RULE.stairs) == stair


def test_full_days_are_not_known_where_the_timetable_is_not():
    assert stair_of(week(300), {}, RULE.stairs) == Stair(minutes=180)


def test_a_stair_that_was_passed_over_has_not_been_used():
    shown = dict(standings(RULE.stairs, [Stair(minutes=5), None, Stair(minutes=60)], Stair(minutes=30)))
    used = [stair for stair, standing in shown.items() if standing is Standing.BEEN]
    assert used == [Stair(minutes=5), Stair(minutes=60)]
    assert shown[Stair(minutes=30)] is Standing.HERE
    assert shown[Stair(minutes=10)] is Standing.MAY


def test_the_day_has_the_fourteen_slots_of_the_programme_from_0820_to_1600():
    slots = shipped_slots()
    assert len(slots) == 14
    assert (slots[0].starts, slots[-1].ends) == (dt.time(8, 20), dt.time(16))
    assert [slot.minutes for slot in slots] == [10, 60, 10, 60, 10, 60, 15, 15, 60, 10, 60, 30, 30, 30]
    assert all(slot.ends == after.starts for slot, after in pairwise(slots))


def test_a_stay_covers_the_slots_that_it_has_a_minute_in():
    nine_thirty, nine_forty = Slot(dt.time(9, 30), 10), Slot(dt.time(9, 40), 60)
    assert covered(Part(0, 11, dt.time(9, 30)), shipped_slots()) == (nine_thirty, nine_forty)
    assert covered(Part(0, 10, dt.time(9, 30)), shipped_slots()) == (nine_thirty,)
    assert covered(Part(0, 10), shipped_slots()) == ()


SHIPPED_SLOTS, SHIPPED_STEPS = SLOTS.read_text("utf-8"), SHIPPED.read_text("utf-8")


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ('starts = "08:20"', 'starts = "8.20"', "no time of the day"),
        ('starts = "08:30"', 'starts = "08:25"', "before the one above"),
        ("minutes = 60", "minutes = 0", "whole number"),
        ('starts = "15:30"\nminutes = 30', 'starts = "23:40"\nminutes = 30', "over midnight"),
        ('version = "2026.1"', "", "version"),
        ("[[slot]]", "[[pause]]", "Unknown key 'pause'"),
    ],
)
def test_a_mistake_in_the_slots_says_what_and_where(old: str, new: str, what: str):
    with pytest.raises(RefusedError, match=what):
        parse_slots(SHIPPED_SLOTS.replace(old, new, 1), "day.toml")


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("school_days = 10", "", "'school_days' is missing"),
        ("hard_up_to = 2", "hard_up_to = 6", "whole number"),
        ("from = 0", "from = 1", "not in order from 0"),
        ("from = 30", "from = 130", "not in order"),
        ("[[stair]]\nminutes = 5\n", "[[stair]]\nminutes = 5\nfull_days = 1\n", "either minutes or full_days"),
        ("full_days = 5", "full_days = 6", "whole number"),
        ("least_days = 3", "least_days = 3\nfast = true", "Unknown key"),
    ],
)
def test_a_mistake_in_the_small_steps_says_what_and_where(old: str, new: str, what: str):
    with pytest.raises(RefusedError, match=what):
        parse_small_steps(SHIPPED_STEPS.replace(old, new, 1), "steps.toml")
