from __future__ import annotations

import datetime as dt

import pytest

from skoleporten.rules import development as rules
from skoleporten.rules.development import Kind, Lack, Standing, State
from skoleporten.rules.judgement import STAGES, Stage

TODAY = dt.date(2026, 12, 1)
WHOLE = Standing(
    is_observed=True, has_hypothesis=True, grounds=frozenset({Kind.THEME}), is_chosen=True, has_alternatives=True,
    says_what_is_noticed=True, has_dates=True, is_looked_at=True,
)  # fmt: skip


@pytest.mark.parametrize(
    ("starts", "ended", "state"),
    [
        (None, None, State.IDEA),
        (dt.date(2026, 12, 2), None, State.AGREED),
        (TODAY, None, State.TRYING),
        (TODAY, TODAY, State.ENDED),
        (None, TODAY, State.ENDED),
    ],
)
def test_where_a_trial_stands_follows_from_its_dates(starts, ended, state: State):
    assert rules.state_on(starts, ended, TODAY) is state


def test_the_loop_is_that_of_judgement_and_each_lack_belongs_to_a_stage_of_it():
    assert set(rules.STAGE_OF) == set(Lack)
    assert list(dict.fromkeys(rules.STAGE_OF.values())) == list(Stage) == list(STAGES)
    order = [list(Stage).index(rules.STAGE_OF[lack]) for lack in Lack]
    assert order == sorted(order)


def test_nothing_is_missing_where_all_of_it_is_there():
    assert rules.lacks(WHOLE) == ()


def test_an_idea_says_what_is_missing_and_asks_for_no_alternatives_to_nothing():
    assert rules.lacks(Standing()) == (
        Lack.OBSERVED, Lack.HYPOTHESIS, Lack.GROUND, Lack.TRIES, Lack.DATES, Lack.LOOK,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("grounds", "missing"),
    [
        (set(), Lack.GROUND),
        ({Kind.SHELF, Kind.RESULT}, Lack.HEARD),
        ({Kind.CLIMATE}, Lack.HEARD),
        ({Kind.STATEMENT}, None),
        ({Kind.THEME, Kind.SHELF}, None),
    ],
)
def test_research_and_figures_do_not_stand_in_for_those_who_know_it_from_the_inside(grounds: set[Kind], missing):
    one = Standing(**(vars(WHOLE) | {"grounds": frozenset(grounds)}))
    assert rules.lacks(one) == ((missing,) if missing else ())


def test_every_word_stands_in_three_languages():
    texts = (*rules.KINDS.values(), *rules.STATES.values(), *rules.LACKS.values())
    assert all(set(one) == {"nb", "nn", "en"} for one in texts)
    assert set(rules.LACKS) == set(Lack)
