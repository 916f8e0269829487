"""The five fields of a measure, when it is due for evaluation, and the days before and after it."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skoleporten.rules.follow_up import SchoolDays
from skoleporten.rules.measure import FIELDS, Field, Measure, Spans, before_and_after, is_due, missing
from skoleporten.rules.toml_files import LANGUAGES

TODAY = dt.date(2026, 11, 23)
WHOLE = Measure("Mornings are hard.", "Meet at the gate.", TODAY, "Anne", TODAY + dt.timedelta(days=21))


def november(*days: int) -> list[dt.date]:
    return [dt.date(2026, 11, day) for day in days]


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, ()),
        ({"problem": " "}, (Field.PROBLEM,)),
        ({"measure": ""}, (Field.MEASURE,)),
        ({"starts": None}, (Field.WHEN,)),
        ({"who": "\n"}, (Field.WHO,)),
        ({"evaluated_on": None}, (Field.EVALUATED_WHEN,)),
        ({"evaluated_on": TODAY}, ()),
        ({"evaluated_on": TODAY - dt.timedelta(days=1)}, (Field.EVALUATED_WHEN,)),
        ({"starts": None, "evaluated_on": None}, (Field.WHEN, Field.EVALUATED_WHEN)),
    ],
)
def test_a_measure_has_its_five_fields(changed: dict, expected: tuple):
    assert missing(replace(WHOLE, **changed)) == expected


def test_all_that_is_missing_is_told_in_the_order_of_the_law():
    assert missing(Measure("", "", None, "", None)) == tuple(Field)


def test_it_is_due_from_the_very_day_until_somebody_has_evaluated_it():
    measure = replace(WHOLE, evaluated_on=TODAY)
    days = [TODAY + dt.timedelta(days=number) for number in (-1, 0, 1)]
    assert [is_due(measure, day, is_evaluated=False) for day in days] == [False, True, True]
    assert not is_due(measure, TODAY, is_evaluated=True)
    assert not is_due(replace(measure, evaluated_on=None), TODAY, is_evaluated=False)


SCHOOL_DAYS = SchoolDays(november(2, 3, 4, 5, 6, 9, 10, 12, 13))


def test_as_many_days_after_as_before_and_the_first_day_is_after():
    spans = before_and_after(dt.date(2026, 11, 5), SCHOOL_DAYS, dt.date(2026, 11, 13))
    assert spans == Spans(tuple(november(2, 3, 4)), tuple(november(5, 6, 9)))


def test_no_day_after_today_is_counted():
    spans = before_and_after(dt.date(2026, 11, 5), SCHOOL_DAYS, dt.date(2026, 11, 6))
    assert spans == Spans(tuple(november(3, 4)), tuple(november(5, 6)))


def test_no_more_days_than_asked_for():
    spans = before_and_after(dt.date(2026, 11, 9), SCHOOL_DAYS, dt.date(2026, 11, 13), most=2)
    assert spans == Spans(tuple(november(5, 6)), tuple(november(9, 10)))


def test_a_measure_that_has_not_begun_has_no_days_on_either_side():
    assert before_and_after(dt.date(2026, 11, 9), SCHOOL_DAYS, dt.date(2026, 11, 8)) == Spans((), ())


DATES = st.dates(dt.date(2026, 8, 1), dt.date(2026, 12, 31))


@given(days=st.sets(DATES), starts=DATES, today=DATES, most=st.integers(1, 30))
def test_both_sides_are_equally_long_and_on_their_own_side(days, starts, today, most):
    spans = before_and_after(starts, SchoolDays(days), today, most)
    assert len(spans.before) == len(spans.after) <= most
    assert all(day < starts for day in spans.before)
    assert all(starts <= day <= today for day in spans.after)
    assert days >= {*spans.before, *spans.after}


def test_each_field_asks_in_three_languages():
    assert set(FIELDS) == set(Field)
    assert all(set(texts) == set(LANGUAGES) for texts in FIELDS.values())


def test_twenty_school_days_on_each_side_unless_said_otherwise():
    days = SchoolDays(dt.date(2026, 8, 17) + dt.timedelta(days=number) for number in range(100))
    spans = before_and_after(dt.date(2026, 10, 1), days, dt.date(2026, 12, 1))
    assert (len(spans.before), len(spans.after)) == (20, 20)
    assert (spans.before[-1], spans.after[0]) == (dt.date(2026, 9, 30), dt.date(2026, 10, 1))
