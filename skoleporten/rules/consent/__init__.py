"""Consent: what is asked for, who must agree, whether it is in force, and when it must be asked for again."""

from skoleporten.rules.consent.deciders import Guardian, NotEntitledError, WhyNot, check_may_answer, deciders, why_not
from skoleporten.rules.consent.purposes import (
    AGE_OF_MAJORITY,
    PUPIL,
    TERMS,
    FromOwnAge,
    LegalKind,
    Purpose,
    Terms,
    birthday,
    decides_on,
    own_right_from,
    who_must_agree,
)
from skoleporten.rules.consent.standing import (
    AskAgain,
    Asked,
    Given,
    Standing,
    State,
    Why,
    ask_again_on,
    may_share,
    standing,
)
from skoleporten.rules.consent.words import LEGAL_KINDS, PURPOSES

__all__ = [
    "AGE_OF_MAJORITY",
    "LEGAL_KINDS",
    "PUPIL",
    "PURPOSES",
    "TERMS",
    "AskAgain",
    "Asked",
    "FromOwnAge",
    "Given",
    "Guardian",
    "LegalKind",
    "NotEntitledError",
    "Purpose",
    "Standing",
    "State",
    "Terms",
    "Why",
    "WhyNot",
    "ask_again_on",
    "birthday",
    "check_may_answer",
    "deciders",
    "decides_on",
    "may_share",
    "own_right_from",
    "standing",
    "who_must_agree",
    "why_not",
]
