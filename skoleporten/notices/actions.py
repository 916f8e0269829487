"""Telling somebody that something waits: in the caller's transaction, so that neither exists without the other."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django.db import transaction
from django.utils import timezone

from skoleporten.access.actor import Actor
from skoleporten.access.models import User
from skoleporten.access.roles import Role
from skoleporten.audit.actions import record
from skoleporten.notices.clearing import forgotten
from skoleporten.notices.jobs import send
from skoleporten.notices.models import Notice
from skoleporten.notices.texts import Kind

FAMILY = {Role.GUARDIAN, Role.PUPIL}
OF_OURS = re.compile(r"/(?![/\\])[\w/.?=&#%+-]*")


@transaction.atomic
def notify(
    *,
    by: Actor,
    to: User,
    kind: str,
    link: str,
    not_before: dt.datetime | None = None,
    role: str = "",
    pupil_id: int | None = None,
    once: str | None = None,
    urgent: bool = False,
) -> Notice:
    """`link` is an address of ours. With `pupil_id` it is told only while that pupil is in the person's view.

    With `once` the same is told to the same person one time, however often it is asked for. An `urgent` one is for
    somebody who has taken a duty: it goes in every way there is, whatever the hour and her choice.
    """
    if OF_OURS.fullmatch(link) is None:
        raise ValueError(f"A notice leads to an address of ours, and not to {link[:80]!r}.")
    if urgent and role in FAMILY:
        raise ValueError("Nobody in a family has taken a duty.")
    now = timezone.now()
    due = max(not_before or now, now)
    values = {"role": role, "pupil_id": pupil_id, "kind": Kind(kind), "link": link, "at": now, "not_before": due}
    values["is_urgent"] = urgent
    if once:
        notice, is_new = _once(to, once, values)
        if not is_new:
            return notice
    else:
        notice = Notice.objects.create(user=to, **values)
    record(by=by, action="notices.made", object_type="notice", object_id=notice.public_id, details={"kind": str(kind)})
    send.using(run_after=due).enqueue(str(notice.public_id))
    return notice


def _once(to: User, once: str, values: dict[str, Any]) -> tuple[Notice, bool]:
    """What is cleared away is still known to have been told (clearing.py)."""
    told = Notice.objects.filter(user=to, once=forgotten(once)).first()
    return (told, False) if told else Notice.objects.get_or_create(user=to, once=once, defaults=values)


@transaction.atomic
def opened(*, by: Actor, notice: Notice) -> None:
    """By the one it is for, for the first time."""
    if notice.opened_at is None:
        notice.opened_at = timezone.now()
        notice.save(update_fields=["opened_at"])
        record(by=by, action="notices.opened", object_type="notice", object_id=notice.public_id)
