"""What each kind of meeting asks for, who has not come, and an order that holds for whoever sees a part of it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skoleporten.rules.agenda import Placed, PlannedDay, TimeSet, Way, in_order, moved, not_come, parse, shipped
from skoleporten.rules.agenda.sections import SHIPPED
from skoleporten.rules.errors import RefusedError

MONDAY = dt.date(2026, 11, 2)
KINDS = ("morning_talk", "coordination", "guidance", "development", "intake", "other")
CAME, NOT_COME, NOT_KNOWN = True, False, None


def ids(kind: str) -> list[str]:
    return [one.id for one in shipped().asked_by(kind).sections]


def days(*came: bool | None, agreed: int | None = 60) -> list[PlannedDay]:
    return [PlannedDay(MONDAY + dt.timedelta(days=number), agreed, one) for number, one in enumerate(came)]


def test_each_kind_of_meeting_asks_for_its_own():
    assert set(shipped().kinds) == set(KINDS)
    assert "measures" in ids("guidance")
    assert "measures" not in ids("coordination")
    assert ids("intake") == ["left_open", "own", "new_referrals", "intake_decisions"]
    assert ids("development") == ["left_open", "own", "trials", "climate", "not_told"], (
        "It is about the offer, and about no pupil."
    )


def test_a_kind_that_a_municipality_made_asks_for_everything():
    assert set(ids("our-own-kind")) == set(shipped().sections)


def test_the_minutes_of_a_kind_go_before_those_of_a_section():
    assert shipped().minutes_of("guidance", "measures") == 10
    assert shipped().minutes_of("morning_talk", "offers") == 1
    assert shipped().minutes_of("intake", "consents") == 3, "Also of a section that it does not ask for."
    assert shipped().minutes_of("intake", "no-longer-there") == 5


def test_a_section_that_is_not_asked_for_comes_last():
    asked = shipped().asked_by("guidance")
    assert asked.place_of("left_open") == 0
    assert asked.place_of("consents") == len(asked.sections)


def test_each_section_has_its_heading_in_three_languages():
    assert all(one.heading.keys() == {"nb", "nn", "en"} for one in shipped().sections.values())


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ("minutes = 10", "minutes = 0", "'minutes' is 0"),
        ("ahead = 14", "ahead = -1", "'ahead' is -1"),
        ('id = "offers"', 'id = "left_open"', "a section of this id already"),
        ('sections = ["left_open", "own", "trials"', 'sections = ["left_open", "trials"', "with 'own' in it"),
        ('sections = ["left_open", "own", "trials"', 'sections = ["own", "own", "trials"', "with 'own' in it"),
        ('sections = ["left_open", "own", "trials"', 'sections = ["own", "tea"', "no section 'tea'"),
        ('id = "other"', 'id = "another"', "'other'"),
        ("minutes = 5\nnb", "nb", "'minutes' is missing"),
    ],
)
def test_a_mistake_in_the_file_is_told(before: str, after: str, says: str):
    text = Path(SHIPPED).read_text(encoding="utf-8")
    assert before in text
    with pytest.raises(RefusedError, match=says):
        parse(text.replace(before, after, 1), "sections.toml")


def test_three_planned_days_without_coming_are_found():
    found = not_come(days(CAME, NOT_COME, NOT_COME, NOT_COME))
    assert found is not None
    assert found.days == tuple(MONDAY + dt.timedelta(days=number) for number in (1, 2, 3))
    assert found.not_known == 0


def test_two_are_not_enough():
    assert not_come(days(NOT_COME, CAME, NOT_COME, NOT_COME)) is None


def test_a_day_that_is_not_known_is_not_counted_and_does_not_break_the_row():
    assert not_come(days(NOT_COME, NOT_KNOWN, NOT_COME)) is None
    found = not_come(days(NOT_KNOWN, NOT_COME, NOT_KNOWN, NOT_COME, NOT_COME, NOT_KNOWN))
    assert found is not None
    assert len(found.days) == 3
    assert found.not_known == 2, "The one before the first day says nothing about them."


def test_a_day_on_which_nothing_was_agreed_is_not_planned():
    assert not_come(days(NOT_COME, NOT_COME, NOT_COME, agreed=0)) is None
    assert not_come(days(NOT_COME, NOT_COME, NOT_COME, agreed=None)) is None


def test_whoever_came_without_it_being_planned_has_come():
    unplanned = PlannedDay(MONDAY + dt.timedelta(days=2), None, CAME)
    assert not_come([*days(NOT_COME, NOT_COME), unplanned, *days(NOT_COME)[:0]]) is None


@given(st.lists(st.sampled_from([CAME, NOT_COME, NOT_KNOWN]), max_size=20))
def test_what_is_not_known_changes_nothing_but_its_own_number(came: list[bool | None]):
    with_all, known = not_come(days(*came)), not_come(days(*came))
    without = not_come([one for one in days(*came) if one.came is not NOT_KNOWN])
    assert with_all == known
    assert (with_all.days if with_all else None) == (without.days if without else None)


def placed(*rows: tuple[str, int, int | None]) -> list[Placed]:
    return [Placed(key, section, None, key, position) for key, section, position in rows]


def test_what_somebody_has_placed_comes_before_what_has_come_since():
    assert in_order(placed(("new", 0, None), ("b", 5, 1), ("a", 9, 0))) == ["a", "b", "new"]


def test_what_nobody_has_placed_follows_its_section_then_its_date():
    rows = [
        Placed("late", 1, dt.date(2026, 11, 9), "A"),
        Placed("early", 1, dt.date(2026, 11, 2), "B"),
        Placed("no-date", 1, None, "C"),
        Placed("first", 0, None, "D"),
    ]
    assert in_order(rows) == ["first", "early", "late", "no-date"]


def test_moving_passes_the_neighbour_that_one_sees():
    order = ["a", "hidden", "b", "c"]
    assert moved(order, ["a", "b", "c"], "b", Way.UP) == ["b", "a", "hidden", "c"]
    assert moved(order, ["a", "b", "c"], "a", Way.DOWN) == ["hidden", "b", "a", "c"]


def test_the_first_goes_no_further_up_and_the_last_no_further_down():
    assert moved(["a", "b"], ["a", "b"], "a", Way.UP) == ["a", "b"]
    assert moved(["a", "b"], ["a", "b"], "b", Way.DOWN) == ["a", "b"]


@given(st.permutations(list("abcdefgh")), st.sets(st.sampled_from("abcdefgh"), min_size=1), st.data())
def test_nobody_else_s_order_is_changed_by_a_move(order: list[str], seen: set[str], data: st.DataObject):
    mine = [one for one in order if one in seen]
    key, way = data.draw(st.sampled_from(mine)), data.draw(st.sampled_from(Way))
    after = moved(order, mine, key, way)
    assert sorted(after) == sorted(order)
    assert [one for one in after if one != key] == [one for one in order if one != key]
    at = mine.index(key) + (1 if way is Way.DOWN else -1)
    expected = mine.copy()
    if 0 <= at < len(mine):
        expected.insert(at, expected.pop(mine.index(key)))
    assert [one for one in after if one in seen] == expected


def test_the_time_that_is_left_may_be_below_nought():
    assert TimeSet(45, 60).left == 15
    assert TimeSet(75, 60).left == -15
