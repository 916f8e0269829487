"""Pupils who do not exist have ids that cannot be anybody's."""

from __future__ import annotations

import datetime as dt

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from skoleporten.analytics.simulate import simulate
from skoleporten.analytics.simulate.names import (
    FAMILY_NAMES,
    GIVEN_NAMES,
    NORTHERN_SAMI_FAMILY_NAMES,
    NORTHERN_SAMI_GIVEN_NAMES,
)
from skoleporten.analytics.simulate.people import add_national_ids
from skoleporten.rules.national_id import is_synthetic, is_valid, make_synthetic


@pytest.fixture(scope="module")
def people(made) -> list[dict]:
    return pq.read_table(made / "pupils.parquet").to_pylist()


def born(*dates: dt.date) -> list[str]:
    return add_national_ids(pa.table({"birth_date": pa.array(dates, pa.date32())}))["national_id"].to_pylist()


def test_every_id_is_valid_synthetic_and_of_the_birth_date(people):
    for person in people:
        number, birth = person["national_id"], person["birth_date"]
        assert is_valid(number)
        assert is_synthetic(number)
        assert number[:6] == f"{birth.day:02}{birth.month + 80:02}{birth.year % 100:02}"


def test_no_two_pupils_share_an_id(people):
    assert len({person["national_id"] for person in people}) == len({person["pupil_id"] for person in people})


def test_ids_of_a_birth_date_are_those_of_the_rules_in_their_order():
    day = dt.date(2014, 3, 9)
    assert born(day, day, day) == [make_synthetic(day, serial) for serial in range(3)]


def test_a_date_has_room_for_four_hundred_pupils():
    numbers = born(*[dt.date(2015, 5, 17)] * 400)
    assert len(set(numbers)) == 400
    assert all(map(is_valid, numbers))


def test_names_come_from_the_lists(people):
    assert {person["given_name"] for person in people} <= set(GIVEN_NAMES)
    assert {person["family_name"] for person in people} <= set(FAMILY_NAMES)


def test_names_of_northern_sami_have_the_signs_that_norwegian_has_not(tmp_path):
    simulate(pupils=400, out=tmp_path / "out", names="se")
    people = pq.read_table(tmp_path / "out" / "pupils.parquet").to_pylist()
    assert {person["given_name"] for person in people} == set(NORTHERN_SAMI_GIVEN_NAMES)
    assert {person["family_name"] for person in people} == set(NORTHERN_SAMI_FAMILY_NAMES)
    assert set("áčđŋšŧž") <= {
        sign for person in people for sign in (person["given_name"] + person["family_name"]).lower()
    }


def test_pupils_begin_school_in_the_year_they_become_six(made, people):
    birth = {person["pupil_id"]: person["birth_date"].year for person in people}
    for row in pq.read_table(made / "enrolments.parquet").to_pylist():
        school_year = 2025 if row["start_date"] >= dt.date(2025, 8, 1) else 2024
        assert school_year - birth[row["pupil_id"]] == row["grade"] + 5
