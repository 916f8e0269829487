"""Geometry of the bars: whole numbers inside the frame, proportions right, nothing is not nought."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skoleporten.web.figures import NARROW_FRAME, WIDE_FRAME, Bar, Frame, Part, share_bars

FRAME = Frame("wide", width=200, height=130, left=50, right=10, top=10, bottom=20)  # 100 units of room


def parts(*values):
    return [Part(name, value) for name, value in zip(("documented", "undocumented", "unknown"), values, strict=False)]


def test_half_of_the_time_away_is_half_the_height_where_the_scale_is_a_hundred():
    rect, _ = share_bars([Bar("1", 600, parts(300)), Bar("2", 600, parts(600))], FRAME).rects
    assert rect.height == 50
    assert rect.y + rect.height == FRAME.baseline


@pytest.mark.parametrize(("minutes", "top"), [(0, "20"), (60, "20"), (61, "40"), (180, "60"), (181, "100")])
def test_the_scale_is_the_lowest_that_holds_every_bar(minutes, top):
    assert share_bars([Bar("1", 300, parts(minutes))], FRAME).lines[-1].text == top


def test_all_of_the_time_away_reaches_the_top():
    (rect,) = share_bars([Bar("1", 300, parts(300))], FRAME).rects
    assert rect.y == FRAME.top


def test_parts_stand_on_each_other_without_a_gap():
    lower, upper = share_bars([Bar("1", 400, parts(100, 100))], FRAME).rects
    assert upper.y + upper.height == lower.y
    assert (lower.css_class, upper.css_class) == ("documented", "undocumented")


def test_a_part_of_nothing_is_not_drawn():
    (rect,) = share_bars([Bar("1", 400, parts(0, 100))], FRAME).rects
    assert rect.css_class == "undocumented"


def test_a_week_without_school_has_no_bar_and_a_week_not_registered_has_a_mark():
    chart = share_bars([Bar("1", None), Bar("2", None, mark="?")], FRAME)
    assert chart.rects == []
    assert [mark.text for mark in chart.marks] == ["?"]


def test_a_few_minutes_can_still_be_seen():
    (rect,) = share_bars([Bar("1", 1500, parts(1))], FRAME).rects
    assert rect.height == 2


def test_no_bars_at_all_still_make_a_frame():
    assert share_bars([], FRAME).rects == []


@given(
    st.lists(st.tuples(st.integers(1, 2000), st.tuples(*[st.integers(0, 700)] * 3)), min_size=1, max_size=60),
    st.sampled_from([WIDE_FRAME, NARROW_FRAME]),
)
def test_every_bar_is_in_whole_numbers_inside_the_frame(weeks, frame):
    chart = share_bars([Bar("1", max(whole, sum(values)), parts(*values)) for whole, values in weeks], frame)
    for rect in chart.rects:
        assert all(isinstance(number, int) for number in (rect.x, rect.y, rect.width, rect.height))
        assert frame.left <= rect.x < rect.x + rect.width <= frame.width
        assert frame.top - 6 <= rect.y < rect.y + rect.height <= frame.baseline
