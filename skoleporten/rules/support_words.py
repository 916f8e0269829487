"""The codes of rules/supports in plain words, in three languages, as the staff and a copy of what is kept say them."""

from __future__ import annotations

from collections.abc import Mapping

from skoleporten.rules.supports import Because, How, Kind, Says, When, WithWhom

Texts = Mapping[str, str]

KINDS: Mapping[Kind, Texts] = {
    Kind.HELPS: {"nb": "Det som hjelper", "nn": "Det som hjelper", "en": "What helps"},
    Kind.HARD: {"nb": "Det som gjør det vanskelig", "nn": "Det som gjer det vanskeleg", "en": "What makes it hard"},
}
WITH_WHOM: Mapping[WithWhom, Texts] = {
    WithWhom.ANYBODY: {"nb": "en voksen her", "nn": "ein vaksen her", "en": "any adult here"},
    WithWhom.ADULT: {"nb": "en bestemt voksen", "nn": "ein bestemt vaksen", "en": "a certain adult"},
}
HOW: Mapping[How, Texts] = {
    How.SIT: {"nb": "sitte sammen", "nn": "sitje saman", "en": "sit down together"},
    How.WALK: {"nb": "gå en tur", "nn": "gå ein tur", "en": "go for a walk"},
    How.WHILE_DOING: {
        "nb": "snakke mens de gjør noe",
        "nn": "snakke medan dei gjer noko",
        "en": "talk while doing something",
    },
    How.WRITE: {"nb": "skrive til hverandre", "nn": "skrive til kvarandre", "en": "write to each other"},
    How.PHONE: {"nb": "på telefonen", "nn": "på telefonen", "en": "on the phone"},
}
WHEN: Mapping[When, Texts] = {
    When.TODAY: {"nb": "så snart som mulig", "nn": "så snart som mogleg", "en": "as soon as possible"},
    When.THIS_WEEK: {"nb": "denne uka", "nn": "denne veka", "en": "this week"},
    When.NO_HURRY: {"nb": "haster ikke", "nn": "hastar ikkje", "en": "not urgent"},
}
SAYS: Mapping[Says, Texts] = {
    Says.YES: {"nb": "ja", "nn": "ja", "en": "yes"},
    Says.NOT_THIS: {"nb": "nei, ikke slik", "nn": "nei, ikkje slik", "en": "no, not like this"},
    Says.TAKES_BACK: {"nb": "tok tilbake sitt ja", "nn": "tok tilbake sitt ja", "en": "took back the yes"},
}
BECAUSE: Mapping[Because, Texts] = {
    Because.NOT_THIS: {"nb": "ikke blitt enige om", "nn": "ikkje blitt samde om", "en": "not agreed to"},
    Because.TAKEN_BACK: {
        "nb": "et ja ble tatt tilbake",
        "nn": "eit ja vart teke tilbake",
        "en": "a yes was taken back",
    },
    Because.NEWER: {"nb": "en nyere tekst kom", "nn": "ein nyare tekst kom", "en": "a newer text came"},
    Because.WITHDRAWN: {"nb": "trukket tilbake her", "nn": "trekt tilbake her", "en": "withdrawn here"},
}
