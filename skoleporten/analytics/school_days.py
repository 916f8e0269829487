"""The school days of each calendar, and how many of them and of their minutes lie between two dates.

A calendar belongs to a school, or where they differ to a grade or a class of it: a grade with minutes of its own, a
class with days on which nobody took the register. Calendars with the same days are one.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import ibis

from skoleporten.analytics.day_numbers import day_number
from skoleporten.analytics.segments import NO_CLASS
from skoleporten.analytics.stages import Stages
from skoleporten.analytics.tables import MINUTES_IN_A_DAY

ALL_GRADES = 0


@dataclass(frozen=True)
class SchoolDays:
    """`variants`: variant, calendar.

    `days`: calendar, day, minutes, registered, day_no and minutes_to: registered days, and their minutes, up to and
    with this one.
    """

    variants: Any
    days: Any


def build_school_days(stages: Stages, calendar: Any, unregistered: Any, variants: Any, as_of: dt.date) -> SchoolDays:
    given = stages.keep("given_days", _given(calendar, as_of))
    missing = stages.keep("missing_days", _missing(unregistered, as_of))
    own = stages.keep("own", _with_own_calendar(variants, given, missing))
    keys = stages.keep("calendar_keys", _keys(own))
    days = stages.keep("key_days", _key_days(keys, given, missing))
    same = stages.keep("same_days", _first_with_the_same_days(days))
    calendars = stages.keep("calendars", _variant_calendars(own, keys, same))
    numbered = stages.keep("school_days", _numbered(days, same))
    stages.drop(same, days, keys, own, missing, given)
    return SchoolDays(calendars, numbered)


def _given(calendar: Any, as_of: dt.date) -> Any:
    return calendar.filter(calendar.date <= as_of).select(
        "school_id",
        grade=calendar.grade.fill_null(ALL_GRADES).cast("int32"),
        day=day_number(calendar.date),
        minutes=calendar.minutes_offered.cast("int32"),
    )


def _missing(unregistered: Any, as_of: dt.date) -> Any:
    return (
        unregistered.filter(unregistered.date <= as_of)
        .select("school_id", class_id=unregistered.class_id.fill_null(NO_CLASS), day=day_number(unregistered.date))
        .distinct()
    )


def _with_own_calendar(variants: Any, given: Any, missing: Any) -> Any:
    """Each variant with the grade and the class that its calendar is made for; neither where the school's will do."""
    grades = given.filter(given.grade != ALL_GRADES).select("school_id", "grade").distinct()
    classes = missing.filter(missing.class_id != NO_CLASS).select("school_id", "class_id").distinct()
    marked = variants.left_join(grades.mutate(own_grade=True), ["school_id", "grade"]).select(
        "variant", "school_id", "class_id", "grade", "own_grade"
    )
    both = marked.left_join(classes.mutate(own_class=True), ["school_id", "class_id"])
    return both.select(
        "variant",
        "school_id",
        key_grade=both.own_grade.notnull().ifelse(both.grade, ALL_GRADES).cast("int32"),
        key_class=both.own_class.notnull().ifelse(both.class_id, NO_CLASS),
    )


def _keys(own: Any) -> Any:
    distinct = own.select("school_id", "key_grade", "key_class").distinct()
    number = ibis.row_number().over(order_by=[distinct.school_id, distinct.key_grade, distinct.key_class]) + 1
    return distinct.mutate(key=number.cast("int32"))


def _key_days(keys: Any, given: Any, missing: Any) -> Any:
    """The days of each key: a row for the grade wins over one for all grades."""
    fitting = (given.grade == ALL_GRADES) | (given.grade == keys.key_grade)
    rows = keys.join(given, [keys.school_id == given.school_id, fitting]).select(
        keys.key, keys.school_id, keys.key_class, given.day, given.grade, given.minutes
    )
    days = rows.group_by("key", "school_id", "key_class", "day").agg(
        minutes=ibis.coalesce(
            rows.minutes.max(where=rows.grade != ALL_GRADES), rows.minutes.max(where=rows.grade == ALL_GRADES)
        )
    )
    school = missing.filter(missing.class_id == NO_CLASS).select("school_id", "day", school_missing=True)
    classes = missing.filter(missing.class_id != NO_CLASS).select(
        "school_id", "day", key_class=missing.class_id, class_missing=True
    )
    marked = days.left_join(school, ["school_id", "day"]).drop("school_id_right", "day_right")
    marked = marked.left_join(classes, ["school_id", "day", "key_class"])
    return marked.select(
        "key", "day", "minutes", registered=marked.school_missing.isnull() & marked.class_missing.isnull()
    )


def _first_with_the_same_days(days: Any) -> Any:
    """Fewer calendars are fewer rows to join with, and most schools of a municipality have the same."""
    packed = (days.day.cast("int64") * 2 + days.registered.cast("int64")) * (MINUTES_IN_A_DAY + 1) + days.minutes
    contents = days.mutate(packed=packed).group_by("key").agg(contents=lambda t: t.packed.collect().sort())
    first = contents.key.min().over(group_by=contents.contents)
    return contents.select("key", calendar=first.cast("int32"))


def _variant_calendars(own: Any, keys: Any, same: Any) -> Any:
    keyed = own.join(keys, ["school_id", "key_grade", "key_class"])
    return keyed.join(same, "key").select("variant", "calendar")


def _numbered(days: Any, same: Any) -> Any:
    kept = days.join(same, [days.key == same.calendar, same.key == same.calendar]).select(
        same.calendar, days.day, days.minutes, days.registered
    )
    so_far = ibis.cumulative_window(group_by=kept.calendar, order_by=kept.day)
    counted = kept.registered.cast("int32")
    return kept.mutate(
        day_no=counted.sum().over(so_far).cast("int32"),
        minutes_to=(counted * kept.minutes).sum().over(so_far).cast("int32"),
    )
