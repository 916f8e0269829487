"""Goals: few, in the pupil's own words, with how one would notice: in a grid of three by three, or beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

Texts = Mapping[str, str]

# With more open goals than this the page asks, gently, whether all of them are needed now.
MANY = 3


class Participation(StrEnum):
    """In what one takes part. The last is whether one feels wanted, and only the pupil can say so."""

    ACADEMIC = "academic"
    SOCIAL = "social"
    PSYCHOLOGICAL = "psychological"


class Approach(StrEnum):
    MASTERY = "mastery"
    AUTONOMY = "autonomy"
    MEANING = "meaning"


class Kind(StrEnum):
    """A square of the grid, or one of three that have their place beside it."""

    GRID = "grid"
    GOOD_CHOICES = "good_choices"
    FEELINGS = "feelings"
    GUARDIANS = "guardians"


class SaidBy(StrEnum):
    PUPIL = "pupil"
    GUARDIAN = "guardian"
    TOGETHER = "together"


class Turn(StrEnum):
    """What happens with a goal. None is a failure: a goal that is left was one that did not fit, or not now."""

    STEP = "step"
    CHANGED = "changed"
    REACHED = "reached"
    LEFT = "left"
    TAKEN_UP = "taken_up"


ENDS = frozenset({Turn.REACHED, Turn.LEFT})

PARTICIPATIONS: Mapping[Participation, Texts] = {
    Participation.ACADEMIC: {"nb": "Delta i fag", "nn": "Delta i fag", "en": "Take part in learning"},
    Participation.SOCIAL: {"nb": "Være sammen med andre", "nn": "Vere saman med andre", "en": "Be with others"},
    Participation.PSYCHOLOGICAL: {
        "nb": "Kjenne seg ønsket",
        "nn": "Kjenne seg ønskt",
        "en": "Feel wanted",
    },
}
APPROACHES: Mapping[Approach, Texts] = {
    Approach.MASTERY: {"nb": "Mestring: få til", "nn": "Meistring: få til", "en": "Mastery: manage"},
    Approach.AUTONOMY: {"nb": "Selvstendighet: velge selv", "nn": "Sjølvstende: velje sjølv", "en": "Autonomy: choose"},
    Approach.MEANING: {"nb": "Mening: se hvorfor", "nn": "Meining: sjå kvifor", "en": "Meaning: see why"},
}
KINDS: Mapping[Kind, Texts] = {
    Kind.GRID: {"nb": "I rutenettet", "nn": "I rutenettet", "en": "In the grid"},
    Kind.GOOD_CHOICES: {
        "nb": "Stå for egne, gode valg",
        "nn": "Stå for eigne, gode val",
        "en": "Stand by good choices of one’s own",
    },
    Kind.FEELINGS: {
        "nb": "Egne måter å møte følelser på",
        "nn": "Eigne måtar å møte kjensler på",
        "en": "Own ways of meeting feelings",
    },
    Kind.GUARDIANS: {
        "nb": "Mestring for de foresatte",
        "nn": "Meistring for dei føresette",
        "en": "Mastery for the guardians",
    },
}
SAID_BY: Mapping[SaidBy, Texts] = {
    SaidBy.PUPIL: {"nb": "Eleven, med egne ord", "nn": "Eleven, med eigne ord", "en": "The pupil, in own words"},
    SaidBy.GUARDIAN: {"nb": "En foresatt", "nn": "Ein føresett", "en": "A guardian"},
    SaidBy.TOGETHER: {"nb": "Vi fant det sammen", "nn": "Vi fann det saman", "en": "We found it together"},
}


class GoalLack(StrEnum):
    WORDS = "words"
    NOTICED_BY = "noticed_by"
    SQUARE = "square"
    NO_SQUARE = "no_square"


@dataclass(frozen=True)
class Goal:
    """`participation` and `approach` are the square, and empty for what lies beside the grid."""

    words: str
    noticed_by: str
    kind: Kind = Kind.GRID
    participation: Participation | None = None
    approach: Approach | None = None

    @property
    def lacks(self) -> tuple[GoalLack, ...]:
        has_square = self.participation is not None and self.approach is not None
        has_part = self.participation is not None or self.approach is not None
        found = {
            GoalLack.WORDS: not self.words.strip(),
            GoalLack.NOTICED_BY: not self.noticed_by.strip(),
            GoalLack.SQUARE: self.kind is Kind.GRID and not has_square,
            GoalLack.NO_SQUARE: self.kind is not Kind.GRID and has_part,
        }
        return tuple(lack for lack in GoalLack if found[lack])


def may_turn(turn: Turn, *, is_open: bool) -> bool:
    """One that was reached or left is taken up again before anything else happens with it."""
    return (turn is not Turn.TAKEN_UP) if is_open else turn is Turn.TAKEN_UP


def are_many(open_goals: int) -> bool:
    return open_goals > MANY
