"""The time of an item, and what may happen with a decision. No database."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as some

from skoleporten.rules.minutes import Span, Spent, State, Turn, Used, may_turn, spent, used

NINE = dt.datetime(2026, 12, 1, 8, 0, tzinfo=dt.UTC)


def span(first: float, last: float) -> Span:
    """From and to in minutes after nine."""
    return Span(NINE + dt.timedelta(minutes=first), NINE + dt.timedelta(minutes=last))


@pytest.mark.parametrize(
    ("spans", "minutes"),
    [
        ([span(0, 5)], 5),
        ([span(0, 5), span(10, 12)], 7),
        ([span(0, 10), span(5, 12)], 12),
        ([span(5, 12), span(0, 20)], 20),
        ([span(0, 0)], 1),
        ([span(0, 2.4)], 2),
        ([span(0, 2.5)], 3),
    ],
    ids=["one", "two", "overlapping", "one within the other", "at once", "rounded down", "rounded up"],
)
def test_measured_time_counts_each_minute_once(spans: list[Span], minutes: int):
    assert spent(spans, 30) == Spent(minutes, is_measured=True)


def test_where_nobody_measured_the_time_box_is_used_and_says_so():
    assert spent([], 15) == Spent(15, is_measured=False)


def test_without_either_it_is_not_known_and_not_zero():
    assert spent([], None) is None
    assert used([None, Spent(5, is_measured=True)]) == Used(measured=5, boxed=0, items=2)


@given(some.lists(some.tuples(some.integers(0, 300), some.integers(0, 300)), min_size=1, max_size=8))
def test_time_is_never_more_than_from_the_first_start_to_the_last_stop(pairs: list[tuple[int, int]]):
    spans = [span(min(pair), max(pair)) for pair in pairs]
    told = spent(spans, None)
    assert told is not None
    covered = {minute for pair in pairs for minute in range(min(pair), max(pair))}
    assert told.minutes == max(1, len(covered))


@pytest.mark.parametrize("turn", list(Turn))
def test_what_has_ended_is_only_taken_up_again(turn: Turn):
    assert may_turn(turn, State.OPEN) is (turn is not Turn.TAKEN_UP)
    assert {may_turn(turn, state) for state in (State.DONE, State.DROPPED)} == {turn is Turn.TAKEN_UP}
