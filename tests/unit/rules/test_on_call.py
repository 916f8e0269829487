"""Who is on call at a moment, and whom a call goes to next."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from skoleporten.rules.on_call import Duty, next_to_ask, on_call, passes_on_at

MONDAY = dt.date(2026, 11, 23)
SIRI = Duty(1, 1, MONDAY, dt.date(2026, 12, 18), frozenset(range(5)), dt.time(8), dt.time(15, 30))
BO = replace(SIRI, user=2, order=2)


def at(day: dt.date, clock: str) -> dt.datetime:
    return dt.datetime.combine(day, dt.time.fromisoformat(clock))


@pytest.mark.parametrize(
    ("day", "clock", "is_on"),
    [
        (MONDAY, "08:00", True),
        (MONDAY, "07:59", False),
        (MONDAY, "15:29", True),
        (MONDAY, "15:30", False),
        (dt.date(2026, 11, 28), "10:00", False),  # a Saturday
        (dt.date(2026, 11, 20), "10:00", False),
        (dt.date(2026, 12, 18), "10:00", True),
        (dt.date(2026, 12, 21), "10:00", False),
    ],
)
def test_a_duty_lasts_between_its_times_on_its_weekdays_from_its_first_day_to_its_last(day, clock, is_on):
    assert SIRI.is_on(at(day, clock)) is is_on


def test_they_are_asked_in_order_and_nobody_who_is_away():
    now = at(MONDAY, "10:00")
    assert on_call([BO, SIRI], now) == [SIRI, BO]
    assert on_call([BO, SIRI], now, away={1}) == [BO]
    assert on_call([BO, SIRI], at(MONDAY, "20:00")) == []


def test_one_person_is_asked_once_though_she_stands_there_twice():
    assert on_call([replace(SIRI, order=3), SIRI, BO], at(MONDAY, "10:00")) == [SIRI, BO]


def test_it_goes_to_the_first_who_was_not_asked_and_may_see_the_pupil():
    assert next_to_ask([SIRI, BO], asked=(), may_be_asked={1, 2}) == SIRI
    assert next_to_ask([SIRI, BO], asked={1}, may_be_asked={1, 2}) == BO
    assert next_to_ask([SIRI, BO], asked=(), may_be_asked={2}) == BO
    assert next_to_ask([SIRI, BO], asked={1, 2}, may_be_asked={1, 2}) is None


def test_it_goes_on_after_five_minutes():
    assert passes_on_at(at(MONDAY, "10:00")) == at(MONDAY, "10:05")
