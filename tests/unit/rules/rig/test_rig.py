"""What ships, who steps in, and places against need: without a database."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skoleporten.rules.errors import RefusedError
from skoleporten.rules.rig import (
    Against,
    Days,
    Group,
    Part,
    WhyNot,
    days_without,
    may_read,
    need,
    shipped_rig,
    why_not,
    working_days,
)
from skoleporten.rules.rig.shipped import parse_rig

MONDAY = dt.date(2026, 6, 1)
ANE, BO, CHI = 1, 2, 3


def on(number: int) -> dt.date:
    return MONDAY + dt.timedelta(days=number)


# What ships -----------------------------------------------------------------------------------------------------------
def test_the_functions_of_the_slides_ship_in_every_language_and_without_a_person():
    functions = {one.code: one for one in shipped_rig().functions}
    seats = {code: one.seats for code, one in functions.items()}
    assert (seats["teacher"], seats["social-educator"], seats["skilled-worker"]) == (1, 2, 1)
    assert {one.group for one in functions.values()} == set(Group)
    assert {code for code in functions if code.startswith("owner")} == {
        "owner-education",
        "owner-ppt",
        "owner-leadership",
    }
    assert all(set(one.name) == {"nb", "nn", "en"} for one in [*functions.values(), *shipped_rig().rooms])


def test_the_flat_the_gaming_room_and_class_rooms_ship():
    assert [room.code for room in shipped_rig().rooms] == ["flat", "gaming-room", "class-room-1", "class-room-2"]


def test_a_service_that_ships_for_families_can_be_reached():
    assert all(one.phone for one in shipped_rig().services if one.is_for_families)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('version = "1"\n[[function]]\ncode = "x"\ngroup = "moon"\nseats = 1', "moon"),
        ('version = "1"\n[[function]]\ncode = "x"\ngroup = "ppt"\nseats = -1', "seats"),
        ('version = "1"\n[[function]]\ncode = "x"\ngroup = "ppt"\nseats = 1\nnb = "X"', "nn"),
    ],
)
def test_a_file_that_is_wrong_is_refused_with_its_line(text, told):
    with pytest.raises(RefusedError, match=told) as refused:
        parse_rig(text, "rig.toml")
    assert "rig.toml, line" in str(refused.value)


def test_each_role_reads_its_part_and_a_family_none():
    assert {part for part in Part if may_read("team", part)} == set(Part)
    assert {part for part in Part if may_read("specialist", part)} == {Part.OVERVIEW}
    assert {part for part in Part if may_read("municipality", part)} == {Part.CAPACITY}
    for role in ("teacher", "school_leader", "researcher", "administrator", "guardian", "pupil", ""):
        assert not any(may_read(role, part) for part in Part)


# Who steps in ---------------------------------------------------------------------------------------------------------
def test_somebody_who_is_here_may_step_in():
    assert why_not(Days(ANE, on(0), on(2), BO), [Days(BO, on(3), on(4), ANE), Days(CHI, on(0), on(4))]) is None


def test_nobody_steps_in_for_oneself():
    assert why_not(Days(ANE, on(0), on(0), ANE), []) == (WhyNot.ONESELF, None)


@pytest.mark.parametrize(
    ("of_stand_in", "why"),
    [
        (Days(BO, on(2), on(9)), WhyNot.AWAY),
        (Days(BO, on(2), on(9), CHI), WhyNot.CHAIN),
        (Days(BO, on(2), on(9), ANE), WhyNot.CIRCLE),
    ],
)
def test_whoever_is_away_one_of_the_days_does_not_step_in(of_stand_in, why):
    assert why_not(Days(ANE, on(0), on(2), BO), [of_stand_in]) == (why, of_stand_in)


def test_the_working_days_without_anybody_are_those_on_which_the_stand_in_is_away_too():
    away = Days(ANE, on(0), on(6), BO)
    assert days_without(away, [away]) == []
    assert days_without(away, [away, Days(BO, on(3), on(5), CHI)]) == [on(3), on(4)]  # Thursday and Friday
    assert len(days_without(Days(ANE, on(0), on(6)), [])) == 5


def test_a_public_holiday_needs_nobody():
    constitution_day = dt.date(2027, 5, 17)
    assert list(working_days(constitution_day, constitution_day)) == []


@given(
    st.lists(
        st.builds(
            lambda who, first, long, stand_in: Days(who, on(first), on(first + long), stand_in),
            st.integers(1, 4), st.integers(0, 20), st.integers(0, 9), st.none() | st.integers(1, 4),
        ),
        max_size=8,
    )
)  # fmt: skip
def test_whoever_was_told_in_turn_never_makes_a_circle_or_a_chain(told):
    """Each is taken in only where nothing speaks against it; then every stand-in is here when she was named."""
    standing: list[Days] = []
    for days in told:
        if any(one.who == days.who and one.meets(days) for one in standing) or why_not(days, standing):
            continue
        if not any(one.stand_in == days.who and one.meets(days) for one in standing):
            standing.append(days)
    for one in standing:
        assert days_without(one, standing) == ([] if one.stand_in else list(working_days(one.first, one.last)))


# Places against need --------------------------------------------------------------------------------------------------
def test_places_against_need_counts_each_stage_once():
    told = need(
        [
            *[("active", None)] * 12, *[("handing_back", None)] * 2, ("offered", None), ("referred", None),
            ("in_intake", on(3)), ("waiting", on(1)), ("waiting", None), ("waiting", on(-1)),
        ],
        MONDAY,
    )  # fmt: skip
    assert (told.in_a_place, told.handing_back, told.offered, told.new) == (14, 2, 1, 2)
    assert (told.waiting, told.without_date) == (3, 2)
    assert Against(told, 16).free == 2
    assert Against(told, 13).free == -1
    assert Against(told, None).free is None


def test_a_day_of_review_that_is_today_is_a_date():
    assert need([("waiting", MONDAY)], MONDAY).without_date == 0
