"""The ladder: six steps from a welcome to ordinary school, and the moves between them."""

from skoleporten.rules.ladder.rungs import Fault, Kind, Move, Rung, faults, kind_of, number_of
from skoleporten.rules.ladder.words import KINDS, RUNGS, Words, rung_in_words

__all__ = [
    "KINDS",
    "RUNGS",
    "Fault",
    "Kind",
    "Move",
    "Rung",
    "Words",
    "faults",
    "kind_of",
    "number_of",
    "rung_in_words",
]
