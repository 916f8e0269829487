"""Source panels: who is asked, under which name words stand, and that whoever spoke is told what came of it."""

from skoleporten.rules.panels.changes import How, Outcome, is_owed
from skoleporten.rules.panels.shipped import Members, Strength, shipped_panels, shipped_shelf, shipped_themes
from skoleporten.rules.panels.statements import Ended, Removed, SaidAs, is_kept_about_whom, stays_after_leaving
from skoleporten.rules.panels.way import Facts, State, Step, may_become, next_step, steps

__all__ = [
    "Ended",
    "Facts",
    "How",
    "Members",
    "Outcome",
    "Removed",
    "SaidAs",
    "State",
    "Step",
    "Strength",
    "is_kept_about_whom",
    "is_owed",
    "may_become",
    "next_step",
    "shipped_panels",
    "shipped_shelf",
    "shipped_themes",
    "stays_after_leaving",
    "steps",
]
