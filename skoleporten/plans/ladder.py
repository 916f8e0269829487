"""A move on the ladder. On, ahead, back or staying: each is written the same way."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction
from django.utils import timezone

from skoleporten.access.actor import Actor
from skoleporten.cases.changes import note, open_to_writing
from skoleporten.cases.models import Case
from skoleporten.intake.changes import ChangedMeanwhileError
from skoleporten.intake.transitions import somebody
from skoleporten.plans.faults import refuse
from skoleporten.plans.models import RungMove
from skoleporten.rules import ladder as rules
from skoleporten.rules.ladder import Rung


@transaction.atomic
def move(
    *,
    by: Actor,
    case: Case,
    to: Rung,
    why: str,
    on: dt.date,
    client_id: uuid.UUID,
    seen: int,
    now: dt.datetime | None = None,
) -> RungMove:
    """`seen` is the key of the newest move that the writer knew of, 0 for none; sent twice it is one move."""
    open_to_writing(case)
    if made := RungMove.objects.filter(client_id=client_id, case=case).first():
        return made
    now = now or timezone.now()
    last = newest_move(case)
    if last is not None and last.pk != seen:
        raise ChangedMeanwhileError(last)
    refuse(
        rules.faults(
            rules.Move(to, on, why),
            opened_on=timezone.localdate(case.opened_at),
            last=rules.Move(Rung(last.to_rung), last.on, last.why) if last else None,
            today=timezone.localdate(now),
        )
    )
    made = RungMove.objects.create(
        case=case, client_id=client_id, from_rung=last.to_rung if last else "", to_rung=to, on=on, at=now,
        by_id=somebody(by), why=why.strip(),
    )  # fmt: skip
    note(by, "plans.rung_moved", case, made, to=str(to), kind=str(made.kind))
    return made


def newest_move(case: Case) -> RungMove | None:
    return RungMove.objects.filter(case=case).order_by("on", "pk").last()
