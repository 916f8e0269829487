"""Bars are drawn in whole numbers, in proportion, inside the drawing."""

from __future__ import annotations

import pytest

from skoleporten.web.report.charts import GAP, LEAST, NARROW, WIDE, Row, bar_charts


def rows(*values: float | None) -> list[Row]:
    return [Row(f"row {place}", value, str(value)) for place, value in enumerate(values)]


def widths(*values: float | None, narrow: bool = False) -> list[int]:
    return [bar.width for bar in bar_charts(rows(*values))[narrow].bars]


def test_lengths_are_in_proportion_and_the_largest_fills_the_room():
    room = WIDE.width - WIDE.left - WIDE.room_for_words
    assert widths(10, 5, 0) == [room, room // 2, 0]


def test_what_is_there_can_be_seen_and_nothing_is_no_bar():
    assert widths(1_000_000, 1, 0, None)[1:] == [LEAST, 0, 0]


@pytest.mark.parametrize("values", [(), (None,), (0, 0)])
def test_nothing_to_draw_is_no_fault(values):
    assert sum(widths(*values)) == 0


def test_every_number_is_whole():
    for chart in bar_charts(rows(0.31, 0.07, 12.5)):
        for bar in chart.bars:
            numbers = [bar.x, bar.y, bar.width, bar.height, bar.words.x, bar.words.y, chart.width, chart.height]
            assert all(type(number) is int for number in numbers)


def test_bars_do_not_overlap_and_stay_inside():
    label = "a long sentence that needs more than one line on a phone, surely"
    for chart in bar_charts([Row(label, value, "1") for value in range(4)]):
        for above, below in zip(chart.bars, chart.bars[1:], strict=False):
            assert above.y + above.height < min(line.y for line in below.label) <= below.y + below.height
        assert chart.bars[-1].y + chart.bars[-1].height < chart.height


def test_long_labels_take_several_lines_on_a_phone():
    label = "Kom senere eller gikk tidligere 3 eller flere ganger siste måned"
    wide, narrow = (chart.bars[0] for chart in bar_charts([Row(label, 3, "3")], sentences=True))
    assert [line.text for line in wide.label] == [label]
    assert len(narrow.label) == 2
    assert max(len(line.text) for line in narrow.label) <= (NARROW.characters or 0)


def test_labels_beside_bars_end_before_the_axis():
    chart = bar_charts(rows(1, 2))[0]
    assert {line.x for bar in chart.bars for line in bar.label} == {WIDE.left - GAP}


def test_marks_are_kept():
    charts = bar_charts([Row("a", 1, "1", is_marked=True), Row("b", 1, "1")])
    assert [[bar.is_marked for bar in chart.bars] for chart in charts] == [[True, False], [True, False]]
