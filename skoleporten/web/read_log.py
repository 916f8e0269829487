"""Logs which pupils a page is about to show: one event a request, with a row for each pupil."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from skoleporten.access import break_glass
from skoleporten.audit import actions as audit
from skoleporten.web.requests import ActingRequest


def shown(request: ActingRequest, pupils: Iterable[UUID], *, action: str, purpose: str) -> None:
    """Call it with the public_id of every pupil on the page before the page is made. Nobody shown is logged too.

    What was seen through broken glass says so.
    """
    keys = list(pupils)
    opened = break_glass.open_now(request.actor, keys, timezone.now())
    details = {"break_glass": [str(one) for one in opened]} if opened else {}
    with transaction.atomic():
        audit.record(by=request.actor, action=action, purpose=purpose, pupils=keys, details=details)
    request.read_is_logged = True
