"""The gate: which pupils an actor may see, for which purpose, today. One query part a role, and nobody without one.

Written with relation names, so it imports no app's models and makes no circle. Every other queryset filters
`pupil__in=gate.pupils(actor, purpose, today)`. The table it follows is docs/explanation/access.md.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from enum import StrEnum
from typing import Any

from django.apps import apps
from django.db.models import Q, QuerySet

from skoleporten.access.actor import Actor
from skoleporten.access.models import Role


class Purpose(StrEnum):
    """Why a pupil is looked at; it is written in the read log."""

    FOLLOW_UP = "follow_up"
    IMPORT = "import"


NOBODY = Q(pk__in=())


def pupils(actor: Actor, purpose: str, today: dt.date) -> QuerySet[Any]:
    """The keys of the pupils in view, for `pupil__in=`."""
    seen = _RULES.get((actor.role, purpose), _nobody)(actor, today)
    manager = apps.get_model("people", "Pupil")._base_manager
    return manager.filter(seen).values("pk")


def visible_to(actor: Actor, purpose: str, today: dt.date) -> QuerySet[Any]:
    """The pupils in view, each once."""
    manager = apps.get_model("people", "Pupil")._default_manager
    return manager.filter(pk__in=pupils(actor, purpose, today))


def may_see(actor: Actor, pupil_pk: int, purpose: str, today: dt.date) -> bool:
    return pupils(actor, purpose, today).filter(pk=pupil_pk).exists()


def _nobody(actor: Actor, today: dt.date) -> Q:
    return NOBODY


def _school_leader(actor: Actor, today: dt.date) -> Q:
    """Enrolled at own school today; a protected pupil only by a grant that names her."""
    enrolled_here_today = Q(
        Q(enrolments__end__isnull=True) | Q(enrolments__end__gte=today),
        enrolments__school__in=actor.school_ids,
        enrolments__start__lte=today,
        enrolments__superseded_at__isnull=True,
    )
    named = Q(
        named_grants__user=actor.user_id,
        named_grants__role=Role.SCHOOL_LEADER,
        named_grants__school__in=actor.school_ids,
        named_grants__start__lte=today,
        named_grants__end__gte=today,
        named_grants__ended_at__isnull=True,
    )
    return enrolled_here_today & (Q(protected=False) | named)


_RULES: dict[tuple[str, str], Callable[[Actor, dt.date], Q]] = {
    (Role.SCHOOL_LEADER, Purpose.FOLLOW_UP): _school_leader,
    (Role.SCHOOL_LEADER, Purpose.IMPORT): _school_leader,
}
