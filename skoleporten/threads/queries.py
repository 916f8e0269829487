"""What waits for the team, what is new for a family, and what stands in a thread. For many at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from skoleporten.access.actor import Actor
from skoleporten.access.gate import Purpose
from skoleporten.access.reasons import purpose_of
from skoleporten.access.roles import Role
from skoleporten.intake.owners import may_own
from skoleporten.people.models import Pupil
from skoleporten.rig.queries import away_on
from skoleporten.threads.models import Message, Reading, Thread, ThreadQuerySet, Turn


@dataclass(frozen=True)
class Standing:
    """A thread as it stands; `read_at`: when the other side had read up to, by message key; None where it has not."""

    messages: Sequence[Message]
    turns: Sequence[Turn]
    read: dict[int, bool]


def waits_for_team(actor: Actor, today: dt.date) -> ThreadQuerySet:
    """Of all in view, the oldest promise first."""
    return Thread.objects.visible_to(actor, Purpose.FOLLOW_UP, today).waiting()


def mine_to_answer(actor: Actor, today: dt.date) -> ThreadQuerySet:
    """Those given to her, to nobody, to somebody who has left, and to whom she steps in for today.

    A lead has those too of somebody away for whom nobody steps in.
    """
    away = away_on(today)
    steps_in_for = [key for key, row in away.items() if row.stand_in_id == actor.user_id]
    mine = Q(assigned_to=actor.user_id) | Q(assigned_to__isnull=True) | Q(assigned_to__in=steps_in_for)
    mine |= ~Q(assigned_to__in=may_own(today).filter(is_active=True).order_by().values("pk"))
    if actor.role == Role.LEAD:
        mine |= Q(assigned_to__in=[key for key, row in away.items() if row.stand_in_id is None])
    return waits_for_team(actor, today).filter(mine)


def late(actor: Actor, today: dt.date) -> ThreadQuerySet:
    """Those whose promised day has passed."""
    return waits_for_team(actor, today).filter(answer_by__lt=today)


def new_for(actor: Actor, pupil: Pupil, today: dt.date) -> int:
    """Threads in which the team has written something that this person has not read."""
    visible = Thread.objects.visible_to(actor, purpose_of(actor.role), today).filter(pupil=pupil)
    return visible.filter(Exists(_unread(actor))).count()


def unread_keys(actor: Actor, threads: Sequence[Thread]) -> set[int]:
    """Of these, those with something new for a member of the family."""
    found = Thread.objects.filter(Exists(_unread(actor)), pk__in=[one.pk for one in threads])
    return set(found.values_list("pk", flat=True))


def standing(thread: Thread) -> Standing:
    messages = list(thread.messages.select_related("written_by"))
    turns = list(thread.turns.select_related("by", "to"))
    readings = list(thread.readings.all())
    read = {
        one.pk: any(row.at >= one.written_at for row in readings if row.by_family != one.by_family)
        for one in messages
    }  # fmt: skip
    return Standing(messages, turns, read)


def _unread(actor: Actor) -> QuerySet[Message]:
    read = Reading.objects.filter(
        thread=OuterRef("thread"), user=actor.user_id, by_family=True, at__gte=OuterRef("written_at")
    )
    return Message.objects.filter(~Exists(read), thread=OuterRef("pk"), by_family=False)
