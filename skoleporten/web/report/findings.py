"""The numbers behind the report's charts: distribution, grades, weekdays, rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import polars as pl

from skoleporten.rules.concern import WEEKDAYS
from skoleporten.web.report.outcome import AT_LIMIT_PERCENT, Outcome

# Percent of school time; a band begins with its first number.
BAND_EDGES = (0, 2, 5, 10, 15, 20, 30, 50)


@dataclass(frozen=True)
class Band:
    """`low` None: not away at all. `high` None: no end."""

    low: int | None
    high: int | None
    pupils: int


@dataclass(frozen=True)
class Grade:
    grade: int | None
    pupils: int
    rate: float | None
    at_limit: int
    with_signals: int


@dataclass(frozen=True)
class Weekday:
    """`school_days`: dates on which any school was open. `mean` is whole days for each of them."""

    number: int
    days_absent: int
    school_days: int

    @property
    def mean(self) -> float | None:
        return self.days_absent / self.school_days if self.school_days else None


def measured(outcome: Outcome) -> pl.DataFrame:
    """Pupils with a rate: those who were offered anything."""
    return outcome.measures.filter(pl.col("minutes_offered") > 0)


def at_limit() -> pl.Expr:
    """In whole numbers, so that exactly 10 % counts."""
    return 100 * pl.col("minutes_absent") >= AT_LIMIT_PERCENT * pl.col("minutes_offered")


def distribution(outcome: Outcome) -> list[Band]:
    pupils = measured(outcome)
    hundredfold = 100 * pl.col("minutes_absent")
    away = pupils.filter(pl.col("minutes_absent") > 0)
    bands = [Band(None, None, pupils.height - away.height)]
    for low, high in [*pairwise(BAND_EDGES), (BAND_EDGES[-1], None)]:
        inside = hundredfold >= low * pl.col("minutes_offered")
        if high is not None:
            inside &= hundredfold < high * pl.col("minutes_offered")
        bands.append(Band(low, high, away.filter(inside).height))
    return bands


def share_with_half_of_absence(outcome: Outcome) -> float | None:
    """The smallest share of the pupils who together have half of all minutes absent."""
    minutes = measured(outcome)["minutes_absent"].sort(descending=True)
    total = int(minutes.sum() or 0)
    if not total:
        return None
    few = int((minutes.cum_sum() * 2 < total).sum()) + 1
    return few / len(minutes)


def by_grade(outcome: Outcome) -> list[Grade]:
    followed = outcome.signals.select("pupil_id").unique()
    rows = outcome.measures.with_columns(followed=pl.col("pupil_id").is_in(followed["pupil_id"].implode()))
    grades = rows.group_by("grade").agg(
        pupils=pl.len(),
        absent=pl.col("minutes_absent").sum(),
        offered=pl.col("minutes_offered").sum(),
        at_limit=((pl.col("minutes_offered") > 0) & at_limit()).sum(),
        followed=pl.col("followed").sum(),
    )
    return [
        Grade(grade, pupils, absent / offered if offered else None, limit, followed_up)
        for grade, pupils, absent, offered, limit, followed_up in grades.sort("grade", nulls_last=True).iter_rows()
    ]


def by_weekday(outcome: Outcome) -> list[Weekday]:
    """Empty where it is not known which dates were school days."""
    open_days = dict(outcome.school_days.select("weekday", "days").iter_rows())
    columns = [f"absent_days_{weekday}" for weekday in WEEKDAYS]
    if outcome.measures.select(pl.col(columns).null_count()).sum_horizontal().item() == outcome.pupils * len(columns):
        return []
    return [Weekday(number, outcome.total(column), open_days.get(number, 0)) for number, column in enumerate(columns)]


def pupils_at_limit(outcome: Outcome) -> int:
    return measured(outcome).filter(at_limit()).height


def largest(values: Sequence[float | None]) -> float:
    return max((value for value in values if value is not None), default=0) or 1
