from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from skoleporten.analytics.check import contract_tables
from skoleporten.analytics.day_numbers import number_of
from skoleporten.analytics.engines.duckdb import connection
from skoleporten.analytics.registrations import MOST_PACKED, WORDS, registrations_by_day
from skoleporten.analytics.segments import build_segments
from skoleporten.analytics.stages import Stages
from skoleporten.analytics.tables import MINUTES_IN_A_DAY
from skoleporten.rules.absence import AbsenceEvent, Documented, Kind, Reason
from tests.arrow_tables import arrow_tables
from tests.unit.rules.rows import MONDAY, an_absence, an_enrolment

FIELDS = [field for _, fields in WORDS.values() for field in fields]


@pytest.fixture(scope="module")
def backend() -> Iterator[Any]:
    with connection(memory_limit="500MB") as opened:
        yield opened


def gathered(backend: Any, absences: list[AbsenceEvent], most_packed: int = MOST_PACKED) -> list[dict[str, int]]:
    tables = contract_tables(backend, *arrow_tables([an_enrolment()], absences=absences))
    with Stages(backend) as stages:
        pupils = build_segments(stages, tables.enrolments, MONDAY).pupils
        registrations = registrations_by_day(stages, tables.absences, pupils, most_packed)
        return registrations.order_by("pupil", "day").to_pyarrow().to_pylist()


def one_of_everything(minutes: int) -> list[AbsenceEvent]:
    return [
        an_absence(MONDAY, kind, minutes, documented=documented, reason=reason)
        for kind in Kind
        for documented in Documented
        for reason in Reason
    ]


def test_packed_and_plain_sums_are_the_same_for_every_kind_of_registration(backend):
    rows = one_of_everything(minutes=7)
    packed, plain = gathered(backend, rows, most_packed=1_000), gathered(backend, rows, most_packed=0)
    assert packed == plain
    assert packed[0]["registrations"] == len(rows)


def test_the_most_that_is_packed_fits_when_all_are_whole_days_of_all_minutes(backend):
    rows = [an_absence(MONDAY, minutes=MINUTES_IN_A_DAY, documented=Documented.FALSE)] * MOST_PACKED
    gathered_rows = gathered(backend, rows)
    assert gathered_rows == gathered(backend, rows, most_packed=0)
    assert gathered_rows[0]["day_undocumented"] == MINUTES_IN_A_DAY * MOST_PACKED


@pytest.mark.parametrize("number", [MOST_PACKED + 1, 300, 70_000])
def test_more_than_a_field_holds_is_seen_and_summed_one_by_one(backend, number):
    rows = [an_absence(MONDAY, Kind.LESSON, MINUTES_IN_A_DAY, reason=Reason.SCHOOL_INITIATED)] * number
    (row,) = gathered(backend, rows)
    expected = dict.fromkeys(FIELDS, 0) | {
        "part_minutes": MINUTES_IN_A_DAY * number,
        "part_initiated": MINUTES_IN_A_DAY * number,
        "lessons": number,
        "registrations": number,
    }
    assert row == {"pupil": 1, "day": number_of(MONDAY), **expected}


def test_those_of_pupils_who_are_not_measured_are_left_out(backend):
    assert gathered(backend, [an_absence(MONDAY, pupil_id="stranger")]) == []
