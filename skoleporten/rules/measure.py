"""A measure: the five things that opplæringslova § 12-4 asks of a plan, here asked of every measure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from skoleporten.rules.follow_up.school_days import SchoolDays

ONE_DAY = dt.timedelta(days=1)


class Field(StrEnum):
    """In the order of § 12-4: the problem, the measure, when, who, and when it is evaluated."""

    PROBLEM = "problem"
    MEASURE = "measure"
    WHEN = "when"
    WHO = "who"
    EVALUATED_WHEN = "evaluated_when"


FIELDS: Mapping[Field, Mapping[str, str]] = {
    Field.PROBLEM: {
        "nb": "Hva skal tiltaket løse?",
        "nn": "Kva skal tiltaket løyse?",
        "en": "What is the measure to solve?",
    },
    Field.MEASURE: {"nb": "Hva gjør dere?", "nn": "Kva gjer de?", "en": "What do you do?"},
    Field.WHEN: {"nb": "Når?", "nn": "Når?", "en": "When?"},
    Field.WHO: {"nb": "Hvem har ansvaret?", "nn": "Kven har ansvaret?", "en": "Who is responsible?"},
    Field.EVALUATED_WHEN: {
        "nb": "Når ser dere om det hjelper?",
        "nn": "Når ser de om det hjelper?",
        "en": "When do you see whether it helps?",
    },
}


class Outcome(StrEnum):
    """What an evaluation decides. None of them says that the measure caused anything."""

    GOES_ON = "goes_on"
    IS_CHANGED = "is_changed"
    ENDS = "ends"


@dataclass(frozen=True)
class Measure:
    """`starts` and `evaluated_on` are dates; the measure lasts at least until it is evaluated."""

    problem: str
    measure: str
    starts: dt.date | None
    who: str
    evaluated_on: dt.date | None


def missing(measure: Measure) -> tuple[Field, ...]:
    """Which of the five are not there. A date of evaluation before the start is none."""
    is_there = {
        Field.PROBLEM: bool(measure.problem.strip()),
        Field.MEASURE: bool(measure.measure.strip()),
        Field.WHEN: measure.starts is not None,
        Field.WHO: bool(measure.who.strip()),
        Field.EVALUATED_WHEN: measure.evaluated_on is not None
        and (measure.starts is None or measure.evaluated_on >= measure.starts),
    }
    return tuple(field for field in Field if not is_there[field])


def is_due(measure: Measure, today: dt.date, *, is_evaluated: bool) -> bool:
    """From the very day of evaluation on, until somebody has evaluated it."""
    return not is_evaluated and measure.evaluated_on is not None and measure.evaluated_on <= today


@dataclass(frozen=True)
class Spans:
    """Equally many school days before and after the start, the first day of the measure among those after."""

    before: tuple[dt.date, ...]
    after: tuple[dt.date, ...]


def before_and_after(starts: dt.date, school_days: SchoolDays, today: dt.date, most: int = 20) -> Spans:
    """At most `most` known school days on each side, nearest the start, none after today; equally many."""
    after = tuple(day for day in school_days.first(most, starts) if day <= today)
    before = school_days.last(most, starts - ONE_DAY)
    number = min(len(before), len(after))
    return Spans(before[len(before) - number :], after[:number])
