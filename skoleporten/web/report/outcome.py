"""What a check came to, ready to be told: in the terminal, as JSON, in files and on the report's page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import polars as pl

from skoleporten.rules.calendar import school_year
from skoleporten.rules.concern import Rule, RuleSet, Signal, describe_signal

AT_LIMIT_PERCENT = 10


@dataclass(frozen=True)
class Rows:
    read: int
    used: int
    rejected: int
    duplicates: int


@dataclass(frozen=True)
class Outcome:
    """`measures` has a row of each pupil and `signals` of each pupil and rule, both in the order of school and id.

    `pupils_by_rule` is None for a rule that could not be asked. `school_days` has weekday (0 is Monday) and days: the
    dates of the school year so far on which any school was open.
    """

    as_of: dt.date
    engine: str
    denominator: str
    sources: Sequence[str]
    measures: pl.DataFrame
    signals: pl.DataFrame
    school_days: pl.DataFrame
    rule_sets: Sequence[RuleSet]
    pupils_by_rule: Mapping[str, int | None]
    counts: Mapping[str, int]
    rows: Rows
    warnings: Sequence[str]
    rejected: Path

    @property
    def rules_not_asked(self) -> list[str]:
        return [rule_id for rule_id, pupils in self.pupils_by_rule.items() if pupils is None]

    @property
    def is_asked(self) -> bool:
        return len(self.rules_not_asked) < len(self.pupils_by_rule)

    @property
    def pupils(self) -> int:
        return self.measures.height

    @property
    def pupils_with_signals(self) -> int:
        return self.signals["pupil_id"].n_unique()

    @property
    def share_with_signals(self) -> float | None:
        """Missing, and not 0, where no rule could be asked."""
        return self.pupils_with_signals / self.pupils if self.pupils and self.is_asked else None

    @cached_property
    def rules(self) -> dict[str, Rule]:
        return {rule.full_id: rule for rule_set in self.rule_sets for rule in rule_set.rules}

    @property
    def school_year(self) -> str:
        first = school_year(self.as_of)
        return f"{first}/{(first + 1) % 100:02d}"

    def total(self, measure: str) -> int:
        return int(self.measures[measure].sum() or 0)

    @property
    def absence_rate(self) -> float | None:
        offered = self.total("minutes_offered")
        return self.total("minutes_absent") / offered if offered else None

    @cached_property
    def reasons(self) -> dict[str, list[dict[str, Any]]]:
        """The signals of each pupil, in the order of the rules."""
        found: dict[str, list[dict[str, Any]]] = {}
        for row in self.signals.iter_rows(named=True):
            found.setdefault(row["pupil_id"], []).append(row)
        order = {rule_id: place for place, rule_id in enumerate(self.rules)}
        return {pupil: sorted(rows, key=lambda row: order[row["rule"]]) for pupil, rows in found.items()}

    def pupils_to_follow_up(self, most: int | None = None) -> list[dict[str, Any]]:
        """Measures of pupils with signals, in the order of school and pupil id and never of how much."""
        ids = self.signals.select("pupil_id").unique()
        rows = self.measures.join(ids, on="pupil_id", how="semi", maintain_order="left")
        return (rows if most is None else rows.head(most)).to_dicts()

    def in_words(self, signal: Mapping[str, Any], language: str) -> str:
        rule = self.rules[signal["rule"]]
        whole = rule.limit.count is not None
        told = Signal(
            rule_id=signal["rule"],
            pupil_id=signal["pupil_id"],
            window_start=signal["window_start"],
            window_end=signal["window_end"],
            value=int(signal["value"]) if whole else signal["value"],
            limit=rule.limit.value,
            dates=tuple(signal["dates"] or ()),
            offered_days=signal["offered_days"],
        )
        return describe_signal(told, rule, language)
