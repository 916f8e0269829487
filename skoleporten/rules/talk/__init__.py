"""The intake talk: its parts in order, how a story is told, who is near, and prompts that are for the staff only."""

from skoleporten.rules.talk.parts import PARTS, Part, part_after
from skoleporten.rules.talk.prompts import HYPOTHESES, SQUEEZE, Hypothesis, Squeeze
from skoleporten.rules.talk.relations import PLACES, RINGS, Dot, Near, Place, Ring, dots
from skoleporten.rules.talk.story import TELLINGS, Lack, Story, Telling, lacks

__all__ = [
    "HYPOTHESES",
    "PARTS",
    "PLACES",
    "RINGS",
    "SQUEEZE",
    "TELLINGS",
    "Dot",
    "Hypothesis",
    "Lack",
    "Near",
    "Part",
    "Place",
    "Ring",
    "Squeeze",
    "Story",
    "Telling",
    "dots",
    "lacks",
    "part_after",
]
