"""Choosing for the municipality: which routine a new concern follows, and which rule sets open one."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from skoleporten.access.actor import Actor
from skoleporten.audit.actions import record
from skoleporten.concerns import routines, rule_sets
from skoleporten.concerns.chosen import Choice
from skoleporten.rules.errors import RefusedError


@transaction.atomic
def choose(*, by: Actor, routine_id: str, rule_set_names: Sequence[str], reason: str) -> Choice:
    """From the next check on. What is open already keeps its routine, and its signals the rules they were met by."""
    if routine_id not in {routine.id for routine in routines.may_be_chosen()}:
        raise RefusedError(_("Choose a routine."))
    chosen = [name for name in rule_sets.names() if name in set(rule_set_names)]
    if not chosen:
        raise RefusedError(_("Choose at least one rule set."))
    if not reason.strip() or by.user_id is None:
        raise RefusedError(_("Give the reason."))
    choice = Choice.objects.create(
        routine_id=routine_id, rule_set_ids=chosen, reason=reason.strip(), chosen_at=timezone.now(),
        chosen_by_id=by.user_id,
    )  # fmt: skip
    record(by=by, action="concerns.chosen", details={"routine": routine_id, "rule_sets": len(chosen)})
    return choice
