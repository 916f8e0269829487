"""Sessions that tell how many school days they have, and not which."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

import polars as pl

from skoleporten.analytics.sources.loaded import SessionDays
from skoleporten.analytics.sources.output import polars_schema
from skoleporten.analytics.tables import CALENDAR


def standing_in(sessions: Iterable[SessionDays], absent_days: pl.DataFrame) -> pl.DataFrame:
    """A calendar with each session's number of days, so that totals are right; which dates they are means nothing.

    The dates on which there is absence come first (those with absence were school days), then weekdays spread evenly.
    """
    absent = {(school, date) for school, date in absent_days.select("school_id", "date").iter_rows()}
    rows = [
        (session.school_id, None, date, session.minutes_per_day)
        for session in sessions
        for date in _dates(session, {date for school, date in absent if school == session.school_id})
    ]
    frame = pl.DataFrame(rows, schema=polars_schema(CALENDAR), orient="row")
    return frame.unique(CALENDAR.key, keep="first", maintain_order=True).sort("school_id", "date")


def _dates(session: SessionDays, absent: set[dt.date]) -> list[dt.date]:
    span = [session.start + dt.timedelta(days) for days in range((session.end - session.start).days + 1)]
    known = [date for date in span if date in absent]
    others = [date for date in span if date not in absent and date.isoweekday() <= 5]
    return _spread(known, session.days) + _spread(others, session.days - len(known))


def _spread(dates: Sequence[dt.date], count: int) -> list[dt.date]:
    """At most `count` of the dates, evenly from first to last."""
    if count >= len(dates):
        return list(dates)
    return [dates[number * len(dates) // count] for number in range(count)]
