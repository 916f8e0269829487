"""The shipped kinds, the list of kinds as a municipality would write it, need, and the turn at hand: 2026/27."""

from __future__ import annotations

import datetime as dt

import pytest

from skoleporten.rules.errors import RefusedError
from skoleporten.rules.rhythm import (
    Answer,
    Choices,
    Chosen,
    Frequency,
    Off,
    OffKind,
    Question,
    Rhythm,
    Standing,
    Step,
    coming,
    parse_kinds,
    plan,
    shipped_kinds,
    step,
    suggested_after,
    turn_of,
)
from skoleporten.rules.rig import shipped_rig

TUESDAYS = (1,)
TURN = dt.date(2027, 1, 4)
CHRISTMAS = (dt.date(2026, 12, 21), dt.date(2027, 1, 1))


def why_off(day: dt.date) -> Off | None:
    return Off(OffKind.DAY_OFF, "Juleferie") if CHRISTMAS[0] <= day <= CHRISTMAS[1] else None


def weeks(rhythm: Rhythm, choices: Choices | None = None) -> list[int]:
    """Of the meetings that are planned from December to the middle of February."""
    found = plan(rhythm, dt.date(2026, 12, 1), dt.date(2027, 2, 14), why_off, choices or Choices())
    return [one.date.isocalendar().week for one in found if one.is_settled and one.date]


# The shipped kinds ----------------------------------------------------------------------------------------------------
def test_five_kinds_are_shipped_with_the_rhythm_of_the_slides():
    assert [(kind.code, kind.rhythm.frequency, kind.rhythm.weeks, kind.minutes) for kind in shipped_kinds()] == [
        ("morning_talk", "school_days", 1, 10),
        ("coordination", "odd_weeks", 1, 30),
        ("guidance", "even_weeks", 1, 30),
        ("development", "agreed", 4, 70),
        ("intake", "every_weeks", 1, 30),
    ]
    assert [kind.code for kind in shipped_kinds() if kind.only_if_needed] == ["intake"]


def test_the_weekdays_that_the_slides_have_lost_are_not_made_up():
    assert all(kind.rhythm.weekdays == () for kind in shipped_kinds())


def test_who_is_asked_is_named_by_functions_of_the_rig():
    functions = {one.code for one in shipped_rig().functions}
    assert {code for kind in shipped_kinds() for code in kind.functions} <= functions


def test_every_kind_has_its_texts_in_three_languages():
    for kind in shipped_kinds():
        assert all(kind.name[language] and kind.purpose[language] for language in ("nb", "nn", "en"))


KIND = """
version = "1"
[[kind]]
code = "walk"
frequency = "every_weeks"
weeks = 2
weekdays = [0, 3]
starts = "09:00"
minutes = 45
name = {nb = "Tur", nn = "Tur", en = "Walk"}
purpose = {nb = "Gå", nn = "Gå", en = "Walk"}
"""


def test_a_list_of_ones_own_is_read():
    (kind,) = parse_kinds(KIND, "own.toml")
    assert kind.rhythm == Rhythm(Frequency.EVERY_WEEKS, (0, 3), 2)
    assert (kind.starts, kind.only_if_needed, kind.functions) == (dt.time(9), False, ())


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ('code = "walk"', 'code = "A walk"'),
        ('"every_weeks"', '"now and then"'),
        ("weeks = 2", "weeks = 0"),
        ("[0, 3]", "[5]"),
        ("[0, 3]", '["tirsdag"]'),
        ('"09:00"', '"9"'),
        ("minutes = 45", "minutes = 2"),
        ("minutes = 45", "minutes = 45\nfunctions = [1]"),
        ("minutes = 45", "minutes = 45\nwhere = 1"),
        (', en = "Walk"}\npurpose', "}\npurpose"),
        ("version", KIND.replace('version = "1"', "") + "version"),
    ],
)
def test_a_mistake_in_the_list_names_its_place(wrong, right):
    with pytest.raises(RefusedError, match=r"own\.toml"):
        parse_kinds(KIND.replace(wrong, right, 1), "own.toml")


def test_two_kinds_of_one_code_are_refused():
    twice = KIND + KIND[KIND.index("[[kind]]") :]
    with pytest.raises(RefusedError, match="walk"):
        parse_kinds(twice, "own.toml")


# The new year of 2026/27 ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("frequency", "choice", "expected"),
    [
        (Frequency.ODD_WEEKS, None, [49, 51, 3, 5]),
        (Frequency.ODD_WEEKS, Chosen(Answer.KEEP_PARITY), [49, 51, 1, 3, 5]),
        (Frequency.ODD_WEEKS, Chosen(Answer.KEEP_EVERY_SECOND), [49, 51, 2, 4, 6]),
        (Frequency.ODD_WEEKS, Chosen(Answer.OWN_DATE, dt.date(2027, 1, 7)), [49, 51, 1, 3, 5]),
        (Frequency.EVEN_WEEKS, None, [50, 4, 6]),
        (Frequency.EVEN_WEEKS, Chosen(Answer.KEEP_PARITY), [50, 2, 4, 6]),
        (Frequency.EVEN_WEEKS, Chosen(Answer.KEEP_EVERY_SECOND), [50, 1, 3, 5]),
        (Frequency.EVEN_WEEKS, Chosen(Answer.OWN_DATE, dt.date(2027, 1, 6)), [50, 1, 2, 4, 6]),
    ],
)
def test_the_turn_with_a_week_53_waits_for_a_person(frequency, choice, expected):
    choices = Choices(turns={TURN: choice}) if choice else Choices()
    assert weeks(Rhythm(frequency, TUESDAYS), choices) == expected


def test_the_questions_say_what_they_are_about():
    found = plan(Rhythm(Frequency.ODD_WEEKS, TUESDAYS), dt.date(2026, 12, 1), dt.date(2027, 1, 31), why_off)
    asked = {one.slot: one.open for one in found if one.open}
    assert asked == {
        dt.date(2026, 12, 29): (Question.TWO_IN_A_ROW, Question.DAY_OFF),
        dt.date(2027, 1, 5): (Question.TWO_IN_A_ROW,),
    }
    assert turn_of(dt.date(2026, 12, 24)) == turn_of(dt.date(2027, 1, 17)) == TURN
    assert turn_of(dt.date(2027, 1, 18)) is None


def test_a_day_off_is_held_let_go_or_given_another_date():
    day, rhythm = dt.date(2026, 12, 22), Rhythm(Frequency.EVEN_WEEKS, TUESDAYS)
    other = dt.date(2026, 12, 18)
    for answer, own, date in ((Answer.HOLD, None, day), (Answer.SKIP, None, None), (Answer.OWN_DATE, other, other)):
        (found,) = plan(rhythm, day, day, why_off, Choices(days={day: Chosen(answer, own)}))
        assert (found.slot, found.date, found.open) == (day, date, ())


def test_a_rhythm_whose_next_date_is_agreed_gives_none_by_itself():
    assert plan(Rhythm(Frequency.AGREED, TUESDAYS, 4), TURN, dt.date(2027, 6, 1), why_off) == []


def test_a_rhythm_without_a_weekday_has_no_dates_and_ten_are_shown_of_one_that_has():
    first = dt.date(2026, 8, 1)
    assert coming(Rhythm(Frequency.ODD_WEEKS), first, why_off) == []
    assert len(coming(Rhythm(Frequency.EVEN_WEEKS, TUESDAYS), first, why_off)) == 10


@pytest.mark.parametrize(
    ("weekdays", "expected"),
    [((), dt.date(2026, 12, 29)), ((3,), dt.date(2026, 12, 31)), ((0, 4), dt.date(2026, 12, 28))],
)
def test_four_weeks_later_is_the_same_weekday_or_the_chosen_one(weekdays, expected):
    assert suggested_after(Rhythm(Frequency.AGREED, weekdays, 4), dt.date(2026, 12, 1)) == expected


# Need -----------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("standing", "is_needed", "expected"),
    [
        (Standing.NONE, True, Step.PROPOSE),
        (Standing.NONE, False, Step.NOTHING),
        (Standing.PLANNED, True, Step.NOTHING),
        (Standing.PLANNED, False, Step.CANCEL),
        (Standing.CANCELLED_BY_ITSELF, True, Step.PROPOSE_AGAIN),
        (Standing.CANCELLED_BY_ITSELF, False, Step.NOTHING),
        (Standing.LEFT_TO_PEOPLE, True, Step.NOTHING),
        (Standing.LEFT_TO_PEOPLE, False, Step.NOTHING),
    ],
)
def test_a_meeting_by_need_proposes_and_cancels_itself_and_leaves_people_alone(standing, is_needed, expected):
    assert step(standing, is_needed) is expected
