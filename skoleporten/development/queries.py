"""Trials as the pages and the agenda ask for them."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable

from skoleporten.access.actor import Actor
from skoleporten.access.models import Grant, User
from skoleporten.development.models import Ground, Trial
from skoleporten.development.models.trials import WORKS_ON_IT
from skoleporten.rules.development import Kind, Standing


def of(actor: Actor, kind: str, public_id: uuid.UUID) -> list[Trial]:
    """What is tried because of one thing."""
    return of_each(actor, kind, [public_id]).get(public_id, [])


def of_each(actor: Actor, kind: str, public_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, list[Trial]]:
    """By what they come of; one question however many."""
    rows = Ground.objects.visible_to(actor).filter(kind=kind, thing__in=list(public_ids)).select_related("trial")
    found: dict[uuid.UUID, list[Trial]] = {}
    for ground in rows:
        if ground.thing is not None:
            found.setdefault(ground.thing, []).append(ground.trial)
    return found


def standing_of(trial: Trial, grounds: Iterable[Ground], *, is_looked_at: bool) -> Standing:
    return Standing(
        is_observed=bool(trial.observed),
        has_hypothesis=bool(trial.hypothesis),
        grounds=frozenset(Kind(ground.kind) for ground in grounds),
        is_chosen=bool(trial.tries),
        has_alternatives=bool(trial.alternatives),
        says_what_is_noticed=bool(trial.noticed_by),
        has_dates=trial.starts_on is not None,
        is_looked_at=is_looked_at,
    )


def people(today: dt.date) -> list[User]:
    """Who may be in charge of a trial."""
    held = Grant.objects.in_force(today).filter(role__in=WORKS_ON_IT, pupil__isnull=True)
    return list(User.objects.filter(pk__in=held.values("user")).order_by("display_name", "username"))
