"""Which step holds on a day: the one that begins last, as it was known when the pupil arrived."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from skoleporten.rules.plan import Agreed, Dated, Part, holding, spans

DAY = dt.date(2026, 9, 7)
ONE_DAY = dt.timedelta(days=1)
MORNING = dt.datetime(2026, 9, 7, 6, tzinfo=dt.UTC)


def day(number: int) -> dt.date:
    return DAY + number * ONE_DAY


def step(key: int, starts: int, ends: int | None = None, written: int | None = None) -> Dated:
    """Days after DAY; written on the day it begins unless said otherwise."""
    hours = dt.timedelta(days=starts if written is None else written, minutes=key)
    return Dated(key, day(starts), MORNING + hours, None if ends is None else day(ends))


def test_before_the_first_step_and_without_any_there_is_no_plan():
    assert holding([], DAY) is None
    assert holding([step(1, 3)], DAY) is None


def test_a_step_holds_until_the_next_begins():
    one, two = step(1, 0), step(2, 7)
    assert [holding([one, two], day(number)) for number in (0, 6, 7, 30)] == [one, one, two, two]


def test_of_two_that_begin_on_the_same_day_the_newest_holds():
    assert holding([step(2, 0), step(1, 0)], DAY) == step(2, 0)


def test_what_is_written_later_and_begins_earlier_holds_only_until_the_other_begins():
    ahead, sooner = step(1, 7, written=0), step(2, 3, written=0)
    assert holding([ahead, sooner], day(4)) == sooner
    assert holding([ahead, sooner], day(7)) == ahead


def test_after_its_last_day_nothing_comes_back():
    assert holding([step(1, 0), step(2, 2, ends=4)], day(5)) is None
    assert holding([step(1, 0), step(2, 2, ends=4)], day(4)) == step(2, 2, ends=4)


def test_what_was_written_after_the_pupil_arrived_waits_for_the_next_day():
    before, at_noon = step(1, 0), Dated(2, DAY, MORNING + dt.timedelta(hours=4))
    arrived = MORNING + dt.timedelta(hours=2)
    assert holding([before, at_noon], DAY, arrived) == before
    assert holding([before, at_noon], DAY) == at_noon


def test_where_nothing_was_known_before_what_was_written_that_day_holds():
    at_noon = Dated(1, DAY, MORNING + dt.timedelta(hours=4))
    assert holding([at_noon], DAY, MORNING) == at_noon


def test_spans_say_from_when_to_when_each_held_and_leave_out_what_never_did():
    one, never, two = step(1, 0), step(2, 7), step(3, 7, ends=9)
    assert spans([two, never, one]) == [(one, day(0), day(6)), (two, day(7), day(9))]
    assert spans([]) == []


STEPS = st.lists(st.tuples(st.integers(0, 20), st.one_of(st.none(), st.integers(0, 12))), max_size=8).map(
    lambda rows: [step(key, starts, None if more is None else starts + more) for key, (starts, more) in enumerate(rows)]
)


@given(STEPS, st.integers(-2, 40))
def test_the_spans_and_the_day_agree(steps: list[Dated], number: int):
    on = day(number)
    within = [one for one, first, last in spans(steps) if first <= on and (last is None or on <= last)]
    held = holding(steps, on)
    assert within == ([held] if held else [])


@given(STEPS, st.randoms())
def test_the_order_in_which_steps_are_read_never_matters(steps: list[Dated], random):
    shuffled = list(steps)
    random.shuffle(shuffled)
    assert [holding(shuffled, day(number)) for number in range(25)] == [
        holding(steps, day(number)) for number in range(25)
    ]
    assert spans(shuffled) == spans(steps)


def test_a_day_has_its_parts_in_order_and_those_without_a_time_last():
    late, early, open_ended = Part(0, 30, dt.time(12)), Part(0, 45, dt.time(9)), Part(0, 10)
    agreed = Agreed((open_ended, late, early, Part(1, 20)))
    assert agreed.on(0) == (early, late, open_ended)
    assert (agreed.minutes_on(0), agreed.minutes_on(4), agreed.week_minutes, agreed.longest_day) == (85, 0, 105, 85)


def test_a_part_ends_by_its_minutes_and_never_on_another_day():
    assert Part(0, 45, dt.time(8, 30)).ends == dt.time(9, 15)
    assert Part(0, 45).ends is None
    assert Part(0, 60, dt.time(23, 0)).ends is None
