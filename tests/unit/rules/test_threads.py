"""By when an answer is promised, and whom one may let read along."""

from __future__ import annotations

import datetime as dt

import pytest

from skoleporten.rules.threads import Party, answer_by, may_choose

MONDAY = dt.date(2026, 11, 23)
OFF = {dt.date(2026, 11, 25)}


def is_school_day(day: dt.date) -> bool:
    return day.weekday() < 5 and day not in OFF


@pytest.mark.parametrize(
    ("written", "promised"),
    [
        (MONDAY, dt.date(2026, 11, 26)),  # Wednesday is off
        (dt.date(2026, 11, 26), dt.date(2026, 11, 30)),  # Thursday: Friday and Monday
        (dt.date(2026, 11, 27), dt.date(2026, 12, 1)),  # Friday: the weekend never counts
        (dt.date(2026, 11, 28), dt.date(2026, 12, 1)),  # Saturday is as Friday
        (dt.date(2026, 11, 29), dt.date(2026, 12, 1)),
    ],
)
def test_an_answer_is_promised_by_the_second_school_day_after_the_one_it_was_written_on(written, promised):
    assert answer_by(written, is_school_day) == promised


def test_a_calendar_without_school_days_promises_no_day_years_ahead():
    assert answer_by(MONDAY, lambda _day: False) == MONDAY + dt.timedelta(days=90)


def test_each_may_let_the_other_side_of_the_family_read_along():
    assert may_choose(Party.PUPIL) == ("guardian",)
    assert may_choose(Party.GUARDIAN) == ("guardian", "pupil")
