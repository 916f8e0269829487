"""Goals: one place each, in the grid or beside it, and few of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skoleporten.rules.judgement import (
    APPROACHES,
    KINDS,
    PARTICIPATIONS,
    SAID_BY,
    Approach,
    Goal,
    GoalKind,
    Participation,
)
from skoleporten.rules.judgement.goals import MANY, GoalLack, SaidBy, Turn, are_many, may_turn

goals = st.builds(
    Goal, st.text(max_size=5), st.text(max_size=5), st.sampled_from(GoalKind),
    st.none() | st.sampled_from(Participation), st.none() | st.sampled_from(Approach),
)  # fmt: skip


@pytest.mark.parametrize("participation", Participation)
@pytest.mark.parametrize("approach", Approach)
def test_each_square_of_the_grid_holds_a_goal(participation, approach):
    assert Goal("Jeg vil bli med", "Jeg er der", GoalKind.GRID, participation, approach).lacks == ()


@pytest.mark.parametrize("kind", [GoalKind.GOOD_CHOICES, GoalKind.FEELINGS, GoalKind.GUARDIANS])
def test_beside_the_grid_there_is_no_square(kind):
    assert Goal("Jeg teller til ti", "Jeg blir", kind).lacks == ()
    assert Goal("Jeg teller", "Jeg blir", kind, Participation.SOCIAL).lacks == (GoalLack.NO_SQUARE,)


@given(goals)
def test_a_goal_that_lacks_nothing_has_words_how_it_is_noticed_and_one_place(goal):
    is_in_grid = goal.participation is not None and goal.approach is not None
    is_whole = bool(goal.words.strip() and goal.noticed_by.strip())
    has_one_place = is_in_grid if goal.kind is GoalKind.GRID else goal.participation is None and goal.approach is None
    assert (goal.lacks == ()) is (is_whole and has_one_place)


def test_more_than_three_are_many():
    assert MANY == 3
    assert [are_many(number) for number in (0, 3, 4)] == [False, False, True]


@pytest.mark.parametrize("turn", Turn)
def test_a_goal_that_was_ended_is_taken_up_before_anything_else(turn):
    assert may_turn(turn, is_open=False) is (turn is Turn.TAKEN_UP)
    assert may_turn(turn, is_open=True) is (turn is not Turn.TAKEN_UP)


@pytest.mark.parametrize(
    ("texts", "codes"),
    [(PARTICIPATIONS, Participation), (APPROACHES, Approach), (KINDS, GoalKind), (SAID_BY, SaidBy)],
)
def test_every_code_has_its_words_in_three_languages(texts, codes):
    assert set(texts) == set(codes)
    assert all(set(words) == {"nb", "nn", "en"} and all(words.values()) for words in texts.values())
