"""Own words: what is enough to be kept, and who decides at which age who reads them."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skoleporten.rules.consent import birthday
from skoleporten.rules.visibility import AUDIENCE_OF
from skoleporten.rules.voices import (
    KINDS,
    MAY_CHOOSE,
    MOST_LETTERS,
    MOST_PICTURES,
    Kind,
    Lack,
    MayOpen,
    Reader,
    Teller,
    born_by,
    lacks,
    may_open,
    staff_may_open,
)

BORN = dt.date(2011, 11, 23)
DAY = dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("age", "the_day_before", "that_day"),
    [
        (12, MayOpen.WITH_A_REASON, MayOpen.AFTER_ASKING),
        (15, MayOpen.AFTER_ASKING, MayOpen.ONLY_THE_PUPIL),
        (16, MayOpen.ONLY_THE_PUPIL, MayOpen.ONLY_THE_PUPIL),
        (18, MayOpen.ONLY_THE_PUPIL, MayOpen.ONLY_THE_PUPIL),
    ],
)
def test_who_decides_changes_on_the_birthday_itself(age: int, the_day_before: MayOpen, that_day: MayOpen):
    turned = birthday(BORN, age)
    assert may_open(BORN, turned - DAY) is the_day_before
    assert may_open(BORN, turned) is that_day


def test_somebody_whose_age_nobody_knows_has_the_stronger_right():
    assert may_open(None, dt.date(2026, 1, 1)) is MayOpen.AGE_NOT_KNOWN
    assert not staff_may_open(None, dt.date(2026, 1, 1))


def test_a_birthday_on_29_february_is_kept_on_1_march():
    leap = dt.date(2012, 2, 29)
    assert may_open(leap, dt.date(2027, 2, 28)) is MayOpen.AFTER_ASKING
    assert may_open(leap, dt.date(2027, 3, 1)) is MayOpen.ONLY_THE_PUPIL


@given(
    st.dates(dt.date(2005, 1, 1), dt.date(2030, 12, 31)),
    st.dates(dt.date(2005, 1, 1), dt.date(2045, 12, 31)),
    st.sampled_from([12, 15, 18]),
)
def test_the_database_and_the_rule_know_the_same_birthdays(born: dt.date, today: dt.date, age: int):
    assert (born <= born_by(age, today)) == (birthday(born, age) <= today)


def test_a_face_or_a_drawing_alone_says_something_and_nothing_at_all_does_not():
    assert lacks(Teller.PUPIL, Kind.ANYTHING, "", faces=1, pictures=0) == []
    assert lacks(Teller.PUPIL, Kind.ANYTHING, "", faces=0, pictures=1) == []
    assert lacks(Teller.PUPIL, Kind.ANYTHING, " \n", faces=0, pictures=0) == [Lack.SOMETHING]


def test_there_is_room_for_a_long_story_and_three_pictures():
    assert lacks(Teller.GUARDIAN, Kind.STORY, "a" * MOST_LETTERS, 0, MOST_PICTURES) == []
    too_much = lacks(Teller.GUARDIAN, Kind.STORY, "a" * (MOST_LETTERS + 1), 0, MOST_PICTURES + 1)
    assert too_much == [Lack.TOO_LONG, Lack.TOO_MANY_PICTURES]


def test_a_pupil_is_not_asked_what_it_is_about():
    assert KINDS[Teller.PUPIL] == (Kind.ANYTHING,)
    assert lacks(Teller.PUPIL, Kind.SLEEP, "Sov godt", 0, 0) == [Lack.KIND]
    assert lacks(Teller.GUARDIAN, "nonsense", "Sov godt", 0, 0) == [Lack.KIND]


def test_whoever_may_be_chosen_is_an_audience_of_the_visibility_table():
    assert {str(one) for one in Reader} <= set(AUDIENCE_OF.values())
    assert MAY_CHOOSE[Teller.GUARDIAN] - MAY_CHOOSE[Teller.PUPIL] == {Reader.PUPIL}
