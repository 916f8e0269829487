"""The things that a trial may rest on, as its reader sees them today: what is taken back is not there any more."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.db.models import Model, QuerySet

from skoleporten.access.actor import Actor
from skoleporten.climate.models import Pulse
from skoleporten.development.models import Ground
from skoleporten.development.models.trials import WORKS_ON_IT
from skoleporten.panels.models import ShelfItem, Statement, Theme
from skoleporten.rules.development import Kind

Rows = QuerySet[Any]


def _pulses(actor: Actor) -> Rows:
    return Pulse.objects.pictures() if actor.role in WORKS_ON_IT else Pulse.objects.none()


def _statements(actor: Actor) -> Rows:
    rows: Any = Statement.objects.all()
    return rows.visible_to(actor).standing()


# What a reader finds of each kind. Of a statement what stands, and of the rest also what is not in use any more.
SEEN: Mapping[Kind, Callable[[Actor], Rows]] = {
    Kind.THEME: Theme.objects.visible_to,
    Kind.STATEMENT: _statements,
    Kind.SHELF: ShelfItem.objects.visible_to,
    Kind.CLIMATE: _pulses,
}


def find(actor: Actor, kind: str, public_id: uuid.UUID) -> Model | None:
    """None where there is no such thing, or none that this one sees."""
    return SEEN[Kind(kind)](actor).filter(public_id=public_id).first() if kind in SEEN else None


def of_grounds(actor: Actor, grounds: Iterable[Ground]) -> dict[uuid.UUID, Model]:
    """By public id; one question a kind."""
    wanted: dict[Kind, set[uuid.UUID]] = {}
    for ground in grounds:
        if ground.thing is not None:
            wanted.setdefault(Kind(ground.kind), set()).add(ground.thing)
    rows = (row for kind, ids in wanted.items() for row in SEEN[kind](actor).filter(public_id__in=ids))
    return {row.public_id: row for row in rows}


def to_choose(actor: Actor, kind: Kind) -> Rows:
    """What a new trial may rest on."""
    rows: Any = SEEN[kind](actor)
    return rows.in_use() if kind in {Kind.THEME, Kind.SHELF} else rows.order_by("-pk")
