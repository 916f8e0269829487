"""Which school, class and grade each pupil belonged to on each date: spans that do not overlap.

Where enrolments overlap, the one that began last counts (then the greatest school, class and grade), so that a date is
never counted twice.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import ibis

from skoleporten.analytics.day_numbers import day_number, number_of
from skoleporten.analytics.stages import Stages
from skoleporten.rules.calendar import school_year, school_year_start

# What stands for a class or a grade that is not known: each sorts before all others.
NO_CLASS = ""
NO_GRADE = 0
NO_GRADE = 0


@dataclass(frozen=True)
class Segments:
    """`pupils`: pupil_id, pupil (1, 2, 3…). `variants`: variant, school_id, class_id, grade, numbered in that order.

    `segments`: pupil, first, last (day numbers, none after as_of), variant.
    """

    pupils: Any
    variants: Any
    segments: Any


def build_segments(stages: Stages, enrolments: Any, as_of: dt.date) -> Segments:
    known = _until(enrolments, as_of)
    pupils = stages.keep("pupils", _pupils(known, as_of))
    variants = stages.keep("variants", _variants(known))
    spans = stages.keep("enrolment_spans", _spans(known, pupils, variants))
    lone, several = _lone(spans), stages.keep("several", _several(spans))
    pieces = stages.keep("pieces", _elementary_pieces(several))
    segments = stages.keep("segments", lone.union(_effective(pieces, several)))
    stages.drop(pieces, several, spans)
    return Segments(pupils, variants, segments)


def _until(enrolments: Any, as_of: dt.date) -> Any:
    """Enrolments that had begun; open ones, and those that end later, end on as_of."""
    last = ibis.least(day_number(enrolments.end_date.fill_null(as_of)), number_of(as_of)).cast("int32")
    known = enrolments.select(
        "pupil_id",
        "school_id",
        class_id=enrolments.class_id.fill_null(NO_CLASS),
        grade=enrolments.grade.fill_null(NO_GRADE).cast("int32"),
        first=day_number(enrolments.start_date),
        last=last,
    )
    return known.filter(known["first"] <= known["last"])


def _pupils(known: Any, as_of: dt.date) -> Any:
    """Those with an enrolment in the school year."""
    year_start = number_of(school_year_start(school_year(as_of)))
    ids = known.filter(known["last"] >= year_start).select("pupil_id").distinct()
    number = ibis.row_number().over(order_by=ids.pupil_id) + 1
    return ids.select("pupil_id", pupil=number.cast("int32"))


def _variants(known: Any) -> Any:
    """In the order in which one is taken before another, so that a variant's number stands for all three."""
    distinct = known.select("school_id", "class_id", "grade").distinct()
    number = ibis.row_number().over(order_by=[distinct.school_id, distinct.class_id, distinct.grade]) + 1
    return distinct.mutate(variant=number.cast("int32"))


def _spans(known: Any, pupils: Any, variants: Any) -> Any:
    numbered = known.join(pupils, "pupil_id").join(variants, ["school_id", "class_id", "grade"])
    spans = numbered.select("pupil", "first", "last", "variant")
    return spans.mutate(enrolments=spans.count().over(group_by=spans.pupil).cast("int32"))


def _lone(spans: Any) -> Any:
    return spans.filter(spans.enrolments == 1).drop("enrolments")


def _several(spans: Any) -> Any:
    return spans.filter(spans.enrolments > 1).drop("enrolments")


def _elementary_pieces(several: Any) -> Any:
    """Spans between any two neighbouring dates on which some enrolment of the pupil begins or has ended."""
    begins = several.select("pupil", day=several["first"])
    ended = several.select("pupil", day=(several["last"] + 1).cast("int32"))
    edges = begins.union(ended, distinct=True)
    following = edges.day.lead().over(group_by=edges.pupil, order_by=edges.day)
    pieces = edges.select("pupil", first=edges.day, last=(following - 1).cast("int32"))
    return pieces.filter(pieces["last"].notnull())


def _effective(pieces: Any, several: Any) -> Any:
    within = (
        (pieces.pupil == several.pupil) & (pieces["first"] >= several["first"]) & (pieces["first"] <= several["last"])
    )
    active = pieces.join(several, within).select(
        pupil=pieces.pupil, first=pieces["first"], last=pieces["last"], begun=several["first"], variant=several.variant
    )
    order = ibis.row_number().over(
        group_by=[active.pupil, active["first"]], order_by=[active.begun.desc(), active.variant.desc()]
    )
    ranked = active.mutate(order=order)
    return ranked.filter(ranked.order == 0).select("pupil", "first", "last", "variant")
