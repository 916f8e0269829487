"""After a first load nobody waits for an import or a check: the write lock is held for less than a second."""

import random
import time

import pytest
from django.db import connection, transaction

from skoleporten.absence.models import AbsenceEvent
from skoleporten.concerns.checks import check
from skoleporten.concerns.models import CheckRun
from tests.integration.imports.files import attendance, day_of_absence, roster, school_days

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.slow,
    # One writer at a time is SQLite's alone; its stage runs this in every build.
    pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL locks rows, not the database"),
]

PUPILS, ROWS, NEW_ROWS = 2000, 60_000, 8000
LONGEST_SECONDS = 1.0


class LongestTransaction:
    """Times every outermost transaction that writes, as SQLite takes its lock at the beginning of each."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.seconds = 0.0
        self._began = 0.0
        enter, leave = transaction.Atomic.__enter__, transaction.Atomic.__exit__

        def timed_enter(atomic):
            if not connection.in_atomic_block:
                self._began = time.monotonic()
            enter(atomic)

        def timed_leave(atomic, *raised):
            leave(atomic, *raised)
            if not connection.in_atomic_block:
                self.seconds = max(self.seconds, time.monotonic() - self._began)

        monkeypatch.setattr(transaction.Atomic, "__enter__", timed_enter)
        monkeypatch.setattr(transaction.Atomic, "__exit__", timed_leave)


def many_rows(number: int, days: int) -> list[list[object]]:
    chance = random.Random(1)
    dates = school_days(days)
    drawn = chance.sample(range(PUPILS * days), number)
    return [day_of_absence(key, f"E{key % PUPILS}", dates[key // PUPILS]) for key in sorted(drawn)]


def test_a_day_of_new_rows_and_the_check_hold_the_lock_for_less_than_a_second(hand_over, by, tmp_path, monkeypatch):
    hand_over(roster(tmp_path / "roster", pupils=[f"E{n}" for n in range(PUPILS)], days=120))
    rows = many_rows(ROWS, 100)
    hand_over(attendance(tmp_path / "first.csv", rows))
    check(by=by, trigger=CheckRun.Trigger.IMPORT)
    corrected = [[*row[:8], "Ja", "Sykdom"] for row in rows[-1000:]]
    newest = [day_of_absence(10**6 + n, f"E{n % PUPILS}", school_days(120)[100 + n // PUPILS]) for n in range(NEW_ROWS)]

    longest = LongestTransaction(monkeypatch)
    imported = hand_over(attendance(tmp_path / "second.csv", [*rows[:-1000], *corrected, *newest]))
    by_import = longest.seconds
    longest.seconds = 0
    check(by=by, trigger=CheckRun.Trigger.NIGHTLY)

    assert imported.counts["absences"] | {"vanished": 0, "gone": 0} == {
        "new": NEW_ROWS, "changed": 1000, "unchanged": ROWS - 1000, "vanished": 0, "gone": 0,
    }  # fmt: skip
    assert AbsenceEvent.objects.current().count() == ROWS + NEW_ROWS
    print(f"longest write: import {by_import:.2f} s, check {longest.seconds:.2f} s")
    assert by_import < LONGEST_SECONDS
    assert longest.seconds < LONGEST_SECONDS
