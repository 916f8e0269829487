"""How long an absence was, and what sets it apart from the pupil's others that day."""

from __future__ import annotations

import polars as pl

from skoleporten.analytics.sources.context import DAY_LENGTH
from skoleporten.analytics.sources.mapped import RAW, Mapped
from skoleporten.analytics.sources.staging import KIND, SLOT
from skoleporten.rules.absence import Kind

ASSUMED = "assumed"
NOTHING_ASSUMED, NOMINAL_DAY, NOMINAL_LESSON = 0, 1, 2
NO_MINUTES = pl.lit(None, pl.Int32)
DAY, LESSON = pl.lit(Kind.DAY.value, KIND), pl.lit(Kind.LESSON.value, KIND)
LATE_OR_EARLY = [Kind.LATE.value, Kind.LEFT_EARLY.value]
WHOLE_DAY_SLOT, KIND_SLOT = 0, 10_000


def kind(mapped: Mapped) -> pl.Expr:
    """A day event that is told to be a part of a day is a lesson."""
    told = pl.col("kind")
    parts = []
    if mapped.has("whole_day"):
        parts.append(~pl.col(RAW + "whole_day").is_in(list(mapped.profile.whole_day)))
    if mapped.has("fraction"):
        parts.append(number(mapped, "fraction") < 1)
    for is_part in parts:
        told = pl.when((told == DAY) & is_part).then(LESSON).otherwise(told)
    return told


def number(mapped: Mapped, name: str) -> pl.Expr:
    """Null for what is not a number."""
    text = pl.col(RAW + name)
    if mapped.profile.decimal == ",":
        text = text.str.replace(",", ".", literal=True)
    found = text.cast(pl.Float64, strict=False)
    return pl.when(found.is_finite()).then(found).alias("number_" + name)


def is_bad(name: str) -> pl.Expr:
    return pl.col(RAW + name).is_not_null() & pl.col("number_" + name).is_null()


def minutes(mapped: Mapped, *, has_days: bool) -> list[pl.Expr]:
    """`minutes`, and ASSUMED: whether they are those of a nominal day or lesson."""
    profile, given = mapped.profile, _given(mapped)
    day = pl.col(DAY_LENGTH) if has_days else NO_MINUTES
    is_day, is_lesson = pl.col("kind") == DAY, pl.col("kind") == LESSON
    filled = (
        pl.when(is_day).then(pl.coalesce(given, day, pl.lit(profile.day_minutes, pl.Int32)))
        .when(is_lesson).then(pl.coalesce(given, _of_lesson(mapped)))
        .when(pl.col("kind").is_in(LATE_OR_EARLY)).then(given)
    )  # fmt: skip
    assumed = (
        pl.when(is_day & given.is_null() & day.is_null()).then(pl.lit(NOMINAL_DAY, pl.UInt8))
        .when(is_lesson & given.is_null() & pl.lit(not profile.periods)).then(pl.lit(NOMINAL_LESSON, pl.UInt8))
        .otherwise(pl.lit(NOTHING_ASSUMED, pl.UInt8))
    )  # fmt: skip
    return [filled.cast(pl.Int32).alias("minutes"), assumed.alias(ASSUMED)]


def _given(mapped: Mapped) -> pl.Expr:
    """Whole minutes, rounded; null where the row gives no length."""
    profile = mapped.profile
    scale = {"minutes": 1, "hours": 60, "fraction": profile.day_minutes, "lessons": profile.lesson_minutes}
    given = [pl.col("number_" + name) * scale[name] for name in mapped.lengths]
    longest = 1e6  # far beyond any day, and within the type
    return pl.coalesce(given).clip(-longest, longest).round().cast(pl.Int32) if given else NO_MINUTES


def _of_lesson(mapped: Mapped) -> pl.Expr:
    profile = mapped.profile
    if not (mapped.has("period") and profile.periods):
        return pl.lit(profile.lesson_minutes, pl.Int32)
    return pl.col(RAW + "period").replace_strict(dict(profile.periods), default=None, return_dtype=pl.Int32)


def slot(mapped: Mapped) -> pl.Expr:
    """The lesson where it is told, else the kind (of a lesson also its minutes); as a number."""
    told = pl.col("kind")
    by_kind = told.to_physical().cast(pl.UInt64) * KIND_SLOT
    partly = pl.when(told == LESSON).then(
        by_kind + pl.col("minutes").fill_null(0).clip(0, KIND_SLOT - 1).cast(pl.UInt64)
    )
    found = partly.when(told.is_in(LATE_OR_EARLY)).then(by_kind).otherwise(pl.lit(WHOLE_DAY_SLOT, pl.UInt64))
    if mapped.has("period"):
        period = pl.col(RAW + "period")
        found = pl.when((told != DAY) & period.is_not_null()).then(period.hash(4)).otherwise(found)
    return found.fill_null(WHOLE_DAY_SLOT).alias(SLOT)


def told_slot(mapped: Mapped) -> pl.Expr:
    """The same as a text, for the id of a row that has none."""
    told = pl.col("kind").cast(pl.String).fill_null("")
    partly = pl.when(pl.col("kind") == LESSON).then(
        pl.concat_str(told, pl.col("minutes").cast(pl.String), ignore_nulls=True)
    )
    found = partly.when(pl.col("kind").is_in(LATE_OR_EARLY)).then(told).otherwise(pl.lit("day"))
    if mapped.has("period"):
        period = pl.col(RAW + "period")
        found = pl.when((pl.col("kind") != DAY) & period.is_not_null()).then(period).otherwise(found)
    return found
