"""Minutes against the plan: the drawing, the table and the words say the same."""

from __future__ import annotations

import datetime as dt

from skoleporten.presence.queries import DayPresence, PlannedDay, Share, shares_of
from skoleporten.web.presence.minutes_figure import minutes_figure, shares_in_words

MONDAY = dt.date(2026, 11, 23)


def day(number: int, agreed: int | None, minutes: int | None, offered: int | None = 300) -> PlannedDay:
    return PlannedDay(MONDAY + dt.timedelta(days=number), agreed, offered, DayPresence(minutes))


def unmarked(number: int, agreed: int | None) -> PlannedDay:
    return PlannedDay(MONDAY + dt.timedelta(days=number), agreed, 300, None)


def test_zero_not_marked_and_minutes_never_look_alike():
    figure = minutes_figure([day(0, 30, 30), day(1, 30, 0), unmarked(2, 30)], MONDAY + dt.timedelta(days=3))
    wide = figure.charts[0]
    assert [rect.css_class for rect in wide.rects] == ["came", "none"]
    assert wide.rects[1].height == 2
    assert [mark.text for mark in wide.marks] == ["?"]
    assert [row[1] for row in figure.table.rows] == ["ikke ført", "0", "30"]


def test_a_phone_gets_the_last_four_weeks():
    days = [day(number, 30, 30) for number in range(130)]
    wide, narrow = minutes_figure(days, MONDAY + dt.timedelta(days=200)).charts
    assert (len(wide.rects), len(narrow.rects)) == (130, 20)
    assert narrow.right <= narrow.width


def test_all_of_the_drawing_is_in_whole_numbers_and_inside_it():
    days = [day(number, 35, 7 * number) for number in range(60)]
    for chart in minutes_figure(days, MONDAY + dt.timedelta(days=99)).charts:
        numbers = [value for rect in chart.rects for value in (rect.x, rect.y, rect.width, rect.height)]
        assert all(isinstance(value, int) and value >= 0 for value in numbers)
        assert all(rect.y + rect.height == chart.baseline for rect in chart.rects)


def test_today_is_not_missing_before_it_is_over():
    figure = minutes_figure([unmarked(0, 30)], MONDAY)
    assert figure.charts[0].marks == []
    assert figure.finding == "Her på 0 av 1 dag."


def test_a_time_without_school_days_says_so():
    assert minutes_figure([], MONDAY).finding == "Det er ingen skoledag i denne tiden."


def test_the_two_numbers_say_what_they_are_of():
    agreed, ordinary = shares_in_words(shares_of([day(0, 60, 30), unmarked(1, 60)]))
    assert agreed.value.replace("\xa0", " ") == "50 %"
    assert agreed.of_what.replace("\xa0", " ") == "30 min av 1 t på 1 dag; 1 dag er ikke ført og er ikke regnet med"
    assert ordinary.value.replace("\xa0", " ") == "10 %"


def test_where_there_is_nothing_to_compare_with_it_says_that_and_no_number():
    shares = shares_of([])
    assert shares.agreed == Share(0, 0, 0, 0)
    assert shares_in_words(shares)[0].value == "–"
    assert "ikke noe å sammenligne" in shares_in_words(shares)[0].of_what
