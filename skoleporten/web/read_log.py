"""Logs which pupils a page is about to show: one event a request, with a row for each pupil."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from skoleporten.audit import actions as audit
from skoleporten.web.requests import ActingRequest


def shown(request: ActingRequest, pupils: Iterable[UUID], *, action: str, purpose: str) -> None:
    """Call it with the public_id of every pupil on the page before the page is made. Nobody shown is logged too."""
    with transaction.atomic():
        audit.record(by=request.actor, action=action, purpose=purpose, pupils=pupils)
    request.read_is_logged = True
