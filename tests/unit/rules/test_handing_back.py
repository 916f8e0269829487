"""What must be settled before the school takes over, whether the registers agree, and when somebody asks again."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skoleporten.rules.errors import SkoleportenError
from skoleporten.rules.handing_back import (
    AFTER,
    DIFFERS,
    After,
    Answer,
    Differs,
    Stay,
    To,
    differences,
    next_one,
    parse_items,
    planned,
    shipped_items,
    unanswered,
)

DAY = dt.date(2026, 8, 31)
HOME, OTHER = 1, 2


def stay(school: int = HOME, *, has_class: bool = True, pupils: int | None = 20, start: dt.date = DAY) -> Stay:
    return Stay(school, has_class, pupils if has_class else None, start)


def test_the_shipped_list_asks_for_what_a_hand_back_needs():
    ids = {item.id for item in shipped_items()}
    assert {"named_adult_met", "peers", "subjects", "basis_for_grades", "transport", "fallback", "rosters"} <= ids
    assert all(set(item.text) == {"nb", "nn", "en"} for item in shipped_items())


def test_an_item_is_open_until_it_is_done_or_not_needed():
    items = shipped_items()
    answers = {item.id: Answer.DONE.value for item in items}
    assert unanswered(items, answers) == ()
    assert unanswered(items, answers | {"peers": "not_needed"}) == ()
    assert [item.id for item in unanswered(items, answers | {"peers": "open"})] == ["peers"]
    assert unanswered(items, {}) == items


def test_two_items_of_one_id_are_refused_with_their_line():
    one = '[[item]]\nid = "a"\nnb = "x"\nnn = "x"\nen = "x"\n'
    with pytest.raises(SkoleportenError, match="already"):
        parse_items(f'version = "1"\n{one}{one}', "items.toml")


def test_there_are_four_follow_ups_in_the_year_after():
    assert [(one.after, one.due_on) for one in planned(DAY)] == [
        (After.WEEKS_4, dt.date(2026, 9, 28)),
        (After.WEEKS_12, dt.date(2026, 11, 23)),
        (After.MONTHS_6, dt.date(2027, 2, 28)),
        (After.MONTHS_12, dt.date(2027, 8, 31)),
    ]


def test_twelve_months_after_a_leap_day_is_the_last_day_of_february():
    assert planned(dt.date(2028, 2, 29))[-1].due_on == dt.date(2029, 2, 28)


def test_a_follow_up_that_was_left_out_stays_due():
    found = next_one(DAY, {After.WEEKS_12})
    assert found is not None
    assert (found.after, found.is_due(dt.date(2026, 9, 27)), found.is_due(dt.date(2026, 9, 28))) == (
        After.WEEKS_4,
        False,
        True,
    )
    assert next_one(DAY, set(After)) is None


@given(st.dates(dt.date(2000, 1, 1), dt.date(2100, 1, 1)))
def test_follow_ups_come_in_order_and_within_a_year(day):
    days = [one.due_on for one in planned(day)]
    assert days == sorted(set(days))
    assert dt.timedelta(days=364) <= days[-1] - day <= dt.timedelta(days=366)


@pytest.mark.parametrize(
    ("to", "school", "size", "stays", "expected"),
    [
        (To.HOME, HOME, 20, [stay()], ()),
        (To.HOME, HOME, None, [stay()], ()),
        (To.HOME, HOME, 18, [stay()], (Differs.CLASS_SIZE,)),
        (To.HOME, HOME, 18, [], (Differs.NO_ENROLMENT,)),
        (To.OTHER, OTHER, None, [stay(HOME)], (Differs.ANOTHER_SCHOOL,)),
        (To.OTHER, OTHER, None, [stay(HOME), stay(OTHER)], (Differs.OLD_SCHOOL_GOES_ON,)),
        (To.HOME, HOME, 18, [stay(has_class=False)], (Differs.NO_CLASS,)),
        (To.UPPER_SECONDARY, None, 15, [], ()),
        (To.UPPER_SECONDARY, None, 15, [stay()], (Differs.OLD_SCHOOL_GOES_ON,)),
        (To.UPPER_SECONDARY, OTHER, None, [stay(OTHER)], ()),
    ],
)
def test_what_differs_between_the_register_and_the_plan(to, school, size, stays, expected):
    assert differences(to, school, size, stays) == expected


def test_every_word_is_there_in_three_languages():
    assert set(AFTER) == set(After)
    assert set(DIFFERS) == set(Differs)
    assert all(set(words) == {"nb", "nn", "en"} for words in (*AFTER.values(), *DIFFERS.values()))
