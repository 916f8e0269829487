"""What the plan is made of, in plain words, in three languages."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from skoleporten.rules.plan.agreed import Change
from skoleporten.rules.plan.basis import Basis

Texts = Mapping[str, str]


class Answer(StrEnum):
    """What the pupil says to the step. To agree in part, or not at all, is an answer as good as the others."""

    AGREES = "agrees"
    IN_PART = "in_part"
    DOES_NOT_AGREE = "does_not_agree"
    SOMETHING_ELSE = "something_else"
    NOT_ASKED = "not_asked"


class Chooses(StrEnum):
    """Who chooses in what a step expects. It grows with the pupil, and may also be taken back."""

    ADULT = "adult"
    TOGETHER = "together"
    BETWEEN = "between"
    PUPIL = "pupil"


CHANGES: Mapping[Change, Texts] = {
    Change.MINUTES: {"nb": "Tiden", "nn": "Tida", "en": "The time"},
    Change.PLACE: {"nb": "Stedet", "nn": "Staden", "en": "The place"},
    Change.PEOPLE: {"nb": "Hvem eleven møter", "nn": "Kven eleven møter", "en": "Whom the pupil meets"},
    Change.ACADEMICS: {"nb": "Fagene", "nn": "Faga", "en": "The subjects"},
    Change.TRANSPORT: {"nb": "Veien hit", "nn": "Vegen hit", "en": "The way here"},
    Change.NOTHING: {
        "nb": "Ingenting, vi fortsetter slik",
        "nn": "Ingenting, vi held fram slik",
        "en": "Nothing, we keep this",
    },
}

BASES: Mapping[Basis, Texts] = {
    Basis.ITO_DECISION: {
        "nb": "Vedtak om individuelt tilrettelagt opplæring",
        "nn": "Vedtak om individuelt tilrettelagd opplæring",
        "en": "A decision on individually adapted education",
    },
    Basis.EXEMPTION: {
        "nb": "Fritak fra opplæringsplikten",
        "nn": "Fritak frå opplæringsplikta",
        "en": "An exemption from compulsory education",
    },
    Basis.OTHER: {"nb": "Noe annet", "nn": "Noko anna", "en": "Something else"},
    Basis.NONE_YET: {"nb": "Ikke noe ennå", "nn": "Ikkje noko enno", "en": "None yet"},
}

ANSWERS: Mapping[Answer, Texts] = {
    Answer.AGREES: {"nb": "Det er greit for meg", "nn": "Det er greitt for meg", "en": "It is fine with me"},
    Answer.IN_PART: {"nb": "Noe av det", "nn": "Noko av det", "en": "Some of it"},
    Answer.DOES_NOT_AGREE: {"nb": "Ikke nå", "nn": "Ikkje no", "en": "Not now"},
    Answer.SOMETHING_ELSE: {"nb": "Noe annet", "nn": "Noko anna", "en": "Something else"},
    Answer.NOT_ASKED: {
        "nb": "Eleven er ikke spurt ennå",
        "nn": "Eleven er ikkje spurd enno",
        "en": "The pupil is not asked yet",
    },
}

WHO_CHOOSES: Mapping[Chooses, Texts] = {
    Chooses.ADULT: {"nb": "En voksen velger", "nn": "Ein vaksen vel", "en": "An adult chooses"},
    Chooses.TOGETHER: {"nb": "Vi velger sammen", "nn": "Vi vel saman", "en": "We choose together"},
    Chooses.BETWEEN: {
        "nb": "Eleven velger mellom noen ting",
        "nn": "Eleven vel mellom nokre ting",
        "en": "The pupil chooses between some things",
    },
    Chooses.PUPIL: {"nb": "Eleven velger", "nn": "Eleven vel", "en": "The pupil chooses"},
}
