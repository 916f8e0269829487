"""Rules and signals in words: what a rule says, what was measured against what, and which days caused it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from django.utils.translation import get_language, gettext, ngettext

from skoleporten.concerns.models import RuleSetText, Signal
from skoleporten.rules.concern import IN_PERCENT, RATES, Limit, Measure, Rule, RuleSet, parse_rule_set
from skoleporten.web import words

Rules = dict[int, RuleSet]


@dataclass(frozen=True)
class SignalInWords:
    """A signal as a person reads it. `dates` are the school days that caused it, oldest first."""

    rule_id: str
    text: str
    measured: str
    limit: str
    window_start: dt.date
    window_end: dt.date
    offered_days: int
    dates: Sequence[dt.date]
    source: str
    is_ours: bool
    first_seen: dt.date
    last_seen: dt.date

    @property
    def days(self) -> str:
        return days_in_words(self.dates)

    @property
    def all_days(self) -> str:
        return days_in_words(self.dates, most=len(self.dates))


def rule_sets_used() -> Rules:
    """Every rule set that a signal may point to, by key; few rows, read once a page."""
    return {row.pk: _parsed(row.sha256, row.set_id, row.text) for row in RuleSetText.objects.all()}


@lru_cache(maxsize=64)
def _parsed(sha256: str, set_id: str, text: str) -> RuleSet:
    """A used text never changes, so its hash is its name."""
    return parse_rule_set(text, f"{set_id}.toml")


def rule_of(rule_id: str, rule_set: RuleSet) -> Rule:
    return next(rule for rule in rule_set.rules if rule.full_id == rule_id)


def in_language(texts: Mapping[str, str]) -> str:
    """The text in the page's language, else in bokmål."""
    language = (get_language() or "nb")[:2]
    return texts.get(language) or texts.get("nb") or next(iter(texts.values()), "")


def signal_in_words(signal: Signal, rule_sets: Rules) -> SignalInWords:
    rule = rule_of(signal.rule_id, rule_sets[signal.rule_set_id])
    return SignalInWords(
        rule_id=signal.rule_id,
        text=in_language(rule.text),
        measured=amount_in_words(rule.measure, signal.value),
        limit=limit_in_words(rule),
        window_start=signal.window_start,
        window_end=signal.window_end,
        offered_days=signal.offered_days,
        dates=[dt.date.fromisoformat(date) for date in signal.dates],
        source=rule.source,
        is_ours=rule.ours,
        first_seen=signal.first_seen,
        last_seen=signal.last_seen,
    )


def limit_in_words(rule: Rule) -> str:
    amount = amount_in_words(rule.measure, rule.limit.value, _decimals(rule.limit))
    if rule.limit.inclusive:
        return gettext("at least %(amount)s") % {"amount": amount}
    return gettext("more than %(amount)s") % {"amount": amount}


def amount_in_words(measure: Measure, value: float, decimals: int = 1) -> str:
    """A measured value or a limit with its unit; `decimals` are those of a percentage."""
    if measure in IN_PERCENT:
        return _SHARES[measure](value, decimals)
    return _COUNTS[measure](round(value))


def _decimals(limit: Limit) -> int:
    """As few as say the limit exactly: «10 %», «2,5 %»."""
    basis_points = limit.basis_points or 0
    return 0 if basis_points % 100 == 0 else 1 if basis_points % 10 == 0 else 2


def days_in_words(dates: Sequence[dt.date], most: int = 6) -> str:
    """«12., 13. og 19. januar» without saying the same month twice; the rest is counted."""
    shown = dates[-most:]
    months = [list(days) for _month, days in groupby(shown, key=lambda date: date.month)]
    text = "; ".join(f"{', '.join(map(words.day_of_month, days))} {words.month(days[0])}" for days in months)
    left_out = len(dates) - len(shown)
    if not left_out:
        return text
    earlier = ngettext("and %(count)s day before that", "and %(count)s days before that", left_out)
    return f"{text} {earlier % {'count': left_out}}"


def _points(value: float, decimals: int) -> str:
    return gettext("%(number)s percentage points") % {"number": words.decimal(value * 100, decimals)}


def _points_a_week(value: float, decimals: int) -> str:
    number = words.decimal(value * 100, decimals)
    return gettext("%(number)s percentage points more each week") % {"number": number}


_SHARES: dict[Measure, Callable[[float, int], str]] = dict.fromkeys(RATES, words.percent) | {
    Measure.SHARE_WEEKDAY: words.percent,
    Measure.RATE_CHANGE: _points,
    Measure.WEEKLY_SLOPE: _points_a_week,
}


def _count(value: int, counted: str) -> str:
    return counted % {"count": words.number(value)}


_COUNTS: dict[Measure, Callable[[int], str]] = {
    Measure.DAYS_ABSENT: lambda n: _count(n, ngettext("%(count)s whole day", "%(count)s whole days", n)),
    Measure.LESSONS_ABSENT: lambda n: _count(n, ngettext("%(count)s lesson", "%(count)s lessons", n)),
    Measure.LATE_COUNT: lambda n: _count(n, ngettext("%(count)s time", "%(count)s times", n)),
    Measure.LEFT_EARLY_COUNT: lambda n: _count(n, ngettext("%(count)s time", "%(count)s times", n)),
    Measure.LATE_OR_LEFT_EARLY_COUNT: lambda n: _count(n, ngettext("%(count)s time", "%(count)s times", n)),
    Measure.PARTLY_ABSENT_DAYS: lambda n: _count(n, ngettext("part of %(count)s day", "part of %(count)s days", n)),
    Measure.CURRENT_RUN_DAYS: lambda n: _count(n, ngettext("%(count)s day in a row", "%(count)s days in a row", n)),
    Measure.LONGEST_SPELL_DAYS: lambda n: _count(n, ngettext("%(count)s day in a row", "%(count)s days in a row", n)),
    Measure.SPELLS: lambda n: _count(n, ngettext("%(count)s spell", "%(count)s spells", n)),
}
