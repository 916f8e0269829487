"""The check: from the contract's tables to every pupil's measures and signals, as of a date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

import ibis

from skoleporten.analytics.contract import ContractTables, contract_tables
from skoleporten.analytics.measures import MEASURES, NEED_DATED_DAYS, measure, measures_table
from skoleporten.analytics.pupil_days import pupil_days
from skoleporten.analytics.signals import SIGNALS, find_signals
from skoleporten.analytics.stages import Stages, whole
from skoleporten.analytics.tables import Denominator
from skoleporten.analytics.windows import all_rules, needed_windows
from skoleporten.rules.concern import RuleSet
from skoleporten.rules.errors import RefusedError

__all__ = ["MEASURES", "SIGNALS", "CheckResult", "ContractTables", "check", "contract_tables"]


@dataclass(frozen=True)
class CheckResult:
    """`measures` (schema MEASURES, a row of each pupil) and `signals` (schema SIGNALS) are tables of the backend until
    the result is closed. `by_pupil` holds every count in every window (`<window>_<count>`), by `pupil`, a number.

    `counts`: pupils, pupils_without_offered_days, pupils_with_signals, signals, unregistered_pupil_days, and of the
    registrations up to as_of: `registrations` (of these pupils), `registrations_of_others` (without an enrolment in the
    school year), `registrations_off_offered_days`, and how many of them lie `registrations_on_unregistered_days`.
    `pupils_by_rule` has every rule, also those that nobody reached. With "session_totals" nobody knows which days were
    offered: what needs it is null, and `rules_not_asked` are those that cannot be asked.
    """

    as_of: dt.date
    denominator: Denominator
    measures: Any
    signals: Any
    by_pupil: Any
    counts: dict[str, int]
    pupils_by_rule: dict[str, int]
    rules_not_asked: tuple[str, ...]
    _stages: Stages = field(repr=False)

    def first_signals(self, number: int) -> list[dict[str, Any]]:
        """By school, pupil id and rule: an order that says nothing about the pupils."""
        placed = self.signals.left_join(self.measures.select("pupil_id", "school_id"), "pupil_id")
        ordered = placed.order_by("school_id", "pupil_id", "rule").select(*SIGNALS.names)
        rows: list[dict[str, Any]] = ordered.limit(number).to_pyarrow().to_pylist()
        return rows

    def close(self) -> None:
        self._stages.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()


def check(
    backend: Any,
    tables: ContractTables,
    as_of: dt.date | None,
    rule_sets: Sequence[RuleSet],
    denominator: Denominator = "calendar",
) -> CheckResult:
    """`as_of` None is the last date with a registration."""
    stages = Stages(backend)
    try:
        return _checked(stages, tables, as_of or _last_date(tables), rule_sets, denominator)
    except BaseException:
        stages.close()
        raise


def _checked(
    stages: Stages, tables: ContractTables, as_of: dt.date, rule_sets: Sequence[RuleSet], denominator: Denominator
) -> CheckResult:
    is_dated = denominator != "session_totals"
    windows, rules = needed_windows(rule_sets, as_of), all_rules(rule_sets)
    asked = [rule for rule in rules if is_dated or not rule.needs_dated_days]
    days = pupil_days(stages, tables, windows)
    measured = measure(stages, days, windows)
    measures = stages.keep("measures", _known(measures_table(measured), is_dated))
    signals = find_signals(stages, measured, asked, windows)
    stages.drop_all_but(measures, signals, measured.by_pupil)
    return CheckResult(
        as_of=as_of,
        denominator=denominator,
        measures=measures,
        signals=signals,
        by_pupil=measured.by_pupil,
        counts={**days.counts, **_signal_counts(signals)},
        pupils_by_rule={rule.full_id: 0 for rule in rules} | _pupils_by_rule(signals),
        rules_not_asked=tuple(rule.full_id for rule in rules if rule not in asked),
        _stages=stages,
    )


def _signal_counts(signals: Any) -> dict[str, int]:
    return {"signals": whole(signals.count()), "pupils_with_signals": whole(signals.pupil_id.nunique())}


def _known(measures: Any, is_dated: bool) -> Any:
    """The measures, without those that need to know which days were offered where that is not known."""
    if is_dated:
        return measures
    return measures.mutate(**{name: ibis.null(MEASURES[name]) for name in NEED_DATED_DAYS}).select(*MEASURES.names)


def _pupils_by_rule(signals: Any) -> dict[str, int]:
    """A rule gives a pupil at most one signal."""
    rows = signals.group_by("rule").agg(pupils=signals.count()).to_pyarrow().to_pylist()
    return {row["rule"]: row["pupils"] for row in rows}


def _last_date(tables: ContractTables) -> dt.date:
    last = tables.absences.date.max().to_pyarrow().as_py() or tables.calendar.date.max().to_pyarrow().as_py()
    if last is None:
        raise RefusedError("There is neither a registration nor a school day.", do="Give the date to look back from.")
    return dt.date.fromisoformat(str(last)[:10])
