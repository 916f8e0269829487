"""Writing the log: always inside the transaction of what is logged, so that neither exists without the other."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any, Protocol

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from skoleporten.audit.chain import START, Link, details_text, instant, mac, sorted_pupils
from skoleporten.audit.models import Event, EventPupil

# Any constant number will do, so long as every writer of the chain takes the same lock.
CHAIN_LOCK = 7_305_001


class By(Protocol):
    """Who acts; `access.actor.Actor` is one."""

    @property
    def user_public_id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def role(self) -> str: ...
    @property
    def unit(self) -> str: ...
    @property
    def request_id(self) -> str: ...


def record(
    *,
    by: By,
    action: str,
    purpose: str = "",
    pupils: Iterable[uuid.UUID | str] = (),
    object_type: str = "",
    object_id: object = "",
    details: dict[str, Any] | None = None,
) -> Event:
    """One event with a row for each pupil. `pupils` are public ids; `details` hold numbers and codes only."""
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError(
            "An audit event is written in the transaction of what it tells of."
        )
    seen = sorted_pupils(set(map(str, pupils)))
    seq, prev = _next()
    at = timezone.now()
    link = Link(
        seq=seq,
        at=instant(at),
        actor=by.user_public_id,
        actor_name=by.name,
        role=by.role,
        unit=by.unit,
        action=action,
        purpose=purpose,
        object_type=object_type,
        object_id=str(object_id),
        details=details_text(details or {}),
        request_id=by.request_id,
        pupils=seen,
    )
    stored = {name: value for name, value in link._asdict().items() if name not in {"at", "pupils", "details"}}
    event = Event.objects.create(
        at=at, details=details or {}, prev=prev, mac=mac(settings.AUDIT_KEY, prev, link), **stored
    )
    EventPupil.objects.bulk_create([EventPupil(event=event, pupil=uuid.UUID(pupil)) for pupil in seen], batch_size=5000)
    return event


def _next() -> tuple[int, str]:
    """The next number and the mac to chain to. One writer at a time: SQLite's transaction is IMMEDIATE already."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CHAIN_LOCK])
    head = Event.objects.order_by("-seq").values_list("seq", "mac").first()
    return (head[0] + 1, head[1]) if head else (1, START)


@transaction.atomic
def record_read(
    *,
    by: By,
    action: str,
    purpose: str,
    pupils: Iterable[uuid.UUID | str],
    object_type: str = "",
    object_id: object = "",
) -> Event:
    """What a page is about to show. If it can not be written the page is not shown."""
    return record(by=by, action=action, purpose=purpose, pupils=pupils, object_type=object_type, object_id=object_id)
