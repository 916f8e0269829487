import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skoleporten.rules.calendar import (
    PREVIOUS_SCHOOL_YEAR,
    PREVIOUS_TERM,
    SCHOOL_YEAR,
    TERM,
    UNITS_WITH_LENGTH,
    Window,
    WindowUnit,
    is_odd_week,
    iso_week,
    months_before,
    previous_term,
    public_holidays,
    school_year,
    school_year_end,
    school_year_start,
    term_start,
    weeks_in_year,
    window_bounds,
)
from tests.unit.rules.rows import day

ONE_DAY = dt.timedelta(days=1)
dates = st.dates(dt.date(2000, 1, 1), dt.date(2100, 12, 31))
windows_with_dates = st.one_of(
    st.sampled_from([SCHOOL_YEAR, PREVIOUS_SCHOOL_YEAR, TERM, PREVIOUS_TERM]),
    st.builds(
        Window,
        st.sampled_from([WindowUnit.DAYS, WindowUnit.WEEKS, WindowUnit.MONTHS]),
        st.integers(min_value=1, max_value=24),
    ),
)


@pytest.mark.parametrize(
    ("date", "year"), [("2025-07-31", 2024), ("2025-08-01", 2025), ("2026-01-01", 2025), ("2026-07-31", 2025)]
)
def test_school_year_turns_on_1_august(date, year):
    assert school_year(day(date)) == year


@given(dates)
def test_every_date_is_in_the_school_year_it_is_said_to_be_in(date):
    year = school_year(date)
    assert school_year_start(year) <= date <= school_year_end(year)
    assert school_year_end(year) + ONE_DAY == school_year_start(year + 1)


@pytest.mark.parametrize(
    ("date", "start"),
    [
        ("2025-08-01", "2025-08-01"),
        ("2026-01-15", "2025-08-01"),
        ("2026-01-16", "2026-01-16"),
        ("2026-07-31", "2026-01-16"),
    ],
)
def test_terms_part_on_16_january(date, start):
    assert term_start(day(date)) == day(start)


def test_term_before_the_autumn_term_is_in_the_school_year_before():
    assert previous_term(day("2025-10-01")) == (day("2025-01-16"), day("2025-07-31"))


def test_term_before_the_spring_term_is_the_autumn_term():
    assert previous_term(day("2026-02-01")) == (day("2025-08-01"), day("2026-01-15"))


@given(dates)
def test_terms_follow_each_other_without_gap_or_overlap(date):
    start, end = previous_term(date)
    assert end + ONE_DAY == term_start(date)
    assert term_start(end) == start == term_start(start)


@pytest.mark.parametrize(
    ("window", "as_of", "start", "end"),
    [
        (SCHOOL_YEAR, "2026-02-10", "2025-08-01", "2026-02-10"),
        (PREVIOUS_SCHOOL_YEAR, "2026-02-10", "2024-08-01", "2025-07-31"),
        (TERM, "2026-02-10", "2026-01-16", "2026-02-10"),
        (PREVIOUS_TERM, "2026-02-10", "2025-08-01", "2026-01-15"),
        (Window(WindowUnit.DAYS, 1), "2026-02-10", "2026-02-10", "2026-02-10"),
        (Window(WindowUnit.DAYS, 10), "2026-02-10", "2026-02-01", "2026-02-10"),
        (Window(WindowUnit.WEEKS, 2), "2026-02-10", "2026-01-28", "2026-02-10"),
        (Window(WindowUnit.MONTHS, 1), "2026-02-10", "2026-01-11", "2026-02-10"),
        (Window(WindowUnit.MONTHS, 3), "2026-02-10", "2025-11-11", "2026-02-10"),
        (Window(WindowUnit.MONTHS, 1), "2026-03-31", "2026-03-01", "2026-03-31"),
        (Window(WindowUnit.MONTHS, 1), "2028-03-31", "2028-03-01", "2028-03-31"),
        (Window(WindowUnit.MONTHS, 1), "2028-03-29", "2028-03-01", "2028-03-29"),
        (Window(WindowUnit.MONTHS, 1), "2026-03-29", "2026-03-01", "2026-03-29"),
        (Window(WindowUnit.MONTHS, 1), "2026-05-31", "2026-05-01", "2026-05-31"),
        (Window(WindowUnit.MONTHS, 12), "2028-02-29", "2027-03-01", "2028-02-29"),
        (Window(WindowUnit.MONTHS, 12), "2026-01-15", "2025-01-16", "2026-01-15"),
    ],
)
def test_window_has_these_bounds(window, as_of, start, end):
    assert window_bounds(window, day(as_of)) == (day(start), day(end))


@given(windows_with_dates, dates)
def test_window_ends_no_later_than_the_day_it_is_seen_from_and_never_before_it_begins(window, as_of):
    start, end = window_bounds(window, as_of)
    assert start <= end <= as_of


@given(dates, st.integers(min_value=1, max_value=600))
def test_window_of_days_holds_that_many_dates(as_of, length):
    start, end = window_bounds(Window(WindowUnit.DAYS, length), as_of)
    assert (end - start).days + 1 == length


@given(dates, st.integers(min_value=1, max_value=100))
def test_window_of_weeks_is_a_window_of_seven_times_as_many_days(as_of, length):
    in_days = window_bounds(Window(WindowUnit.DAYS, 7 * length), as_of)
    assert window_bounds(Window(WindowUnit.WEEKS, length), as_of) == in_days


@given(dates, st.integers(min_value=1, max_value=24))
def test_longer_window_of_months_contains_the_shorter(as_of, length):
    start, _ = window_bounds(Window(WindowUnit.MONTHS, length), as_of)
    longer, _ = window_bounds(Window(WindowUnit.MONTHS, length + 1), as_of)
    assert longer < start


def test_window_of_school_days_has_no_dates_without_a_pupil():
    with pytest.raises(ValueError, match="own offered days"):
        window_bounds(Window(WindowUnit.SCHOOL_DAYS, 40), day("2026-02-10"))


@pytest.mark.parametrize("unit", UNITS_WITH_LENGTH)
@pytest.mark.parametrize("length", [None, 0, -1])
def test_window_of_units_needs_a_length_above_zero(unit, length):
    with pytest.raises(ValueError, match="cannot have the length"):
        Window(unit, length)


def test_window_of_one_whole_span_takes_no_length():
    with pytest.raises(ValueError, match="cannot have the length 2"):
        Window(WindowUnit.TERM, 2)


@given(dates, st.integers(min_value=0, max_value=30))
def test_months_before_keeps_the_day_of_the_month_or_takes_the_last(date, months):
    earlier = months_before(date, months)
    assert (date.year - earlier.year) * 12 + date.month - earlier.month == months
    assert earlier.day == date.day or (earlier.day < date.day and (earlier + ONE_DAY).day == 1)


@pytest.mark.parametrize("year", [2020, 2026, 2032, 2037, 2043, 2048])
def test_these_years_have_a_week_53(year):
    assert weeks_in_year(year) == 53


@pytest.mark.parametrize("year", [2021, 2024, 2025, 2027, 2028])
def test_other_years_have_52_weeks(year):
    assert weeks_in_year(year) == 52


def test_week_53_of_2026_reaches_into_january_and_two_odd_weeks_follow_each_other():
    assert iso_week(day("2027-01-01")) == (2026, 53)
    assert iso_week(day("2027-01-04")) == (2027, 1)
    assert is_odd_week(day("2027-01-01"))
    assert is_odd_week(day("2027-01-04"))
    assert not is_odd_week(day("2027-01-11"))


def test_norway_has_these_public_holidays_in_2026():
    names = public_holidays(2026)
    assert [f"{date:%d.%m}" for date in names] == [
        *("01.01", "02.04", "03.04", "05.04", "06.04", "01.05"),
        *("14.05", "17.05", "24.05", "25.05", "25.12", "26.12"),
    ]
    assert names[day("2026-05-14")] == "Kristi himmelfartsdag"


def test_ordinary_sundays_are_not_public_holidays():
    assert day("2026-02-15") not in public_holidays(2026)
