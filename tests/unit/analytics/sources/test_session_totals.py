from __future__ import annotations

import datetime as dt

import polars as pl

from skoleporten.analytics.sources.loaded import SessionDays
from skoleporten.analytics.sources.session_totals import standing_in

AUTUMN = SessionDays("10", dt.date(2021, 8, 23), dt.date(2021, 12, 17), 81, 300)


def absent(*dates: dt.date) -> pl.DataFrame:
    return pl.DataFrame(
        {"school_id": ["10"] * len(dates), "date": list(dates)}, schema={"school_id": pl.String, "date": pl.Date}
    )


def test_a_session_has_its_number_of_days_and_only_weekdays():
    days = standing_in([AUTUMN], absent())
    assert days.height == 81
    assert days["date"].dt.weekday().max() == 5
    assert days["minutes_offered"].unique().to_list() == [300]


def test_dates_with_absence_are_among_the_days_so_that_it_counts():
    saturday, monday = dt.date(2021, 9, 4), dt.date(2021, 9, 6)
    days = standing_in([AUTUMN], absent(saturday, monday, dt.date(2022, 1, 1)))
    assert {saturday, monday} <= set(days["date"])
    assert (days.height, days["date"].max() <= AUTUMN.end) == (81, True)


def test_more_dates_with_absence_than_days_do_not_make_more_days():
    short = SessionDays("10", dt.date(2021, 8, 23), dt.date(2021, 9, 30), 3, 300)
    dates = [dt.date(2021, 8, 23) + dt.timedelta(day) for day in range(10)]
    assert standing_in([short], absent(*dates)).height == 3
