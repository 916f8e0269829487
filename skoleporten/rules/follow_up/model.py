"""A step is data: who does what, by when counted from what, in which words, and from which source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

OPENING = "opening"
"""What a deadline is counted from where it names no earlier step: the day the concern was opened."""


class StepKind(StrEnum):
    """What a person records that fulfils the step. The codes are those of a concern's recorded steps."""

    PUPIL_TALK = "pupil_talk"
    HOME_CONTACTED = "home_contacted"
    MEETING = "meeting"
    AGREEMENT = "agreement"
    MEASURE = "measure"
    EVALUATION = "evaluation"
    RESOURCE_TEAM = "resource_team"
    OTHER = "other"


class Who(StrEnum):
    """Whose step it is. A duty in the routine, and no right to see anything: that is the gate's."""

    CONTACT_TEACHER = "contact_teacher"
    SCHOOL_LEADER = "school_leader"
    SOCIAL_TEACHER = "social_teacher"
    SCHOOL_NURSE = "school_nurse"
    RESOURCE_TEAM = "resource_team"
    LEAD = "lead"


class DeadlineUnit(StrEnum):
    SAME_DAY = "same_day"
    SCHOOL_DAYS = "school_days"
    DAYS = "days"
    WEEKS = "weeks"


@dataclass(frozen=True)
class Deadline:
    """`length` counts units and is 0 for the same day only. `start` is OPENING or the id of an earlier step."""

    unit: DeadlineUnit
    length: int = 0
    start: str = OPENING

    def __post_init__(self) -> None:
        if (self.unit is DeadlineUnit.SAME_DAY) != (self.length == 0) or self.length < 0:
            raise ValueError(f"A deadline of {self.unit} cannot have the length {self.length}.")


@dataclass(frozen=True)
class Step:
    """`name` is for a list, `text` tells the person what to do.

    `every`: once done it is due again so long after it was done, until the step `until` is done.

    `ours`: a number in the step is ours and does not stand in its source.
    """

    id: str
    kind: StepKind
    who: Who
    deadline: Deadline
    name: Mapping[str, str] = field(default_factory=dict, hash=False)
    text: Mapping[str, str] = field(default_factory=dict, hash=False)
    source: str = ""
    ours: bool = False
    every: Deadline | None = None
    until: str | None = None


@dataclass(frozen=True)
class Routine:
    """`text` is the file as read and `sha256` the hash of its UTF-8 bytes.

    `rule_set` is the id of the rule set whose signals it answers; None where it goes with any.
    """

    id: str
    version: str
    name: Mapping[str, str] = field(hash=False)
    about: Mapping[str, str] = field(hash=False)
    source: str
    rule_set: str | None
    steps: tuple[Step, ...]
    text: str
    sha256: str

    def step(self, step_id: str) -> Step:
        """KeyError for an id that the routine does not have."""
        for step in self.steps:
            if step.id == step_id:
                return step
        raise KeyError(step_id)
