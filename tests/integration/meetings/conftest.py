"""The first of December 2026, a Tuesday in week 49: the year turns with a week 53, and its Christmas is entered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
import time_machine

TODAY = dt.date(2026, 12, 1)


@pytest.fixture(autouse=True)
def first_of_december(db: None) -> Iterator[time_machine.Traveller]:
    with time_machine.travel(dt.datetime(2026, 12, 1, 7, 0, tzinfo=dt.UTC), tick=False) as travelled:
        yield travelled


@pytest.fixture
def school_year(first_of_december):
    from skoleporten.schools.models import CalendarEntry, SchoolYear

    year = SchoolYear.objects.create(year=2026, first_day=dt.date(2026, 8, 17), last_day=dt.date(2027, 6, 18))
    for first, last, kind, name in (
        (dt.date(2026, 12, 21), dt.date(2027, 1, 3), "free", "Juleferie"),
        (dt.date(2027, 2, 16), dt.date(2027, 2, 16), "planning", "Planleggingsdag"),
    ):
        CalendarEntry.objects.create(school_year=year, first_date=first, last_date=last, kind=kind, name=name)
    return year
