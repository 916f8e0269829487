"""Rules and signals in plain words, in bokmål (nb), nynorsk (nn) and English (en)."""

from __future__ import annotations

from skoleporten.rules.concern.evaluate import LAST_FORTY_DAYS
from skoleporten.rules.concern.model import IN_PERCENT, WEEKDAYS, Measure, Rule, Signal
from skoleporten.rules.concern.phrases import PHRASES, OneMany, Phrases

IN_POINTS = frozenset({Measure.RATE_CHANGE, Measure.WEEKLY_SLOPE})


def describe(rule: Rule, language: str) -> str:
    """What the rule looks for, to stand inside a sentence: «10 % eller mer fravær siste måned»."""
    phrases = PHRASES[language]
    sentence = phrases.rules[rule.measure]
    return sentence.format(limit=_limit(rule, phrases), window=_window(rule, phrases), weekday=_weekday(rule, phrases))


def describe_conditions(rule: Rule, language: str) -> str:
    """When the rule applies: «når eleven har hatt minst 10 skoledager i perioden». Empty where it always does."""
    phrases = PHRASES[language]
    conditions = _offered_days(rule.minimum_offered_days, rule.maximum_offered_days, phrases)
    if rule.minimum_days_absent:
        conditions.append(phrases.minimum_absent.format(rule.minimum_days_absent))
    return ", ".join(conditions)


def describe_signal(signal: Signal, rule: Rule, language: str) -> str:
    """What was registered: «Borte 23,7 % av skoletiden siste måned, fordelt på 9 av 38 skoledager.»"""
    phrases = PHRASES[language]
    days = _number_of(len(signal.dates), phrases.day)
    spread = phrases.spread_of.format(len(signal.dates), signal.offered_days) if signal.offered_days else days
    return phrases.signals[rule.measure].format(
        value=_value(signal, rule, phrases),
        window=_window(rule, phrases),
        weekday=_weekday(rule, phrases),
        spread=spread,
        days=days,
    )


def _offered_days(least: int, most: int | None, phrases: Phrases) -> list[str]:
    if most is None:
        return [phrases.minimum_offered.format(least)] if least > 1 else []
    return [phrases.between_offered.format(least, most) if least > 1 else phrases.maximum_offered.format(most)]


def _limit(rule: Rule, phrases: Phrases) -> str:
    words = phrases.at_least if rule.limit.inclusive else phrases.more_than
    if rule.limit.basis_points is None:
        return words["count"].format(rule.limit.count)
    return words["share"].format(_percent(rule.limit.basis_points / 100, rule.measure, phrases))


def _value(signal: Signal, rule: Rule, phrases: Phrases) -> str:
    """One decimal: more would promise more than a register can tell."""
    if rule.measure in IN_PERCENT:
        return _percent(round(100 * signal.value, 1), rule.measure, phrases)
    return _number_of(int(signal.value), phrases.nouns.get(rule.measure, phrases.day))


def _percent(number: float, measure: Measure, phrases: Phrases) -> str:
    digits = f"{number:g}".replace(".", phrases.decimal_mark)
    if measure in IN_POINTS:
        return f"{digits} {phrases.points[number != 1]}"
    return phrases.percent.format(digits)


def _number_of(number: int, noun: OneMany) -> str:
    return f"{number} {noun[number != 1]}"


def _window(rule: Rule, phrases: Phrases) -> str:
    window = rule.window or LAST_FORTY_DAYS
    one, many = phrases.windows[window.unit]
    return one if window.length == 1 else many.format(window.length)


def _weekday(rule: Rule, phrases: Phrases) -> str:
    return phrases.weekdays[WEEKDAYS.index(rule.weekday)] if rule.weekday else ""
