"""What differs between two steps, as a table. One thing at a time is the way, and more than one is only told."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skoleporten.rules.plan import Agreed, Change, Noticed, Part, differs, noticed

MINUTES, PLACE, PEOPLE, ACADEMICS, TRANSPORT, NOTHING = Change
HALF_PAST_EIGHT, TEN = dt.time(8, 30), dt.time(10)


def day(
    weekday: int = 0, minutes: int = 30, starts=HALF_PAST_EIGHT, place="flat", with_whom="Ada", remote=False
) -> Part:
    return Part(weekday, minutes, starts, place, with_whom, remote)


def week(*parts: Part, **fields: str) -> Agreed:
    return Agreed(parts, **fields)


ONE = week(day())
TABLE = [
    ("the same", ONE, week(day()), ()),
    ("the same in other letters", ONE, week(day(with_whom=" ADA ")), ()),
    ("longer", ONE, week(day(minutes=45)), (MINUTES,)),
    ("shorter", ONE, week(day(minutes=15)), (MINUTES,)),
    ("at another time", ONE, week(day(starts=TEN)), (MINUTES,)),
    ("one more day like it", ONE, week(day(), day(1)), (MINUTES,)),
    ("another place", ONE, week(day(place="class")), (PLACE,)),
    ("from a distance", ONE, week(day(remote=True)), (PLACE,)),
    ("another person", ONE, week(day(with_whom="Ben")), (PEOPLE,)),
    ("one more day with another", ONE, week(day(), day(1, with_whom="Ben")), (MINUTES, PEOPLE)),
    ("one more part at another place", ONE, week(day(), day(starts=TEN, place="class")), (MINUTES, PLACE)),
    (
        "the places of two days change places",
        week(day(), day(1, place="class")),
        week(day(place="class"), day(1)),
        (PLACE,),
    ),
    ("a part falls away", week(day(), day(starts=TEN, place="class")), ONE, (MINUTES,)),
    ("subjects come in", ONE, week(day(), academics="Matte"), (ACADEMICS,)),
    ("another way here", ONE, week(day(), transport="Buss"), (TRANSPORT,)),
    ("into a pause", ONE, Agreed(is_pause=True), (MINUTES,)),
    ("out of a pause", Agreed(is_pause=True), ONE, (MINUTES,)),
    ("all at once", ONE, week(day(0, 60, TEN, "class", "Ben"), academics="Matte", transport="Buss"), tuple(Change)[:5]),
]


@pytest.mark.parametrize(("before", "after", "changes"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
def test_what_differs(before: Agreed, after: Agreed, changes: tuple[Change, ...]):
    assert differs(before, after) == changes


def test_of_the_first_step_nothing_is_told():
    assert noticed(None, ONE, MINUTES) is None


def test_more_than_one_change_is_told_by_name():
    told = noticed(ONE, week(day(minutes=45, place="class")), MINUTES)
    assert told == Noticed((MINUTES, PLACE), MINUTES)
    assert told.is_more_than_one
    assert not told.is_another


def test_a_change_that_is_not_the_chosen_one_is_told():
    told = noticed(ONE, week(day(place="class")), MINUTES)
    assert told is not None
    assert told.is_another
    assert not told.is_nothing


def test_a_chosen_change_that_is_not_there_is_told_and_keeping_it_all_is_not():
    assert noticed(ONE, ONE, PLACE) == Noticed((), PLACE)
    assert Noticed((), PLACE).is_nothing
    kept = Noticed((), NOTHING)
    assert [kept.is_nothing, kept.is_another, kept.is_more_than_one] == [False] * 3


PARTS = st.builds(
    Part,
    weekday=st.integers(0, 4),
    minutes=st.integers(5, 300),
    starts=st.one_of(st.none(), st.times()),
    place=st.sampled_from(["", "flat", "class"]),
    with_whom=st.sampled_from(["", "Ada", "Ben"]),
    is_remote=st.booleans(),
)
WEEKS = st.builds(
    Agreed,
    parts=st.lists(PARTS, max_size=6).map(tuple),
    is_pause=st.booleans(),
    academics=st.sampled_from(["", "Matte"]),
    transport=st.sampled_from(["", "Buss"]),
)


@given(WEEKS)
def test_nothing_differs_from_itself(agreed: Agreed):
    assert differs(agreed, agreed) == ()


@given(WEEKS, WEEKS)
def test_texts_that_differ_are_told_both_ways(one: Agreed, two: Agreed):
    both = {ACADEMICS, TRANSPORT, MINUTES}
    assert both & set(differs(one, two)) == both & set(differs(two, one))
    assert NOTHING not in differs(one, two)
