"""Prompts for talk among the staff. They are never shown to a family, and none of them is a label in a list."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Squeeze(StrEnum):
    """How a child comes between: from the slide «Ikke et blame-game». It begins anywhere and goes round."""

    SCHOOL = "school"
    GUARDIANS = "guardians"
    CHILD = "child"


SQUEEZE: Mapping[Squeeze, Mapping[str, str]] = {
    Squeeze.SCHOOL: {
        "nb": "Hva kan skolen komme til å tenke om hjemmet nå? Hva vet vi, og hva tror vi?",
        "nn": "Kva kan skulen kome til å tenkje om heimen no? Kva veit vi, og kva trur vi?",
        "en": "What may the school come to think of the home now? What do we know, and what do we believe?",
    },
    Squeeze.GUARDIANS: {
        "nb": "Hvordan kan foreldrene ha det i møte med oss? Føler de seg sett og verdsatt?",
        "nn": "Korleis kan foreldra ha det i møte med oss? Kjenner dei seg sett og verdsette?",
        "en": "How may the parents feel when they meet us? Do they feel seen and valued?",
    },
    Squeeze.CHILD: {
        "nb": "Hva møter barnet da, hjemme og på skolen? Hvordan kommer barnet ut av skvisen?",
        "nn": "Kva møter barnet då, heime og på skulen? Korleis kjem barnet ut av skvisen?",
        "en": "What does the child then meet, at home and at school? How does the child get out of the squeeze?",
    },
}


class Hypothesis(StrEnum):
    """The four kinds of Heyne and others (2019), off unless the municipality turns them on. Several may hold."""

    HARD_TO_BE_THERE = "hard_to_be_there"
    ELSEWHERE = "elsewhere"
    KEPT_HOME = "kept_home"
    KEPT_AWAY = "kept_away"


HYPOTHESES: Mapping[Hypothesis, Mapping[str, str]] = {
    Hypothesis.HARD_TO_BE_THERE: {
        "nb": "Det kjennes vanskelig å være på skolen, og de voksne hjemme vet om det",
        "nn": "Det kjennest vanskeleg å vere på skulen, og dei vaksne heime veit om det",
        "en": "It feels hard to be at school, and the adults at home know",
    },
    Hypothesis.ELSEWHERE: {
        "nb": "Noe annet enn skolen trekker, og de voksne hjemme vet ikke om det",
        "nn": "Noko anna enn skulen dreg, og dei vaksne heime veit ikkje om det",
        "en": "Something other than school attracts, and the adults at home do not know",
    },
    Hypothesis.KEPT_HOME: {
        "nb": "Noe hjemme gjør at eleven blir hjemme",
        "nn": "Noko heime gjer at eleven blir heime",
        "en": "Something at home makes the pupil stay at home",
    },
    Hypothesis.KEPT_AWAY: {
        "nb": "Noe skolen gjør eller mangler, holder eleven borte",
        "nn": "Noko skulen gjer eller manglar, held eleven borte",
        "en": "Something that the school does or lacks keeps the pupil away",
    },
}
