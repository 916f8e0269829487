"""Trials of the offer itself: where in the loop of judgement one stands, and what it still lacks. Nothing is held back.

The stages, their order and their words are those of rules/judgement; what is asked at each is told here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from skoleporten.rules.judgement import Stage

Texts = Mapping[str, str]


class Kind(StrEnum):
    """What a trial may rest on."""

    THEME = "theme"
    STATEMENT = "statement"
    SHELF = "shelf"
    CLIMATE = "climate"
    RESULT = "result"


KINDS: Mapping[Kind, Texts] = {
    Kind.THEME: {"nb": "Tema fra et kildepanel", "nn": "Tema frå eit kjeldepanel", "en": "Theme of a source panel"},
    Kind.STATEMENT: {
        "nb": "Utsagn fra et kildepanel",
        "nn": "Utsegn frå eit kjeldepanel",
        "en": "Statement from a source panel",
    },
    Kind.SHELF: {"nb": "Kunnskapshylla", "nn": "Kunnskapshylla", "en": "The knowledge shelf"},
    Kind.CLIMATE: {"nb": "Bilde av teamklimaet", "nn": "Bilete av teamklimaet", "en": "Picture of the team climate"},
    Kind.RESULT: {"nb": "Resultat", "nn": "Resultat", "en": "Result"},
}
OF_PANELS = frozenset({Kind.THEME, Kind.STATEMENT})


class State(StrEnum):
    IDEA = "idea"
    AGREED = "agreed"
    TRYING = "trying"
    ENDED = "ended"


STATES: Mapping[State, Texts] = {
    State.IDEA: {"nb": "Idé", "nn": "Idé", "en": "Idea"},
    State.AGREED: {"nb": "Avtalt", "nn": "Avtalt", "en": "Agreed"},
    State.TRYING: {"nb": "Prøves nå", "nn": "Blir prøvd no", "en": "Being tried"},
    State.ENDED: {"nb": "Avsluttet", "nn": "Avslutta", "en": "Ended"},
}


def state_on(starts_on: dt.date | None, ended_on: dt.date | None, today: dt.date) -> State:
    if ended_on is not None:
        return State.ENDED
    if starts_on is None:
        return State.IDEA
    return State.AGREED if starts_on > today else State.TRYING


class Lack(StrEnum):
    OBSERVED = "observed"
    HYPOTHESIS = "hypothesis"
    GROUND = "ground"
    HEARD = "heard"
    TRIES = "tries"
    ALTERNATIVES = "alternatives"
    NOTICED_BY = "noticed_by"
    DATES = "dates"
    LOOK = "look"


STAGE_OF: Mapping[Lack, Stage] = {
    Lack.OBSERVED: Stage.OBSERVE,
    Lack.HYPOTHESIS: Stage.ASSESS,
    Lack.GROUND: Stage.ASSESS,
    Lack.HEARD: Stage.ASSESS,
    Lack.TRIES: Stage.DECIDE,
    Lack.ALTERNATIVES: Stage.DECIDE,
    Lack.NOTICED_BY: Stage.DECIDE,
    Lack.DATES: Stage.ACT,
    Lack.LOOK: Stage.EVALUATE,
}

LACKS: Mapping[Lack, Texts] = {
    Lack.OBSERVED: {
        "nb": "Det står ikke hva dere har sett eller hørt.",
        "nn": "Det står ikkje kva de har sett eller høyrt.",
        "en": "It does not say what you have seen or heard.",
    },
    Lack.HYPOTHESIS: {
        "nb": "Det står ikke hva dere tror det henger sammen med.",
        "nn": "Det står ikkje kva de trur det heng saman med.",
        "en": "It does not say what you believe it has to do with.",
    },
    Lack.GROUND: {
        "nb": "Det viser ikke til noe: kildepanel, forskning, resultat eller bildet av teamklimaet.",
        "nn": "Det viser ikkje til noko: kjeldepanel, forsking, resultat eller biletet av teamklimaet.",
        "en": "It points to nothing: a source panel, research, a result or the picture of the team climate.",
    },
    Lack.HEARD: {
        "nb": "Ingen som kjenner det fra innsiden, er hørt.",
        "nn": "Ingen som kjenner det frå innsida, er høyrd.",
        "en": "Nobody who knows it from the inside is heard.",
    },
    Lack.TRIES: {
        "nb": "Det er ikke valgt hva dere prøver.",
        "nn": "Det er ikkje valt kva de prøver.",
        "en": "It is not chosen what you try.",
    },
    Lack.ALTERNATIVES: {
        "nb": "Det står ikke hva annet dere vurderte.",
        "nn": "Det står ikkje kva anna de vurderte.",
        "en": "It does not say what else you considered.",
    },
    Lack.NOTICED_BY: {
        "nb": "Det står ikke hva dere skal merke hvis det hjelper.",
        "nn": "Det står ikkje kva de skal merke om det hjelper.",
        "en": "It does not say what you would notice if it helps.",
    },
    Lack.DATES: {
        "nb": "Det er ikke avtalt hvem som har ansvaret, når det starter og når dere ser på det.",
        "nn": "Det er ikkje avtalt kven som har ansvaret, når det startar og når de ser på det.",
        "en": "It is not agreed who is in charge, when it starts and when you look at it.",
    },
    Lack.LOOK: {
        "nb": "Ingen har sett på om det hjelper.",
        "nn": "Ingen har sett på om det hjelper.",
        "en": "Nobody has looked at whether it helps.",
    },
}


@dataclass(frozen=True)
class Standing:
    """What there is of a trial. `grounds`: what it rests on, by kind."""

    is_observed: bool = False
    has_hypothesis: bool = False
    grounds: frozenset[Kind] = frozenset()
    is_chosen: bool = False
    has_alternatives: bool = False
    says_what_is_noticed: bool = False
    has_dates: bool = False
    is_looked_at: bool = False


def lacks(one: Standing) -> tuple[Lack, ...]:
    """What is missing, in the order of the loop."""
    found = {
        Lack.OBSERVED: not one.is_observed,
        Lack.HYPOTHESIS: not one.has_hypothesis,
        Lack.GROUND: not one.grounds,
        Lack.HEARD: bool(one.grounds) and not one.grounds & OF_PANELS,
        Lack.TRIES: not one.is_chosen,
        Lack.ALTERNATIVES: one.is_chosen and not one.has_alternatives,
        Lack.NOTICED_BY: one.is_chosen and not one.says_what_is_noticed,
        Lack.DATES: not one.has_dates,
        Lack.LOOK: not one.is_looked_at,
    }
    return tuple(lack for lack in Lack if found[lack])
