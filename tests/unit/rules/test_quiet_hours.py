from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from skoleporten.rules.errors import UsageError
from skoleporten.rules.quiet_hours import QuietHours, parse

OSLO = ZoneInfo("Europe/Oslo")
NIGHT = QuietHours(dt.time(20), dt.time(7))
NOON = QuietHours(dt.time(12), dt.time(13, 30))


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=OSLO)


@pytest.mark.parametrize(
    ("quiet", "now", "until"),
    [
        (NIGHT, "2026-01-12T19:59:59", None),
        (NIGHT, "2026-01-12T20:00", "2026-01-13T07:00"),
        (NIGHT, "2026-01-12T23:59", "2026-01-13T07:00"),
        (NIGHT, "2026-01-13T00:00", "2026-01-13T07:00"),
        (NIGHT, "2026-01-13T06:59:59", "2026-01-13T07:00"),
        (NIGHT, "2026-01-13T07:00", None),
        (NIGHT, "2026-12-31T22:00", "2027-01-01T07:00"),
        (NOON, "2026-01-12T11:59", None),
        (NOON, "2026-01-12T12:00", "2026-01-12T13:30"),
        (NOON, "2026-01-12T13:30", None),
    ],
)
def test_quiet_lasts_from_the_first_to_before_the_second(quiet, now, until):
    assert quiet.holds_until(at(now)) == (at(until) if until else None)


@pytest.mark.parametrize(("evening", "offset"), [("2026-03-28T23:00", 2), ("2026-10-24T23:00", 1)])
def test_the_clock_on_the_wall_counts_when_it_is_moved_at_night(evening, offset):
    until = NIGHT.holds_until(at(evening))
    assert (until.hour, until.utcoffset()) == (7, dt.timedelta(hours=offset))


def test_they_are_written_as_two_times():
    assert parse("20:00-07:00") == NIGHT
    assert parse(" none ") is None


@pytest.mark.parametrize("text", ["", "20-7", "24:00-07:00", "07:00-07:00", "20:00–07:00", "natt"])
def test_anything_else_is_refused_in_words(text):
    with pytest.raises(UsageError, match="quiet hours"):
        parse(text)
