"""The rule language: reading rule sets, asking them about one pupil, and saying them in plain words."""

from skoleporten.rules.calendar import Window, WindowUnit
from skoleporten.rules.concern.evaluate import evaluate, window_days
from skoleporten.rules.concern.model import (
    IN_PERCENT,
    ONLY_WINDOW,
    RATES,
    WEEKDAYS,
    Limit,
    Measure,
    Rule,
    RuleSet,
    Signal,
)
from skoleporten.rules.concern.parse import load_rule_set, parse_rule_set, shipped_ids, shipped_rule_sets
from skoleporten.rules.concern.words import describe, describe_conditions, describe_signal
from skoleporten.rules.toml_files import LANGUAGES

__all__ = [
    "IN_PERCENT",
    "LANGUAGES",
    "ONLY_WINDOW",
    "RATES",
    "WEEKDAYS",
    "Limit",
    "Measure",
    "Rule",
    "RuleSet",
    "Signal",
    "Window",
    "WindowUnit",
    "describe",
    "describe_conditions",
    "describe_signal",
    "evaluate",
    "load_rule_set",
    "parse_rule_set",
    "shipped_ids",
    "shipped_rule_sets",
    "window_days",
]
