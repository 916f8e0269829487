"""The rules in use, in plain words: what they count, where they come from, and how many pupils each one meets now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from skoleporten.access.gate import Purpose
from skoleporten.access.models import Role
from skoleporten.concerns import rule_sets
from skoleporten.concerns.models import Signal
from skoleporten.rules.concern import Rule, RuleSet, WindowUnit
from skoleporten.web.policy import policy
from skoleporten.web.requests import ActingRequest
from skoleporten.web.rules.wording import in_language, limit_in_words


@dataclass(frozen=True)
class RuleInWords:
    """`pupils` is None for whoever sees no pupils, not even as a number."""

    id: str
    text: str
    limit: str
    window: str
    conditions: list[str]
    source: str
    is_ours: bool
    pupils: int | None


@dataclass(frozen=True)
class RuleSetInWords:
    id: str
    name: str
    version: str
    source: str
    rules: list[RuleInWords]


@policy(roles=set(Role.values), purpose=None)
def rules(request: ActingRequest) -> HttpResponse:
    counts = _pupils_by_rule(request) if request.actor.role == Role.SCHOOL_LEADER else None
    sets = [_set_in_words(rule_set, counts) for rule_set in rule_sets.in_use()]
    others = [_set_in_words(rule_set, None) for rule_set in rule_sets.not_in_use()]
    return render(request, "rules/rules.html", {"rule_sets": sets, "others": others})


def _pupils_by_rule(request: ActingRequest) -> dict[str, int]:
    signals = Signal.objects.current().visible_to(request.actor, Purpose.FOLLOW_UP, request.today)
    rows = signals.order_by().values("rule_id").annotate(pupils=Count("pupil", distinct=True))
    return {row["rule_id"]: row["pupils"] for row in rows}


def _set_in_words(rule_set: RuleSet, counts: Mapping[str, int] | None) -> RuleSetInWords:
    return RuleSetInWords(
        id=rule_set.id,
        name=in_language(rule_set.name),
        version=rule_set.version,
        source=rule_set.source,
        rules=[_rule_in_words(rule, counts) for rule in rule_set.rules],
    )


def _rule_in_words(rule: Rule, counts: Mapping[str, int] | None) -> RuleInWords:
    return RuleInWords(
        id=rule.full_id,
        text=in_language(rule.text),
        limit=limit_in_words(rule),
        window=window_in_words(rule),
        conditions=conditions_in_words(rule),
        source=rule.source,
        is_ours=rule.ours,
        pupils=None if counts is None else counts.get(rule.full_id, 0),
    )


def window_in_words(rule: Rule) -> str:
    if rule.window is None:
        return _("the pupil's last 40 school days")
    length = rule.window.length or 0
    counted = {
        WindowUnit.DAYS: ngettext("the last day", "the last %(count)s days", length),
        WindowUnit.WEEKS: ngettext("the last week", "the last %(count)s weeks", length),
        WindowUnit.MONTHS: ngettext("the last month", "the last %(count)s months", length),
        WindowUnit.SCHOOL_DAYS: ngettext(
            "the pupil's last school day", "the pupil's last %(count)s school days", length
        ),
    }
    whole = {
        WindowUnit.SCHOOL_YEAR: _("the school year so far"),
        WindowUnit.PREVIOUS_SCHOOL_YEAR: _("the school year before"),
        WindowUnit.TERM: _("the term so far"),
        WindowUnit.PREVIOUS_TERM: _("the term before"),
    }
    return whole.get(rule.window.unit) or counted[rule.window.unit] % {"count": length}


def conditions_in_words(rule: Rule) -> list[str]:
    """What must also hold, so that a few days early in the year do not count as a pattern."""
    found = []
    if rule.minimum_offered_days > 1:
        found.append(_("at least %(days)s school days to count in") % {"days": rule.minimum_offered_days})
    if rule.maximum_offered_days is not None:
        found.append(_("at most %(days)s school days so far") % {"days": rule.maximum_offered_days})
    if rule.minimum_days_absent is not None:
        found.append(_("at least %(days)s whole days away") % {"days": rule.minimum_days_absent})
    return found
