from __future__ import annotations

import pytest

from skoleporten.rules.climate import (
    ANSWERS,
    Axis,
    Wrong,
    WrongItemsError,
    as_lines,
    items_of,
    own_items,
    shipped_items,
)
from skoleporten.rules.readability import lix

OWN = {Axis.SAFETY: "One\nTwo\n- Three", Axis.OPENNESS: "Four\n\nFive\n–Six\nSeven"}


def test_the_shipped_statements_are_four_on_each_axis_in_three_languages():
    items = shipped_items()
    assert [len(items.of(axis)) for axis in Axis] == [4, 4]
    assert all(set(item.text) == {"nb", "nn", "en"} for item in items.all)
    assert [sum(item.turned for item in items.of(axis)) for axis in Axis] == [1, 1]


def test_the_shipped_statements_are_easy_to_read():
    for item in shipped_items().all:
        assert lix(item.text["nb"]) <= 40, item.text["nb"]


def test_a_statement_that_points_the_other_way_is_counted_the_other_way():
    items = shipped_items()
    agrees_with_all = items.points([4] * 8)
    assert agrees_with_all == {Axis.SAFETY: 12, Axis.OPENNESS: 12}
    assert items.points([2] * 8) == {Axis.SAFETY: 8, Axis.OPENNESS: 8}
    assert items.most(Axis.SAFETY) == 16
    assert len(ANSWERS) == 5


@pytest.mark.parametrize("answers", [[4] * 7, [4] * 9, [5] * 8, [-1] * 8])
def test_there_is_one_answer_for_each_statement(answers: list[int]):
    with pytest.raises(ValueError, match="one answer"):
        shipped_items().points(answers)


def test_own_statements_stand_in_turn_and_a_hyphen_turns_one():
    items = own_items(OWN | {Axis.OPENNESS: "Four\nFive\n-Six\nSeven"})
    assert [item.text["nb"] for item in items.all] == ["One", "Four", "Two", "Five", "Three", "Six", "Seven"]
    assert [item.text["nb"] for item in items.all if item.turned] == ["Three", "Six"]
    assert items_of(items.as_json()) == items
    assert own_items({axis: as_lines(items, axis, "en") for axis in Axis}) == items


def test_other_words_are_another_set():
    one, other = own_items(OWN), own_items(OWN | {Axis.SAFETY: "One\nTwo\nThree"})
    assert one.sha256 != other.sha256
    assert one.sha256 == own_items(OWN).sha256


@pytest.mark.parametrize(
    ("lines", "wrong"),
    [
        ("One\nTwo", Wrong.NUMBER),
        ("\n".join(map(str, range(7))), Wrong.NUMBER),
        ("One\nTwo\n-", Wrong.LENGTH),
        ("One\nTwo\n" + "x" * 201, Wrong.LENGTH),
        ("- One\n- Two\n- Three", Wrong.TURNED),
        ("One\nTwo\nfour", Wrong.TWICE),
    ],
)
def test_what_can_not_be_used_is_said(lines: str, wrong: Wrong):
    with pytest.raises(WrongItemsError) as found:
        own_items(OWN | {Axis.SAFETY: lines})
    assert found.value.wrong is wrong
