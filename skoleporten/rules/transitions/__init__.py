"""The way from referral to case and back, as one table: which stage follows which, who moves it, and what it needs."""

from skoleporten.rules.transitions.chain import Chain, Move, MoveRefusedError, advance, check_move, facts_of
from skoleporten.rules.transitions.drawing import diagram, stage_rows, transition_rows
from skoleporten.rules.transitions.table import (
    AFTER_WITHDRAWAL,
    ENDED,
    OPEN,
    TABLE,
    Need,
    Stage,
    Transition,
    may_move,
    stages_after,
    transition,
)
from skoleporten.rules.transitions.words import NEEDS, STAGES

__all__ = [
    "AFTER_WITHDRAWAL",
    "ENDED",
    "NEEDS",
    "OPEN",
    "STAGES",
    "TABLE",
    "Chain",
    "Move",
    "MoveRefusedError",
    "Need",
    "Stage",
    "Transition",
    "advance",
    "check_move",
    "diagram",
    "facts_of",
    "may_move",
    "stage_rows",
    "stages_after",
    "transition",
    "transition_rows",
]
