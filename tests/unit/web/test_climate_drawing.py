"""The four fields as a drawing: whole numbers, the aim at the upper right, and no two pictures on top of each other."""

from __future__ import annotations

import itertools

import pytest

from skoleporten.climate.models import ItemSet, Pulse
from skoleporten.web.climate.drawing import DOT, HALF, MIDDLE, MOST, fields_chart, place_of

ONE, OTHER = ItemSet(sha256="a"), ItemSet(sha256="b")


def picture(safety: int, openness: int, items: ItemSet = ONE) -> Pulse:
    return Pulse(safety=safety, openness=openness, items=items)


def test_the_field_to_move_to_is_at_the_upper_right():
    aim = next(one for one in fields_chart([]).fields if one.is_aim)
    assert (aim.name, aim.x, aim.y) == ("I", MIDDLE, MIDDLE - HALF)
    assert [one.name for one in fields_chart([]).fields] == ["I", "II", "III", "IV"]


@pytest.mark.parametrize(("safety", "openness"), list(itertools.product(range(-2, 3), repeat=2)))
def test_every_place_lies_inside_its_field_however_often_it_was_there(safety: int, openness: int):
    chart = fields_chart([picture(safety, openness)] * MOST)
    spots = [(dot.x, dot.y) for dot in chart.dots]
    assert len(set(spots)) == MOST
    for (x1, y1), (x2, y2) in itertools.combinations(spots, 2):
        assert (x1 - x2) ** 2 + (y1 - y2) ** 2 >= (2 * DOT) ** 2
    assert all(abs(x - MIDDLE) + DOT <= HALF and abs(y - MIDDLE) + DOT <= HALF for x, y in spots)
    x, y = spots[0]
    assert (x > MIDDLE, y < MIDDLE) == (safety > 0, openness > 0)


def test_the_newest_six_are_drawn_with_the_numbers_of_the_table():
    chart = fields_chart([picture(level, level) for level in (-2, -1, 0, 1, 2, 1, 0, -1)])
    assert [dot.number for dot in chart.dots] == [3, 4, 5, 6, 7, 8]
    assert [dot.number for dot in chart.dots if dot.is_newest] == [8]
    assert len(chart.ways) == 5


def test_no_way_leads_between_pictures_of_different_statements():
    chart = fields_chart([picture(0, 0), picture(1, 1, OTHER), picture(2, 2, OTHER)])
    assert [(way.x1, way.x2) for way in chart.ways] == [(chart.dots[1].x, chart.dots[2].x)]


def test_a_place_is_that_of_the_pulse():
    assert place_of(picture(-1, 2)).fields[0].value == "II"
