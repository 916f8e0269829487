"""The case and what hangs on it alone. A room a noun; everything is imported from here."""

from skoleporten.cases.models.care import Care
from skoleporten.cases.models.case import OPEN_STAGES, Case, CaseQuerySet
from skoleporten.cases.models.handing_back import FollowUp, HandingBack, HandingBackAnswer
from skoleporten.cases.models.in_force import StandingDecision
from skoleporten.cases.models.members import CaseMember

__all__ = [
    "OPEN_STAGES",
    "Care",
    "Case",
    "CaseMember",
    "CaseQuerySet",
    "FollowUp",
    "HandingBack",
    "HandingBackAnswer",
    "StandingDecision",
]
