"""The steps and the moves in plain words, in three languages. No word of them says that a way is the wrong one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from skoleporten.rules.ladder.rungs import Kind, Rung, number_of

Texts = Mapping[str, str]


@dataclass(frozen=True)
class Words:
    """`about`: what the step is about, for the pupil and the family too."""

    name: Texts
    about: Texts


RUNGS: Mapping[Rung, Words] = {
    Rung.WELCOME: Words(
        {"nb": "Velkommen", "nn": "Velkomen", "en": "Welcome"},
        {
            "nb": "Vi blir kjent. Eleven og de foresatte forteller, og vi hører etter.",
            "nn": "Vi blir kjende. Eleven og dei føresette fortel, og vi høyrer etter.",
            "en": "We get to know each other. The pupil and the guardians tell, and we listen.",
        },
    ),
    Rung.STRATEGY: Words(
        {"nb": "Finne en måte", "nn": "Finne ein måte", "en": "Find a way"},
        {
            "nb": "Eleven og vi finner ut sammen hvordan det kan gå an å være med.",
            "nn": "Eleven og vi finn ut saman korleis det kan gå an å vere med.",
            "en": "The pupil and we find out together how taking part can work.",
        },
    ),
    Rung.ROUTINE: Words(
        {"nb": "En fast rytme", "nn": "Ein fast rytme", "en": "A steady rhythm"},
        {
            "nb": "Først blir det en vane å komme. Fagene følger etter.",
            "nn": "Først blir det ein vane å kome. Faga følgjer etter.",
            "en": "First, coming becomes a habit. The subjects follow.",
        },
    ),
    Rung.GROUP: Words(
        {"nb": "Sammen med andre", "nn": "Saman med andre", "en": "Together with others"},
        {
            "nb": "Eleven gjør ting i en gruppe og blir kjent med noen på samme alder.",
            "nn": "Eleven gjer ting i ei gruppe og blir kjend med nokon på same alder.",
            "en": "The pupil does things in a group and gets to know others of the same age.",
        },
    ),
    Rung.SMALLER_CLASSES: Words(
        {"nb": "I mindre klasser", "nn": "I mindre klassar", "en": "In smaller classes"},
        {
            "nb": "Eleven er mer sammen med andre, i en liten klasse. Noen blir nære, andre bare kjente.",
            "nn": "Eleven er meir saman med andre, i ein liten klasse. Nokre blir nære, andre berre kjende.",
            "en": "The pupil is with others more, in a small class. Some become close, others just known.",
        },
    ),
    Rung.ORDINARY: Words(
        {"nb": "Vanlig skole", "nn": "Vanleg skule", "en": "Ordinary school"},
        {
            "nb": "Eleven går på skolen som andre, på egen skole eller en annen.",
            "nn": "Eleven går på skulen som andre, på eigen skule eller ein annan.",
            "en": "The pupil goes to school as others do, at the own school or another.",
        },
    ),
}

KINDS: Mapping[Kind, Texts] = {
    Kind.FIRST: {"nb": "Begynner her", "nn": "Byrjar her", "en": "Begins here"},
    Kind.UP: {"nb": "Går videre", "nn": "Går vidare", "en": "Moves on"},
    Kind.SKIP: {"nb": "Hopper fram", "nn": "Hoppar fram", "en": "Skips ahead"},
    Kind.HOLD: {"nb": "Blir her en stund til", "nn": "Blir her ei stund til", "en": "Stays here a while longer"},
    Kind.BACK: {
        "nb": "Tar en runde til på et tidligere trinn",
        "nn": "Tek ein runde til på eit tidlegare trinn",
        "en": "Takes another round at an earlier step",
    },
}


def rung_in_words(rung: Rung, language: str) -> str:
    """With its number, as «3. En fast rytme»."""
    name = RUNGS[rung].name
    return f"{number_of(rung)}. {name.get(language, name['nb'])}"
