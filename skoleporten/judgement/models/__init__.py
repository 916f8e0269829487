"""Notes, the loop of judgement, its measures, and goals. A room a noun; everything is imported from here."""

from skoleporten.judgement.models.goals import Goal, GoalTurn
from skoleporten.judgement.models.measures import Evaluation, Measure
from skoleporten.judgement.models.notes import Note
from skoleporten.judgement.models.phrases import PhraseList
from skoleporten.judgement.models.rounds import Assessment, Decision, Round

__all__ = ["Assessment", "Decision", "Evaluation", "Goal", "GoalTurn", "Measure", "Note", "PhraseList", "Round"]
