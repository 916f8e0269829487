"""What a decision of the intake must hold. The right offer is a described choice: nothing here computes one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from skoleporten.rules.errors import RefusedError


class Kind(StrEnum):
    AGREEMENT = "agreement"
    INDIVIDUAL_DECISION = "individual_decision"
    REDIRECTION = "redirection"


class Outcome(StrEnum):
    SKOLEPORTEN = "skoleporten"
    SCHOOL_WITH_MEASURES = "school_with_measures"
    OTHER_SERVICE = "other_service"
    WAITING = "waiting"
    MORE_TO_FIND_OUT = "more_to_find_out"


# Of what kind a decision with each outcome can be.
KINDS_OF: Mapping[Outcome, frozenset[Kind]] = {
    Outcome.SKOLEPORTEN: frozenset({Kind.AGREEMENT, Kind.INDIVIDUAL_DECISION}),
    Outcome.SCHOOL_WITH_MEASURES: frozenset({Kind.REDIRECTION, Kind.INDIVIDUAL_DECISION}),
    Outcome.OTHER_SERVICE: frozenset({Kind.REDIRECTION}),
    Outcome.WAITING: frozenset({Kind.AGREEMENT, Kind.INDIVIDUAL_DECISION}),
    Outcome.MORE_TO_FIND_OUT: frozenset({Kind.AGREEMENT}),
}

# The stage that follows each outcome, by its code in transitions.
STAGE_OF: Mapping[Outcome, str] = {
    Outcome.SKOLEPORTEN: "offered",
    Outcome.SCHOOL_WITH_MEASURES: "redirected",
    Outcome.OTHER_SERVICE: "redirected",
    Outcome.WAITING: "waiting",
    Outcome.MORE_TO_FIND_OUT: "in_intake",
}


class Field(StrEnum):
    """What a decision may have to hold, in the order of the form."""

    CHILDS_STORY = "childs_story"
    KIND_FITS = "kind_fits"
    REASON = "reason"
    ALTERNATIVES = "alternatives"
    CHILDS_BEST = "childs_best"
    WHO_IS_TOLD = "who_is_told"
    REVIEW_DATE = "review_date"
    FOLLOWER = "follower"
    RECEIVER = "receiver"
    FACTS = "facts"
    LEGAL_RULE = "legal_rule"
    GROUNDS = "grounds"
    PUPILS_VIEW = "pupils_view"
    COMPLAINT_RIGHT = "complaint_right"
    COMPLAINT_DEADLINE = "complaint_deadline"
    COMPLAINT_INSTANCE = "complaint_instance"
    ASSESSMENT = "assessment"
    ASSESSMENT_CONSENT = "assessment_consent"
    ITO_CONSENT = "ito_consent"


ALWAYS = frozenset(
    {
        Field.CHILDS_STORY,
        Field.KIND_FITS,
        Field.REASON,
        Field.ALTERNATIVES,
        Field.CHILDS_BEST,
        Field.WHO_IS_TOLD,
    }
)
OF_KIND: Mapping[Kind, frozenset[Field]] = {
    Kind.AGREEMENT: frozenset(),
    Kind.REDIRECTION: frozenset({Field.RECEIVER, Field.FOLLOWER}),
    Kind.INDIVIDUAL_DECISION: frozenset(
        {
            Field.FACTS,
            Field.LEGAL_RULE,
            Field.GROUNDS,
            Field.PUPILS_VIEW,
            Field.COMPLAINT_RIGHT,
            Field.COMPLAINT_DEADLINE,
            Field.COMPLAINT_INSTANCE,
        }
    ),
}
OF_OUTCOME: Mapping[Outcome, frozenset[Field]] = {
    Outcome.WAITING: frozenset({Field.REVIEW_DATE, Field.FOLLOWER}),
    Outcome.MORE_TO_FIND_OUT: frozenset({Field.REVIEW_DATE}),
}
OF_ITO = frozenset({Field.ASSESSMENT, Field.ASSESSMENT_CONSENT, Field.ITO_CONSENT})
"""Opplæringslova § 11-7: consent before the assessment, the assessment, and consent before the decision."""

WEEKS_TO_COMPLAIN = 3
"""Forvaltningsloven § 29, from the day the family was told. Only a proposal; look it up before it is relied on."""


@dataclass(frozen=True)
class Decision:
    """`childs_story`: that it has been heard, or why not. `is_ito`: individually adapted education is part of it.

    The two consents are those of the purposes expert_assessment and ito_decision, in force on `decided_on`.
    """

    kind: Kind
    outcome: Outcome
    decided_on: dt.date
    childs_story: str = ""
    reason: str = ""
    alternatives: str = ""
    childs_best: str = ""
    who_is_told: str = ""
    review_date: dt.date | None = None
    follower: str = ""
    receiver: str = ""
    facts: str = ""
    legal_rule: str = ""
    grounds: str = ""
    pupils_view: str = ""
    complaint_right: bool = False
    complaint_deadline: dt.date | None = None
    complaint_instance: str = ""
    is_ito: bool = False
    assessment: dt.date | None = None
    assessment_consent: bool = False
    ito_consent: bool = False


class IncompleteDecisionError(RefusedError):
    """`lacks` are the fields, in the order of the form."""

    def __init__(self, lacks: tuple[Field, ...]) -> None:
        self.lacks = lacks
        super().__init__("The decision is not complete.", do=f"Fill in: {', '.join(lacks)}.")


def required(kind: Kind, outcome: Outcome, *, is_ito: bool = False) -> frozenset[Field]:
    return ALWAYS | OF_KIND[kind] | OF_OUTCOME.get(outcome, frozenset()) | (OF_ITO if is_ito else frozenset())


def missing(decision: Decision) -> tuple[Field, ...]:
    needed = required(decision.kind, decision.outcome, is_ito=decision.is_ito)
    return tuple(field for field in Field if field in needed and not _holds(decision, field))


def check(decision: Decision) -> None:
    """Raises IncompleteDecisionError."""
    if lacks := missing(decision):
        raise IncompleteDecisionError(lacks)


def proposed_complaint_deadline(told_on: dt.date) -> dt.date:
    return told_on + dt.timedelta(weeks=WEEKS_TO_COMPLAIN)


def _holds(decision: Decision, field: Field) -> bool:
    if field is Field.KIND_FITS:
        is_bare_ito = decision.is_ito and decision.kind is not Kind.INDIVIDUAL_DECISION
        return decision.kind in KINDS_OF[decision.outcome] and not is_bare_ito
    value = getattr(decision, field.value)
    match field:
        case Field.REVIEW_DATE | Field.COMPLAINT_DEADLINE:
            return value is not None and value > decision.decided_on
        case Field.ASSESSMENT:
            return value is not None and value <= decision.decided_on
    return bool(value.strip()) if isinstance(value, str) else bool(value)
