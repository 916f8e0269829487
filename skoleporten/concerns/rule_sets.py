"""The rule sets in use, and their texts as the database keeps them: once, by hash, never changed."""

from __future__ import annotations

from django.conf import settings

from skoleporten.concerns.models import RuleSetText
from skoleporten.rules.concern import RuleSet, load_rule_set, parse_rule_set


def in_use() -> tuple[RuleSet, ...]:
    """Those that SKOLEPORTEN_RULE_SETS names: ids of shipped sets, or paths of one's own."""
    return tuple(load_rule_set(name) for name in settings.RULE_SETS)


def stored(rule_set: RuleSet) -> RuleSetText:
    """The text exactly as it is used now; a changed text is a new row."""
    kept, _made = RuleSetText.objects.get_or_create(
        sha256=rule_set.sha256,
        defaults={"set_id": rule_set.id, "version": rule_set.version, "text": rule_set.text},
    )
    return kept


def read_stored(kept: RuleSetText) -> RuleSet:
    """The rules that made a signal, in the words they had then."""
    return parse_rule_set(kept.text, f"{kept.set_id} {kept.version}")
