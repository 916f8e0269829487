"""The wall calendar: whole months, Monday first, right weeks, and only what is marked in the list."""

from __future__ import annotations

import datetime as dt

from skoleporten.web.school_year_calendar import Mark, months_between, weekday_dates

ABSENT = Mark("absent documented", "D", "away the whole day")
SCHOOL = Mark("school", "", "", is_listed=False)


def test_a_school_year_is_eleven_months_from_august_to_june():
    months = months_between(dt.date(2025, 8, 18), dt.date(2026, 6, 19), {})
    assert [month.first.month for month in months] == [8, 9, 10, 11, 12, 1, 2, 3, 4, 5, 6]


def test_a_month_that_begins_on_a_saturday_has_no_empty_first_week():
    november = months_between(dt.date(2025, 11, 3), dt.date(2025, 11, 3), {})[0]
    assert [week.number for week in november.weeks] == [45, 46, 47, 48]
    assert november.weeks[0].days[0].date == dt.date(2025, 11, 3)


def test_days_of_other_months_are_left_empty():
    october = months_between(dt.date(2025, 10, 1), dt.date(2025, 10, 1), {})[0]
    assert october.weeks[0].days[:2] == [None, None]
    assert october.weeks[0].days[2].date == dt.date(2025, 10, 1)


def test_week_53_has_its_number():
    december = months_between(dt.date(2026, 12, 31), dt.date(2026, 12, 31), {})[0]
    assert december.weeks[-1].number == 53


def test_weekends_are_shown_only_where_one_of_them_is_marked():
    saturday = {dt.date(2025, 9, 6): SCHOOL}
    assert len(months_between(dt.date(2025, 9, 1), dt.date(2025, 9, 1), {})[0].weeks[0].days) == 5
    assert len(months_between(dt.date(2025, 9, 1), dt.date(2025, 9, 1), saturday)[0].weeks[0].days) == 7
    assert len(weekday_dates({})) == 5
    assert len(weekday_dates(saturday)) == 7


def test_the_list_names_marked_days_and_not_plain_school_days():
    marks = {dt.date(2025, 9, 1): SCHOOL, dt.date(2025, 9, 2): ABSENT}
    september = months_between(dt.date(2025, 9, 1), dt.date(2025, 9, 1), marks)[0]
    assert [day.date for day in september.listed] == [dt.date(2025, 9, 2)]


def test_leap_day_is_a_day():
    february = months_between(dt.date(2028, 2, 1), dt.date(2028, 2, 1), {})[0]
    assert february.weeks[-1].days[1].date == dt.date(2028, 2, 29)
