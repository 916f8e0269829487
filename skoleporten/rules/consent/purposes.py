"""What consent is asked for: the legal kind of each purpose, the age of own right, and who must agree on a given day.

To notice and follow up absence needs no consent: it rests on law, with a duty to inform (opplæringslova § 10-8).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

PUPIL = "pupil"
"""The pupil's key among those who must agree; guardians have keys of the caller's."""

AGE_OF_MAJORITY = 18


class Purpose(StrEnum):
    JOIN_SKOLEPORTEN = "join_skoleporten"
    EXPERT_ASSESSMENT = "expert_assessment"
    ITO_DECISION = "ito_decision"
    SHARE_WITH_SERVICE = "share_with_service"
    BTI_LOG = "bti_log"
    CHILD_COORDINATOR = "child_coordinator"
    INDIVIDUAL_PLAN = "individual_plan"
    RESEARCH = "research"
    SOURCE_PANEL = "source_panel"


class LegalKind(StrEnum):
    """What the yes is, in law."""

    PARTICIPATION = "participation"
    RELEASE = "release_from_confidentiality"
    EXPERT_ASSESSMENT = "expert_assessment"
    RESEARCH = "research"


class FromOwnAge(StrEnum):
    """Who must agree from the age of own right: the pupil besides the guardians, or the pupil alone."""

    PUPIL_TOO = "pupil_too"
    PUPIL_ALONE = "pupil_alone"


@dataclass(frozen=True)
class Terms:
    """`own_age` in years. `ours`: the age or who must agree is our choice where no source says it for this purpose."""

    kind: LegalKind
    own_age: int
    from_own_age: FromOwnAge
    source: str
    ours: bool = False
    names_service: bool = False


_EDUCATION = 15  # opplæringslova § 24-5
_BETWEEN_SERVICES = 16

TERMS: Mapping[Purpose, Terms] = {
    Purpose.JOIN_SKOLEPORTEN: Terms(
        LegalKind.PARTICIPATION,
        _EDUCATION,
        FromOwnAge.PUPIL_TOO,
        "Opplæringslova § 24-5: from 15 the pupil decides in matters of own education. "
        "Skoleporten asks something of the family too: that the guardians are asked besides is ours.",
        ours=True,
    ),
    Purpose.EXPERT_ASSESSMENT: Terms(
        LegalKind.EXPERT_ASSESSMENT,
        _EDUCATION,
        FromOwnAge.PUPIL_ALONE,
        "Opplæringslova § 11-7: consent before the assessment; § 24-5: from 15 it is the pupil's.",
    ),
    Purpose.ITO_DECISION: Terms(
        LegalKind.EXPERT_ASSESSMENT,
        _EDUCATION,
        FromOwnAge.PUPIL_ALONE,
        "Opplæringslova § 11-7: consent before the decision; § 24-5: from 15 it is the pupil's.",
    ),
    Purpose.SHARE_WITH_SERVICE: Terms(
        LegalKind.RELEASE,
        _BETWEEN_SERVICES,
        FromOwnAge.PUPIL_TOO,
        "Forvaltningsloven § 13 a no. 1: with consent. The age is that of practice between services (BTI).",
        names_service=True,
    ),
    Purpose.BTI_LOG: Terms(
        LegalKind.RELEASE,
        _BETWEEN_SERVICES,
        FromOwnAge.PUPIL_TOO,
        "Stafettlogg in BTI municipalities: opened by consent, the pupil's own from 16.",
    ),
    Purpose.CHILD_COORDINATOR: Terms(
        LegalKind.PARTICIPATION,
        _BETWEEN_SERVICES,
        FromOwnAge.PUPIL_TOO,
        "Helse- og omsorgstjenesteloven § 7-2 a: where the parents want it. The pupil's own age is ours.",
        ours=True,
    ),
    Purpose.INDIVIDUAL_PLAN: Terms(
        LegalKind.PARTICIPATION,
        _BETWEEN_SERVICES,
        FromOwnAge.PUPIL_TOO,
        "Individuell plan: where the person wants it. The pupil's own age is ours.",
        ours=True,
    ),
    Purpose.RESEARCH: Terms(
        LegalKind.RESEARCH,
        _BETWEEN_SERVICES,
        FromOwnAge.PUPIL_TOO,
        "Research on pseudonymised data. The age is ours, the higher of the two.",
        ours=True,
    ),
    Purpose.SOURCE_PANEL: Terms(
        LegalKind.PARTICIPATION,
        _EDUCATION,
        FromOwnAge.PUPIL_TOO,
        "Taking part in a panel that advises Skoleporten. Age and givers are ours.",
        ours=True,
    ),
}


def birthday(born: dt.date, age: int) -> dt.date:
    """The day the age is reached. Born on 29 February: 1 March where the year has none, so no right comes too early."""
    try:
        return born.replace(year=born.year + age)
    except ValueError:
        return dt.date(born.year + age, 3, 1)


def own_right_from(purpose: Purpose, born: dt.date) -> dt.date:
    return birthday(born, TERMS[purpose].own_age)


def who_must_agree(purpose: Purpose, deciders: Collection[str], born: dt.date | None, today: dt.date) -> frozenset[str]:
    """PUPIL and keys of `deciders`, the guardians who hold the right to decide today. Empty: nobody can say yes.

    Where the date of birth is not known, both the pupil and the guardians must.
    """
    candidates = {PUPIL, *deciders}
    return frozenset(key for key in candidates if decides_on(purpose, key, born, today))


def decides_on(purpose: Purpose, key: str, born: dt.date | None, day: dt.date) -> bool:
    """Whether the pupil, or a guardian who holds the right to decide, has a say in the purpose by the pupil's age."""
    if born is None:
        return True
    has_own_right = day >= own_right_from(purpose, born)
    if key == PUPIL:
        return has_own_right
    is_the_pupils_alone = has_own_right and TERMS[purpose].from_own_age is FromOwnAge.PUPIL_ALONE
    return not is_the_pupils_alone and day < birthday(born, AGE_OF_MAJORITY)
