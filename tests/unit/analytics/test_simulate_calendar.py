"""The simulated school year is one that a municipality could have."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from skoleporten.analytics.simulate.calendar import VARIANTS, band, calendar_of, date_of, day_number, school_dates
from skoleporten.rules.calendar import public_holidays

YEARS = range(2018, 2033)


def dates(year: int, variant: int = 0) -> list[dt.date]:
    return [date_of(number) for number in school_dates(year, VARIANTS[variant])]


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("variant", range(len(VARIANTS)))
def test_a_school_year_has_190_weekdays_from_august_to_june(year, variant):
    days = dates(year, variant)
    assert len(days) == len(set(days)) == 190
    assert all(day.weekday() < 5 for day in days)
    assert dt.date(year, 8, 14) <= days[0] <= dt.date(year, 8, 21)
    assert dt.date(year + 1, 6, 14) <= days[-1] <= dt.date(year + 1, 6, 24)


@pytest.mark.parametrize("year", YEARS)
def test_holidays_christmas_and_breaks_are_free(year):
    days = set(dates(year))
    assert not days & set(public_holidays(year) | public_holidays(year + 1))
    assert not [day for day in days if (day.month, day.day) in {(12, 24), (12, 31), (5, 17), (5, 1)}]
    assert not [day for day in days if day.isocalendar().week in (VARIANTS[0].autumn_week, VARIANTS[0].winter_week)]


def test_the_spring_of_2026_has_easter_free():
    days = dates(2025)
    assert dt.date(2026, 3, 27) in days
    assert not [day for day in days if dt.date(2026, 3, 29) <= day <= dt.date(2026, 4, 6)]
    assert dt.date(2026, 4, 7) in days


def test_a_year_with_week_53_goes_on_after_it():
    days = dates(2026)
    assert dt.date(2026, 12, 18) in days
    assert dt.date(2027, 1, 4) in days
    assert not [day for day in days if day.isocalendar().week == 53]


def test_variants_differ_and_share_one_axis():
    year = calendar_of(2025)
    assert year.is_open.shape == (len(VARIANTS), len(year.dates))
    assert (year.is_open.sum(axis=1) == 190).all()
    assert len({tuple(row) for row in year.is_open.tolist()}) == len(VARIANTS)


def test_lessons_follow_the_band_and_are_none_where_closed():
    year = calendar_of(2025)
    lessons = year.lessons
    assert lessons[~year.is_open[:, None, :].repeat(3, axis=1)].sum() == 0
    weekly = lessons.sum(axis=2)
    assert (weekly[:, 0] < weekly[:, 1]).all()
    assert (weekly[:, 1] < weekly[:, 2]).all()


def test_weekdays_are_counted_from_monday():
    year = calendar_of(2025)
    assert [date_of(number).weekday() for number in year.dates.tolist()] == year.weekday.tolist()


def test_grades_fall_into_three_bands():
    assert band(np.arange(1, 11)).tolist() == [0, 0, 0, 0, 1, 1, 1, 2, 2, 2]


def test_day_numbers_go_both_ways():
    day = dt.date(2026, 2, 28)
    assert date_of(day_number(day)) == day
    assert day_number(dt.date(1970, 1, 1)) == 0
