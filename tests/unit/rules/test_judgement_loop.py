"""The loop: what is missing, where one is, and that only the child's story is ever waited for."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skoleporten.rules.judgement import (
    LACKS,
    SOURCES,
    STAGES,
    WHO_ELSE,
    Lack,
    MeasureOfRound,
    Round,
    Source,
    Stage,
    here,
    is_complete,
    lacks,
    next_evaluation,
)
from skoleporten.rules.judgement.decision import Decision, Field, IncompleteDecisionError
from skoleporten.rules.judgement.loop import STAGE_OF

DAY = dt.date(2026, 11, 23)
EMPTY = Round()
WHOLE = Round(3, True, 2, frozenset({Source.LAW}), True, True, (MeasureOfRound(DAY, is_evaluated=True),))
TEXTS = ("choice", "reason", "alternatives", "took_part", "childs_best", "who_is_told")
COMPLETE = Decision(**dict.fromkeys(TEXTS, "…"), is_story_heard=True)

measures = st.builds(MeasureOfRound, st.dates(), st.booleans(), st.booleans())
rounds = st.builds(
    Round, st.integers(0, 5), st.booleans(), st.integers(0, 5), st.frozensets(st.sampled_from(Source)), st.booleans(),
    st.booleans(), st.lists(measures, max_size=4).map(tuple),
)  # fmt: skip


def test_a_turn_begins_with_observing():
    assert here(EMPTY) is Stage.OBSERVE
    assert lacks(EMPTY) == (
        Lack.OBSERVATION, Lack.ASSESSMENT, Lack.STORY, Lack.DECISION, Lack.MEASURE, Lack.EVALUATION,
    )  # fmt: skip


def test_a_whole_turn_starts_again():
    assert is_complete(WHOLE)
    assert here(WHOLE) is None


@pytest.mark.parametrize(
    ("changed", "stage"),
    [
        ({"observations": 0}, Stage.OBSERVE),
        ({"is_assessed": False}, Stage.ASSESS),
        ({"rests_on": 0}, Stage.ASSESS),
        ({"sources": frozenset()}, Stage.ASSESS),
        ({"has_story": False}, Stage.DECIDE),
        ({"is_decided": False}, Stage.DECIDE),
        ({"measures": ()}, Stage.ACT),
        ({"measures": (MeasureOfRound(DAY),)}, Stage.EVALUATE),
    ],
)
def test_one_stands_at_the_stage_that_lacks_something(changed, stage):
    assert here(replace(WHOLE, **changed)) is stage


@given(rounds)
def test_one_always_stands_at_the_first_stage_that_lacks_something(one):
    missing = [STAGE_OF[lack] for lack in lacks(one)]
    assert missing == sorted(missing, key=list(Stage).index)
    assert here(one) == (missing[0] if missing else None)


@given(rounds)
def test_more_written_never_leads_backwards(one):
    """Another observation, a told story, an assessment, a decision: each leaves one where one was, or further on."""
    order = [*Stage, None]
    for more in (
        {"observations": one.observations + 1},
        {"has_story": True},
        {"is_decided": True},
        {"is_assessed": True, "rests_on": one.rests_on + 1, "sources": one.sources | {Source.COLLEAGUES}},
    ):
        assert order.index(here(replace(one, **more))) >= order.index(here(one))


@given(rounds)
def test_nothing_but_the_childs_story_holds_a_decision_back(one):
    assert one.may_decide is one.has_story


@given(rounds)
def test_the_next_evaluation_is_the_first_of_those_that_run(one):
    running = [measure.evaluated_on for measure in one.measures if not measure.has_ended]
    assert next_evaluation(one) == (min(running) if running else None)


def test_a_decision_lacks_what_is_not_written():
    assert COMPLETE.missing == ()
    assert Decision().missing == tuple(Field)
    for name in TEXTS:
        assert replace(COMPLETE, **{name: "  "}).missing == (Field(name),)


def test_a_decision_has_the_childs_story_or_why_not():
    unheard = replace(COMPLETE, is_story_heard=False)
    with pytest.raises(IncompleteDecisionError) as refused:
        unheard.check()
    assert refused.value.lacks == (Field.CHILDS_STORY,)
    replace(unheard, why_not_heard="He wants to wait.").check()


@pytest.mark.parametrize(
    "texts", [*LACKS.values(), *SOURCES.values(), WHO_ELSE, *(one.name for one in STAGES.values())]
)
def test_every_text_is_there_in_three_languages(texts):
    assert set(texts) == {"nb", "nn", "en"}
    assert all(text.strip() for text in texts.values())


def test_every_stage_lack_and_source_has_its_words():
    assert (set(STAGES), set(LACKS), set(SOURCES)) == (set(Stage), set(Lack), set(Source))
    assert set(STAGE_OF) == set(Lack)
