"""Who must say yes to what the class may know, on which birthday it changes, and what one answer does."""

from __future__ import annotations

import datetime as dt

import pytest

from skoleporten.rules.supports import A_GUARDIAN, PUPIL, Says, Standing, decides_alone, must_agree, standing

BORN = dt.date(2010, 5, 17)
BIRTHDAYS = {age: BORN.replace(year=BORN.year + age) for age in (12, 15, 16, 18)}
BOTH = ["mor", "far"]


@pytest.mark.parametrize("age", [12, 15, 16, 18])
def test_at_each_birthday_the_pupil_is_asked_and_from_15_alone(age):
    day = BIRTHDAYS[age]
    alone = frozenset({PUPIL})
    assert must_agree(BORN, BOTH, day) == (alone if age >= 15 else frozenset({PUPIL, "mor", "far"}))


def test_the_day_before_the_15th_birthday_the_guardians_are_asked_too():
    assert must_agree(BORN, BOTH, BIRTHDAYS[15] - dt.timedelta(days=1)) == frozenset({PUPIL, *BOTH})


def test_whoever_is_born_on_a_leap_day_decides_alone_from_the_first_of_march():
    born = dt.date(2012, 2, 29)
    assert [decides_alone(born, dt.date(2027, *day)) for day in ((2, 28), (3, 1))] == [False, True]


def test_a_pupil_whose_birth_date_nobody_knows_does_not_decide_alone():
    assert must_agree(None, ["mor"], BIRTHDAYS[18]) == frozenset({PUPIL, "mor"})


def test_below_15_and_with_no_guardian_who_decides_it_waits_for_one():
    must = must_agree(BORN, [], BIRTHDAYS[12])
    assert must == frozenset({PUPIL, A_GUARDIAN})
    assert standing(must, {PUPIL: Says.YES}) == Standing.AWAITING


@pytest.mark.parametrize(
    ("newest", "stands"),
    [
        ({}, Standing.AWAITING),
        ({PUPIL: Says.YES}, Standing.AWAITING),
        ({PUPIL: Says.YES, "mor": Says.YES}, Standing.AGREED),
        ({PUPIL: Says.YES, "mor": Says.NOT_THIS}, Standing.ENDED),
        ({PUPIL: Says.TAKES_BACK, "mor": Says.YES}, Standing.ENDED),
        ({PUPIL: Says.YES, "mor": Says.YES, "en annen": Says.NOT_THIS}, Standing.AGREED),
    ],
)
def test_it_is_agreed_when_all_who_must_have_said_yes_and_ends_with_one_who_has_not(newest, stands):
    assert standing([PUPIL, "mor"], newest) == stands
