"""The words of each code, in the three languages."""

from __future__ import annotations

from collections.abc import Mapping

from skoleporten.rules.panels.changes import How, Outcome
from skoleporten.rules.panels.shipped import Strength
from skoleporten.rules.panels.statements import Ended, Removed, SaidAs
from skoleporten.rules.panels.way import State, Step

Words = Mapping[str, str]

STATES: Mapping[State, Words] = {
    State.NOT_STARTED: {"nb": "Ikke startet", "nn": "Ikkje starta", "en": "Not started"},
    State.GATHERING: {"nb": "Settes sammen", "nn": "Blir sett saman", "en": "Being put together"},
    State.RUNNING: {"nb": "I gang", "nn": "I gang", "en": "Running"},
    State.RESTING: {"nb": "Har pause", "nn": "Har pause", "en": "Having a break"},
}

STEPS: Mapping[Step, Words] = {
    Step.HOST: {
        "nb": "En i teamet er vert for panelet",
        "nn": "Ein i teamet er vert for panelet",
        "en": "Somebody on the team is host of the panel",
    },
    Step.MEMBERS: {"nb": "De første har sagt ja", "nn": "Dei første har sagt ja", "en": "The first have said yes"},
    Step.DATE: {
        "nb": "Første samling har en dato",
        "nn": "Første samling har ein dato",
        "en": "A first session has a date",
    },
    Step.SESSION: {
        "nb": "Første samling er holdt",
        "nn": "Første samling er halden",
        "en": "The first session has been held",
    },
    Step.TOLD_BACK: {
        "nb": "Panelet har fått høre hva det førte til",
        "nn": "Panelet har fått høyre kva det førte til",
        "en": "The panel has been told what came of it",
    },
}

SAID_AS: Mapping[SaidAs, Words] = {
    SaidAs.NAMED: {
        "nb": "Med navn: teamet ser hvem som sa det",
        "nn": "Med namn: teamet ser kven som sa det",
        "en": "With a name: the team sees who said it",
    },
    SaidAs.PANEL: {
        "nb": "Bare som en i panelet: ingen får se hvem, men det kan tas bort igjen senere",
        "nn": "Berre som ein i panelet: ingen får sjå kven, men det kan takast bort igjen seinare",
        "en": "Only as one of the panel: nobody is shown who, and it can be taken away again later",
    },
    SaidAs.ANONYMOUS: {
        "nb": "Helt uten navn: vi skriver ikke ned hvem, så det blir stående",
        "nn": "Heilt utan namn: vi skriv ikkje ned kven, så det blir ståande",
        "en": "Without any name: we do not write down who, so it stays",
    },
}

REMOVED: Mapping[Removed, Words] = {
    Removed.LEFT_PANEL: {
        "nb": "Tatt bort: den som sa det, er ikke lenger i panelet, og hadde ikke sagt at ordene kunne bli.",
        "nn": "Teke bort: den som sa det, er ikkje lenger i panelet, og hadde ikkje sagt at orda kunne bli.",
        "en": "Taken away: whoever said it is no longer in the panel, and had not said that the words could stay.",
    },
    Removed.ASKED_TO: {
        "nb": "Tatt bort: den som sa det, ba om det.",
        "nn": "Teke bort: den som sa det, bad om det.",
        "en": "Taken away: whoever said it asked for it.",
    },
    Removed.NAMES_SOMEBODY: {
        "nb": "Tatt bort: ordene fortalte om noen som ikke er med her.",
        "nn": "Teke bort: orda fortalde om nokon som ikkje er med her.",
        "en": "Taken away: the words told about somebody who is not part of this.",
    },
}

ENDED: Mapping[Ended, Words] = {
    Ended.WITHDREW: {"nb": "Trakk seg", "nn": "Trekte seg", "en": "Withdrew"},
    Ended.CONSENT_ENDED: {"nb": "Samtykket tok slutt", "nn": "Samtykket tok slutt", "en": "The consent ended"},
    Ended.RAN_OUT: {
        "nb": "Tiden de sa ja til, er ute",
        "nn": "Tida dei sa ja til, er ute",
        "en": "The time agreed to is over",
    },
    Ended.TIME_IS_UP: {"nb": "Ferdig i panelet", "nn": "Ferdig i panelet", "en": "Has finished in the panel"},
}

OUTCOMES: Mapping[Outcome, Words] = {
    Outcome.PLANNED: {"nb": "Skal gjøres", "nn": "Skal gjerast", "en": "Will be done"},
    Outcome.DONE: {"nb": "Gjort", "nn": "Gjort", "en": "Done"},
    Outcome.NOT_DONE: {"nb": "Blir ikke gjort", "nn": "Blir ikkje gjort", "en": "Will not be done"},
}

HOWS: Mapping[How, Words] = {
    How.SESSION: {"nb": "I en samling", "nn": "I ei samling", "en": "In a session"},
    How.LETTER: {"nb": "I brev", "nn": "I brev", "en": "By letter"},
    How.PHONE: {"nb": "På telefon", "nn": "På telefon", "en": "By telephone"},
    How.MESSAGE: {"nb": "I en melding", "nn": "I ei melding", "en": "In a message"},
}

STRENGTHS: Mapping[Strength, Words] = {
    Strength.STRONG: {
        "nb": "Sterkt: flere gode studier peker samme vei",
        "nn": "Sterkt: fleire gode studiar peikar same veg",
        "en": "Strong: several good studies point the same way",
    },
    Strength.MODERATE: {
        "nb": "Middels: noen studier, eller én god",
        "nn": "Middels: nokre studiar, eller éin god",
        "en": "Moderate: some studies, or one good one",
    },
    Strength.WEAK: {
        "nb": "Svakt: erfaring, enkeltsaker eller meninger",
        "nn": "Svakt: erfaring, enkeltsaker eller meiningar",
        "en": "Weak: experience, single cases or opinions",
    },
    Strength.CONTESTED: {
        "nb": "Omstridt: fagfolk er uenige",
        "nn": "Omstridt: fagfolk er usamde",
        "en": "Contested: scholars disagree",
    },
    Strength.NOT_JUDGED: {"nb": "Ikke vurdert ennå", "nn": "Ikkje vurdert enno", "en": "Not judged yet"},
}
