"""The week's timetable: what is shipped with it, and in which slots something stands."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest

from skoleporten.rules.errors import RefusedError
from skoleporten.rules.plan import shipped_slots
from skoleporten.rules.timetable import Placing, parse_entries, place, shipped_entries

SLOTS = shipped_slots()
ONE = """version = "1"
[[entry]]
id = "a"
starts = "08:20"
[entry.name]
nb = "A"
nn = "A"
en = "A"
"""


def test_the_day_has_fourteen_slots_from_twenty_past_eight_to_four_without_a_gap():
    assert len(SLOTS) == 14
    assert (SLOTS[0].starts, SLOTS[-1].ends) == (dt.time(8, 20), dt.time(16, 0))
    assert all(before.ends == after.starts for before, after in pairwise(SLOTS))


def test_three_entries_are_shipped_each_in_its_slot():
    told = [(one.names["nb"], one.slot.starts, one.slot.minutes) for one in shipped_entries()]
    assert told == [
        ("Ressursteam", dt.time(9, 30), 10),
        ("Driftstid", dt.time(12, 20), 60),
        ("Utviklingstid", dt.time(13, 20), 10),
    ]


def test_an_entry_stands_in_each_slot_that_it_has_a_minute_in():
    assert place(dt.time(9, 30), dt.time(9, 40), SLOTS) == Placing((2,), is_before=False, is_after=False)
    assert place(dt.time(9, 35), dt.time(10, 41), SLOTS).slots == (2, 3, 4)
    assert place(dt.time(14, 30), dt.time(15, 30), SLOTS).slots == (11, 12)


@pytest.mark.parametrize(
    ("starts", "ends", "expected"),
    [
        ("07:00", "08:20", Placing((), is_before=True, is_after=False)),
        ("08:00", "08:30", Placing((0,), is_before=True, is_after=False)),
        ("15:45", "16:30", Placing((13,), is_before=False, is_after=True)),
        ("16:00", "17:00", Placing((), is_before=False, is_after=True)),
        ("07:00", "17:00", Placing(tuple(range(14)), is_before=True, is_after=True)),
    ],
)
def test_what_lies_outside_the_day_is_before_or_after_it(starts, ends, expected):
    assert place(dt.time.fromisoformat(starts), dt.time.fromisoformat(ends), SLOTS) == expected


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (ONE.replace("08:20", "08:25"), "Unknown starts '08:25'"),
        (ONE + ONE.partition("\n")[2], "'a' stands there twice"),
        (ONE + 'of = "x"\n', "Unknown key 'of'"),
        (ONE.replace('nn = "A"\n', ""), "'nn' is missing"),
        ('version = "1"\n', "has no entrys"),
    ],
)
def test_a_file_of_entries_that_is_wrong_says_where(wrong, said):
    with pytest.raises(RefusedError, match=said):
        parse_entries(wrong, "uka.toml", SLOTS)
