"""The rule sets in use, and their texts as the database keeps them: once, by hash, never changed."""

from __future__ import annotations

from functools import cache

from django.conf import settings

from skoleporten.concerns.chosen import Choice
from skoleporten.concerns.models import RuleSetText
from skoleporten.rules.concern import RuleSet, load_rule_set, parse_rule_set, shipped_rule_sets


def in_use() -> tuple[RuleSet, ...]:
    """What an administrator chose last; else those that SKOLEPORTEN_RULE_SETS names.

    They are ids of shipped sets, or paths of one's own.
    """
    chosen = Choice.objects.values_list("rule_set_ids", flat=True).first()
    return tuple(load_rule_set(name) for name in chosen or settings.RULE_SETS)


def not_in_use() -> tuple[RuleSet, ...]:
    """The shipped ones that are left out."""
    used = {rule_set.id for rule_set in in_use()}
    return tuple(rule_set for rule_set in _shipped() if rule_set.id not in used)


@cache
def _shipped() -> tuple[RuleSet, ...]:
    return tuple(shipped_rule_sets().values())


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


def may_be_chosen() -> tuple[RuleSet, ...]:
    """The shipped ones, and those of one's own that SKOLEPORTEN_RULE_SETS names."""
    return tuple(load_rule_set(name) for name in names())


def names() -> list[str]:
    """What each goes by in a choice: the id of a shipped set, or the path of one's own."""
    shipped = [rule_set.id for rule_set in _shipped()]
    return [*shipped, *(name for name in settings.RULE_SETS if name not in shipped)]
