"""What of a pupil each role may see, once the gate has let the pupil into view. A second, pure table.

A page asks `may_see(role, What.CONCERNS)` before it reads; what no row names is not shown to anybody.
"""

from __future__ import annotations

from enum import StrEnum


class What(StrEnum):
    """The kinds of things that hang on a pupil."""

    ABSENCE = "absence"
    CONCERNS = "concerns"
    STEPS = "steps"
    REFERRALS = "referrals"
    STAGE = "stage"
    PLAN = "plan"
    MEASURES_OF_THE_SCHOOL = "measures_of_the_school"
    MEASURES = "measures"
    AGREED_MEASURES = "agreed_measures"
    NOTES = "notes"
    SHARED_NOTES = "shared_notes"
    OWN_WORDS = "own_words"
    CONSENTS = "consents"
    LETTERS = "letters"
    CONSENTS_ON_EDUCATION = "consents_on_education"
    GUARDIANS = "guardians"
    NATIONAL_ID = "national_id"
    WHO_HAS_LOOKED = "who_has_looked"
    WHO_CAN_SEE = "who_can_see"
    CHILD_WELFARE_REPORTS = "child_welfare_reports"
    LOOKS_OF_CHILD_WELFARE = "looks_of_child_welfare"
    ENVIRONMENT_REPORTS = "environment_reports"
    INTERVENTIONS = "interventions"
    SCHOOLS_ACCOUNT = "schools_account"
    RELATIONS = "relations"
    FACTORS = "factors"
    SCORES = "scores"
    HYPOTHESES = "hypotheses"
    OWN_ANSWERS = "own_answers"
    SPECIAL_ANSWERS = "special_answers"
    CASE = "case"
    CARE = "care"
    GOALS = "goals"
    JUDGEMENT = "judgement"
    PRESENCE = "presence"
    MEETINGS = "meetings"
    MEETING_TIME = "meeting_time"
    MEETINGS_TOLD = "meetings_told"
    SUPPORTS = "supports"
    MESSAGES = "messages"
    SURVEYS = "surveys"
    ACCESS_REQUESTS = "access_requests"


_SCHOOL = frozenset(
    {What.ABSENCE, What.CONCERNS, What.STEPS, What.STAGE, What.PLAN, What.PRESENCE, What.MEASURES_OF_THE_SCHOOL}
    | {What.SUPPORTS}
)
# Of these a school sees what it wrote itself.
_WRITTEN_BY_SCHOOL = frozenset({What.SCHOOLS_ACCOUNT, What.OWN_ANSWERS})
_DUTIES = frozenset({What.CHILD_WELFARE_REPORTS, What.ENVIRONMENT_REPORTS, What.INTERVENTIONS})
_OF_A_CASE = frozenset(What) - {What.NATIONAL_ID}
_BETWEEN_FAMILY_AND_TEAM = frozenset({What.MESSAGES, What.SURVEYS, What.ACCESS_REQUESTS})
_FAMILY = frozenset(
    {What.PLAN, What.PRESENCE, What.GOALS, What.AGREED_MEASURES, What.OWN_WORDS, What.CONSENTS, What.LETTERS}
    | {What.WHO_HAS_LOOKED, What.WHO_CAN_SEE, What.SHARED_NOTES}
    | {What.SUPPORTS, What.MESSAGES, What.SURVEYS, What.MEETINGS_TOLD, What.ACCESS_REQUESTS}
)

_TABLE: dict[str, frozenset[What]] = {
    "teacher": _SCHOOL | _WRITTEN_BY_SCHOOL,
    "school_leader": _SCHOOL
    | _WRITTEN_BY_SCHOOL
    | {What.OWN_WORDS, What.SHARED_NOTES}
    | {What.REFERRALS, What.LETTERS, What.GUARDIANS, What.WHO_HAS_LOOKED, What.WHO_CAN_SEE}
    | {What.CONSENTS_ON_EDUCATION}
    | _DUTIES,
    "team": _OF_A_CASE,
    "lead": _OF_A_CASE,
    "specialist": _OF_A_CASE
    - _DUTIES
    - _BETWEEN_FAMILY_AND_TEAM
    - {What.LOOKS_OF_CHILD_WELFARE, What.CARE, What.MEETING_TIME},
    "municipality": frozenset(),
    "researcher": frozenset(),
    "administrator": frozenset(),
    "guardian": _FAMILY,
    "pupil": _FAMILY,
}

# To whom an item of these kinds is shown stands on the item; the table above gives the outer limit.
ITEMS = frozenset(
    {What.PLAN, What.AGREED_MEASURES, What.OWN_WORDS, What.NOTES, What.CONSENTS, What.LETTERS}
    | {What.SHARED_NOTES, What.GOALS, What.SUPPORTS, What.MESSAGES, What.SURVEYS, What.MEETINGS_TOLD}
)
AUDIENCE_OF = {
    "teacher": "school",
    "school_leader": "school",
    "team": "team",
    "lead": "team",
    "specialist": "specialist",
    "guardian": "guardian",
    "pupil": "pupil",
}


def visible(role: str) -> frozenset[What]:
    """Nothing for a role that the table does not know."""
    return _TABLE.get(role, frozenset())


def roles_that_see(what: What) -> frozenset[str]:
    return frozenset(role for role, seen in _TABLE.items() if what in seen)


def may_see(role: str, what: What) -> bool:
    return what in visible(role)


def may_see_item(role: str, what: What, audiences: frozenset[str]) -> bool:
    """`audiences` stand on the item. A pupil who chose "only the adults here" has left out guardian and school."""
    return may_see(role, what) and (what not in ITEMS or AUDIENCE_OF[role] in audiences)
