"""A municipality's routine as data: its steps, who takes each, by when, and which is next for one pupil."""

from skoleporten.rules.follow_up.due import (
    Due,
    due_steps,
    fulfilled_by,
    is_overdue,
    next_step,
    school_days_overdue,
)
from skoleporten.rules.follow_up.model import (
    OPENING,
    Deadline,
    DeadlineUnit,
    Routine,
    Step,
    StepKind,
    Who,
)
from skoleporten.rules.follow_up.parse import load_routine, parse_routine, shipped_ids, shipped_routines
from skoleporten.rules.follow_up.school_days import SchoolDays
from skoleporten.rules.follow_up.words import deadline_in_words, kind_in_words, who_in_words

__all__ = [
    "OPENING",
    "Deadline",
    "DeadlineUnit",
    "Due",
    "Routine",
    "SchoolDays",
    "Step",
    "StepKind",
    "Who",
    "deadline_in_words",
    "due_steps",
    "fulfilled_by",
    "is_overdue",
    "kind_in_words",
    "load_routine",
    "next_step",
    "parse_routine",
    "school_days_overdue",
    "shipped_ids",
    "shipped_routines",
    "who_in_words",
]
