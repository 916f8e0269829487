"""The contract: the tables that every source gives and every engine reads. docs/reference/tables.md is made from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from skoleporten.rules.absence import Documented, Kind, Reason

ColumnType = Literal["string", "int64", "date"]
# How what was offered is known: from dated school days, from rows of presence, or only as a number of days.
Denominator = Literal["calendar", "presence", "session_totals"]


@dataclass(frozen=True)
class Column:
    name: str
    type: ColumnType
    description: str
    required: bool = True
    at_least: int | None = None
    at_most: int | None = None
    one_of: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    name: str
    description: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)


GRADES = (1, 13)
MINUTES_IN_A_DAY = 24 * 60

PUPIL_ID = Column("pupil_id", "string", "The source's id of the pupil, or public_id from the database.")
SCHOOL_ID = Column("school_id", "string", "The source's id of the school.")
CLASS_ID = Column("class_id", "string", "The source's id of the class; empty where it is not known.", required=False)

ENROLMENTS = Table(
    "enrolments",
    "Which school, class and grade a pupil belonged to, and when. A pupil may move within a year.",
    (
        PUPIL_ID,
        SCHOOL_ID,
        CLASS_ID,
        Column(
            "grade",
            "int64",
            "Grade 1-13; empty where the source does not tell.",
            required=False,
            at_least=GRADES[0],
            at_most=GRADES[1],
        ),
        Column("start_date", "date", "First day."),
        Column("end_date", "date", "Last day, inclusive; empty while the pupil is enrolled.", required=False),
    ),
    key=("pupil_id", "school_id", "start_date"),
)
CALENDAR = Table(
    "calendar",
    "The school days. A date that is not here is not a school day. Never guessed from absences.",
    (
        SCHOOL_ID,
        Column(
            "grade",
            "int64",
            "Empty: all grades without a row of their own that day.",
            required=False,
            at_least=GRADES[0],
            at_most=GRADES[1],
        ),
        Column("date", "date", "The school day."),
        Column(
            "minutes_offered", "int64", "Minutes of teaching offered that day.", at_least=1, at_most=MINUTES_IN_A_DAY
        ),
    ),
    key=("school_id", "grade", "date"),
)
ABSENCES = Table(
    "absences",
    "One row for each registration of absence.",
    (
        PUPIL_ID,
        SCHOOL_ID,
        Column("date", "date", "The school day, in Europe/Oslo."),
        Column("kind", "string", "day: the whole school day; the others: a part of it.", one_of=tuple(Kind)),
        Column(
            "minutes",
            "int64",
            "Minutes away; empty only for late and left_early of unknown length.",
            required=False,
            at_least=1,
            at_most=MINUTES_IN_A_DAY,
        ),
        Column("documented", "string", "Whether the absence is accounted for.", one_of=tuple(Documented)),
        Column(
            "reason",
            "string",
            "The reason given. not_absence and elsewhere_by_agreement are no absence: how-absence-is-counted.md.",
            one_of=tuple(Reason),
        ),
        Column("source", "string", "The system or file the row came from."),
        Column("source_id", "string", "The source's id of the row; a correction replaces by (source, source_id)."),
    ),
    key=("source", "source_id"),
)
UNREGISTERED = Table(
    "unregistered",
    "Days on which nobody took the register: neither present nor absent; out of the denominator, and reported.",
    (SCHOOL_ID, CLASS_ID, Column("date", "date", "The school day without a register.")),
    key=("school_id", "class_id", "date"),
)

CONTRACT = (ENROLMENTS, CALENDAR, ABSENCES, UNREGISTERED)
