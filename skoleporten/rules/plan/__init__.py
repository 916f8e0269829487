"""The plan in minutes: what is agreed, what changes from step to step, what it rests on, and what may come next."""

from skoleporten.rules.plan.agreed import (
    LEAST_MINUTES,
    MOST_MINUTES,
    MOST_PARTS_A_DAY,
    SCHOOL_WEEK,
    Agreed,
    Change,
    Dated,
    Part,
    holding,
    spans,
)
from skoleporten.rules.plan.basis import (
    Basis,
    BasisFault,
    Rests,
    ToldBecause,
    basis_faults,
    below,
    is_over,
    needs_basis,
    told_because,
)
from skoleporten.rules.plan.words import ANSWERS, BASES, CHANGES, WHO_CHOOSES, Answer, Chooses

__all__ = [
    "ANSWERS",
    "BASES",
    "CHANGES",
    "LEAST_MINUTES",
    "MOST_MINUTES",
    "MOST_PARTS_A_DAY",
    "SCHOOL_WEEK",
    "WHO_CHOOSES",
    "Agreed",
    "Answer",
    "Basis",
    "BasisFault",
    "Change",
    "Chooses",
    "Dated",
    "Part",
    "Rests",
    "ToldBecause",
    "basis_faults",
    "below",
    "holding",
    "is_over",
    "needs_basis",
    "spans",
    "told_because",
]
