"""Numbers and dates as people write them, in each language."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import translation

from skoleporten.web import words


@pytest.mark.parametrize(
    ("fraction", "said"),
    [(0.125, "12,5\u00a0%"), (0.0, "0,0\u00a0%"), (1.0, "100,0\u00a0%"), (None, "–")],
)
def test_a_share_is_said_in_percent_and_missing_is_a_dash(fraction, said):
    with translation.override("nb"):
        assert words.percent(fraction) == said


def test_english_has_a_point_where_norwegian_has_a_comma():
    with translation.override("en"):
        assert words.percent(0.125) == "12.5\u00a0%"


def test_thousands_stand_apart():
    with translation.override("nb"):
        assert words.number(12345) == "12\u00a0345"
        assert words.number(12345.6) == "12\u00a0345,6"
        assert words.number(None) == "–"


@pytest.mark.parametrize(
    ("minutes", "said"), [(0, "0 min"), (45, "45 min"), (60, "1 h"), (125, "2 h 5 min"), (None, "–")]
)
def test_minutes_become_hours_and_never_days(minutes, said):
    with translation.override("en"):
        assert words.duration(minutes).replace("\u00a0", " ") == said


def test_a_day_has_its_weekday():
    with translation.override("nb"):
        assert words.day(dt.date(2025, 11, 3)) == "mandag 3. november 2025"
    with translation.override("nn"):
        assert words.day(dt.date(2025, 11, 3)) == "måndag 3. november 2025"
    with translation.override("en"):
        assert words.day(dt.date(2025, 11, 3)) == "Monday 3 November 2025"


def test_the_clock_is_in_local_time():
    with translation.override("nb"):
        assert words.clock(dt.datetime(2025, 7, 1, 7, 42, tzinfo=dt.UTC)) == "1. juli 2025 kl. 09.42"
