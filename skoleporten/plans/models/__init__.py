"""The plan in minutes and the ladder. Every table here is only added to; everything is imported from here."""

from skoleporten.plans.models.ladder import RungMove
from skoleporten.plans.models.said import AnswerRead, LeaderTold, PlanAnswer, PlanBasis
from skoleporten.plans.models.steps import PlanExpectation, PlanPart, PlanStep, StepTakenBack

__all__ = [
    "AnswerRead",
    "LeaderTold",
    "PlanAnswer",
    "PlanBasis",
    "PlanExpectation",
    "PlanPart",
    "PlanStep",
    "RungMove",
    "StepTakenBack",
]
