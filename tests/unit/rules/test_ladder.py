"""The six steps, and what each move between two of them is called. Every move is ordinary."""

from __future__ import annotations

import datetime as dt
from itertools import product

import pytest

from skoleporten.rules.ladder import KINDS, RUNGS, Fault, Kind, Move, Rung, faults, kind_of, number_of, rung_in_words

DAY = dt.date(2026, 9, 7)
ONE_DAY = dt.timedelta(days=1)
LANGUAGES = {"nb", "nn", "en"}
# What no step and no move may sound like.
NOT_SAID = ("dårlig", "feil", "mislyk", "tilbakefall", "failed", "worse", "relapse", "for sent", "burde")


def test_the_six_steps_are_those_of_the_programme_in_its_order():
    assert list(Rung) == ["welcome", "strategy", "routine", "group", "smaller_classes", "ordinary"]
    assert [number_of(rung) for rung in Rung] == [1, 2, 3, 4, 5, 6]


def test_every_step_and_every_move_is_told_in_three_languages():
    for words in RUNGS.values():
        assert set(words.name) == set(words.about) == LANGUAGES
    assert all(set(texts) == LANGUAGES for texts in KINDS.values())
    assert set(RUNGS) == set(Rung)
    assert set(KINDS) == set(Kind)


def test_no_word_of_them_blames():
    told = [text for words in RUNGS.values() for texts in (words.name, words.about) for text in texts.values()]
    told += [text for texts in KINDS.values() for text in texts.values()]
    assert [text for text in told if any(word in text.lower() for word in NOT_SAID)] == []


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        (None, Rung.WELCOME, Kind.FIRST),
        (None, Rung.ORDINARY, Kind.FIRST),
        (Rung.WELCOME, Rung.STRATEGY, Kind.UP),
        (Rung.WELCOME, Rung.ROUTINE, Kind.SKIP),
        (Rung.WELCOME, Rung.ORDINARY, Kind.SKIP),
        (Rung.GROUP, Rung.GROUP, Kind.HOLD),
        (Rung.GROUP, Rung.ROUTINE, Kind.BACK),
        (Rung.ORDINARY, Rung.WELCOME, Kind.BACK),
    ],
)
def test_a_move_is_called_by_where_it_comes_from(before: Rung | None, after: Rung, kind: Kind):
    assert kind_of(before, after) == kind


def test_every_step_may_follow_every_other_on_the_very_same_day():
    for before, after in product(Rung, Rung):
        move, last = Move(after, DAY, "Vi prøver."), Move(before, DAY, "Før.")
        assert faults(move, opened_on=DAY, last=last, today=DAY) == ()


@pytest.mark.parametrize(
    ("move", "fault"),
    [
        (Move(Rung.GROUP, DAY, "  "), Fault.NO_REASON),
        (Move(Rung.GROUP, DAY + ONE_DAY, "Grunn"), Fault.IN_THE_FUTURE),
        (Move(Rung.GROUP, DAY - 31 * ONE_DAY, "Grunn"), Fault.BEFORE_THE_PUPIL_BEGAN),
        (Move(Rung.GROUP, DAY - 3 * ONE_DAY, "Grunn"), Fault.BEFORE_THE_LAST),
    ],
)
def test_only_a_day_or_a_missing_reason_stands_in_the_way(move: Move, fault: Fault):
    last = Move(Rung.ROUTINE, DAY - 2 * ONE_DAY, "Før.")
    assert fault in faults(move, opened_on=DAY - 30 * ONE_DAY, last=last, today=DAY)


def test_the_first_move_has_none_before_it():
    assert faults(Move(Rung.GROUP, DAY, "Grunn"), opened_on=DAY, last=None, today=DAY) == ()


def test_a_step_is_named_with_its_number_and_in_bokmaal_where_the_language_is_not_known():
    assert rung_in_words(Rung.ROUTINE, "nn") == "3. Ein fast rytme"
    assert rung_in_words(Rung.ROUTINE, "se") == "3. En fast rytme"
