"""The loop of judgement: observe, assess, decide, act, evaluate, and again. What stands, and what is still missing.

Only one thing is ever held back: a decision before the child's story, or the reason why it is not told. All else that
is missing is said, and stops nobody.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

Texts = Mapping[str, str]


class Stage(StrEnum):
    """In the order of the loop; after the last comes the first again."""

    OBSERVE = "observe"
    ASSESS = "assess"
    DECIDE = "decide"
    ACT = "act"
    EVALUATE = "evaluate"


@dataclass(frozen=True)
class StageTexts:
    name: Texts
    question: Texts


STAGES: Mapping[Stage, StageTexts] = {
    Stage.OBSERVE: StageTexts(
        {"nb": "Se", "nn": "Sjå", "en": "Observe"},
        {"nb": "Hva ser og hører vi?", "nn": "Kva ser og høyrer vi?", "en": "What do we see and hear?"},
    ),
    Stage.ASSESS: StageTexts(
        {"nb": "Vurdere", "nn": "Vurdere", "en": "Assess"},
        {"nb": "Hva tyder det på?", "nn": "Kva tyder det på?", "en": "What does it point to?"},
    ),
    Stage.DECIDE: StageTexts(
        {"nb": "Velge", "nn": "Velje", "en": "Decide"},
        {"nb": "Hva velger vi, og hvorfor?", "nn": "Kva vel vi, og kvifor?", "en": "What do we choose, and why?"},
    ),
    Stage.ACT: StageTexts(
        {"nb": "Gjøre", "nn": "Gjere", "en": "Act"},
        {"nb": "Hvem gjør hva, og når?", "nn": "Kven gjer kva, og når?", "en": "Who does what, and when?"},
    ),
    Stage.EVALUATE: StageTexts(
        {"nb": "Se om det hjelper", "nn": "Sjå om det hjelper", "en": "Evaluate"},
        {"nb": "Hva ser vi nå?", "nn": "Kva ser vi no?", "en": "What do we see now?"},
    ),
}


class Source(StrEnum):
    """What else an assessment rests on, besides what was seen."""

    LAW = "law"
    CURRICULUM = "curriculum"
    COLLEAGUES = "colleagues"
    SPECIALISTS = "specialists"


SOURCES: Mapping[Source, Texts] = {
    Source.LAW: {"nb": "Loven", "nn": "Lova", "en": "The law"},
    Source.CURRICULUM: {"nb": "Læreplanen", "nn": "Læreplanen", "en": "The curriculum"},
    Source.COLLEAGUES: {"nb": "Kolleger", "nn": "Kollegaer", "en": "Colleagues"},
    Source.SPECIALISTS: {"nb": "Fagpersoner", "nn": "Fagpersonar", "en": "Specialists"},
}

WHO_ELSE: Texts = {
    "nb": "Hvem andre kan jeg få hjelp av?",
    "nn": "Kven andre kan eg få hjelp av?",
    "en": "Who else can I get help from?",
}


class Lack(StrEnum):
    OBSERVATION = "observation"
    ASSESSMENT = "assessment"
    RESTS_ON = "rests_on"
    OTHER_SOURCES = "other_sources"
    STORY = "story"
    DECISION = "decision"
    MEASURE = "measure"
    EVALUATION = "evaluation"


STAGE_OF: Mapping[Lack, Stage] = {
    Lack.OBSERVATION: Stage.OBSERVE,
    Lack.ASSESSMENT: Stage.ASSESS,
    Lack.RESTS_ON: Stage.ASSESS,
    Lack.OTHER_SOURCES: Stage.ASSESS,
    Lack.STORY: Stage.DECIDE,
    Lack.DECISION: Stage.DECIDE,
    Lack.MEASURE: Stage.ACT,
    Lack.EVALUATION: Stage.EVALUATE,
}

LACKS: Mapping[Lack, Texts] = {
    Lack.OBSERVATION: {
        "nb": "Ingen har skrevet hva de så eller hørte.",
        "nn": "Ingen har skrive kva dei såg eller høyrde.",
        "en": "Nobody has written what they saw or heard.",
    },
    Lack.ASSESSMENT: {
        "nb": "Det står ikke hva det vi har sett, tyder på.",
        "nn": "Det står ikkje kva det vi har sett, tyder på.",
        "en": "It does not say what the facts point to.",
    },
    Lack.RESTS_ON: {
        "nb": "Vurderingen viser ikke til noe som er sett eller hørt.",
        "nn": "Vurderinga viser ikkje til noko som er sett eller høyrt.",
        "en": "The assessment points to nothing that was seen or heard.",
    },
    Lack.OTHER_SOURCES: {
        "nb": "Ingen andre kilder er brukt: loven, læreplanen, kolleger eller fagpersoner.",
        "nn": "Ingen andre kjelder er brukte: lova, læreplanen, kollegaer eller fagpersonar.",
        "en": "No other source is used: the law, the curriculum, colleagues or specialists.",
    },
    Lack.STORY: {
        "nb": "Barnets egen fortelling mangler, eller hvorfor den ikke er fortalt.",
        "nn": "Barnet si eiga forteljing manglar, eller kvifor ho ikkje er fortald.",
        "en": "The child’s own story is missing, or why it is not told.",
    },
    Lack.DECISION: {
        "nb": "Det er ikke valgt hva dere gjør.",
        "nn": "Det er ikkje valt kva de gjer.",
        "en": "It is not chosen what you do.",
    },
    Lack.MEASURE: {
        "nb": "Det er ikke skrevet noe tiltak.",
        "nn": "Det er ikkje skrive noko tiltak.",
        "en": "No measure is written down.",
    },
    Lack.EVALUATION: {
        "nb": "Ingen har sett på om det hjelper.",
        "nn": "Ingen har sett på om det hjelper.",
        "en": "Nobody has looked at whether it helps.",
    },
}


@dataclass(frozen=True)
class MeasureOfRound:
    evaluated_on: dt.date
    is_evaluated: bool = False
    has_ended: bool = False


@dataclass(frozen=True)
class Round:
    """One turn of the loop. `has_story`: the child's own is told, or it says why not."""

    observations: int = 0
    is_assessed: bool = False
    rests_on: int = 0
    sources: frozenset[Source] = frozenset()
    has_story: bool = False
    is_decided: bool = False
    measures: tuple[MeasureOfRound, ...] = ()

    @property
    def may_decide(self) -> bool:
        return self.has_story


def lacks(one: Round) -> tuple[Lack, ...]:
    """What is missing, in the order of the loop."""
    found = {
        Lack.OBSERVATION: one.observations == 0,
        Lack.ASSESSMENT: not one.is_assessed,
        Lack.RESTS_ON: one.is_assessed and one.rests_on == 0,
        Lack.OTHER_SOURCES: one.is_assessed and not one.sources,
        Lack.STORY: not one.has_story,
        Lack.DECISION: not one.is_decided,
        Lack.MEASURE: not one.measures,
        Lack.EVALUATION: not one.measures or not all(measure.is_evaluated for measure in one.measures),
    }
    return tuple(lack for lack in Lack if found[lack])


def here(one: Round) -> Stage | None:
    """The first stage that lacks something; None where the loop is whole and starts again."""
    missing = lacks(one)
    return STAGE_OF[missing[0]] if missing else None


def is_complete(one: Round) -> bool:
    return here(one) is None


def next_evaluation(one: Round) -> dt.date | None:
    """The first date on which a measure that still runs is to be looked at."""
    running = [measure.evaluated_on for measure in one.measures if not measure.has_ended]
    return min(running, default=None)
