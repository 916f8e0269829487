"""What a source's reader should know, as texts that pages can translate: each is a msgid with places for values."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from dataclasses import dataclass

PLACE = re.compile(r"\\\{(\w+)\\\}")


@dataclass(frozen=True)
class Remark:
    text: str

    def __call__(self, **values: object) -> str:
        return self.text.format(**values)


NOMINAL_DAYS = Remark("{count} whole days have no length in the source; each is counted as {minutes} minutes.")
NOMINAL_LESSONS = Remark("{count} single lessons have no length in the source; each is counted as {minutes} minutes.")
NOMINAL_EVENTS = Remark(
    "{count} events tell no minutes; a day is counted as {day} minutes (a share of it in proportion), "
    "a lesson as {lesson}."
)
OTHER_DELIMITER = Remark("{file}: the delimiter is {found}, not {expected} as in the profile {profile}.")
NOT_UTF_8 = Remark("{file}: the file is not UTF-8; it was read as {encoding}.")
UNREADABLE_RECORD = Remark("{file}, line {line}: {name} can not be read and is left out.")
LEFT_OUT_REJECTED = Remark("{table}: {count} rows can not be used and were left out.")
LEFT_OUT_REPEATED = Remark("{table}: {count} rows repeat an earlier one and were left out.")
PUPILS_WITHOUT_SCHOOL = Remark(
    "{count} of {all} pupils in the source have neither an enrolment nor an event: "
    "their school is not known, and they are not in the population."
)
CALENDAR_TOO_SHORT = Remark(
    "The calendar holds {dated} dated school days, the sessions {total}; the dated days are not used."
)
UNDATED_RELATIONS = Remark("{count} enrolments have no usable period and were left out.")
DAYS_FROM_PRESENCE = Remark(
    "School days are the {days} dates with presence at {schools} schools, each of {minutes} minutes."
)
ABSENCE_ON_NO_SCHOOL_DAY = Remark(
    "On {count} dates of a school there is absence and no row of presence; they are no school days here."
)
DAYS_FROM_SESSIONS = Remark(
    "School days are the totals of the sessions ({days} at each school), each of {minutes} minutes; "
    "which dates they are is not known, so spells, runs, weekdays and shorter windows are not shown."
)
ENROLMENTS_FROM_PRESENCE = Remark(
    "Enrolments are derived: a pupil belongs to a school from the first to the last row there."
)
ENROLMENTS_FROM_ABSENCES = Remark(
    "Enrolments are derived from absences: a pupil belongs to a school for the school year; after a move, from the "
    "first absence there. Pupils without absence are not in the population, so shares of all pupils can not be seen."
)
NO_GRADES = Remark("The source does not tell the grades of all pupils; they are empty.")


@functools.cache
def patterns() -> tuple[tuple[Remark, re.Pattern[str]], ...]:
    remarks = [value for value in globals().values() if isinstance(value, Remark)]
    return tuple((remark, re.compile(PLACE.sub(r"(?P<\1>.+?)", re.escape(remark.text)))) for remark in remarks)


def in_words(said: str, translate: Callable[[str], str]) -> str:
    """What was said, in another language: `translate` is given the text without its values."""
    for remark, pattern in patterns():
        if found := pattern.fullmatch(said):
            return translate(remark.text).format(**found.groupdict())
    return said
