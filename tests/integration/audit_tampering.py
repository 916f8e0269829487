"""Ways to tamper with the log for someone with the database in hand and no care for triggers."""

from __future__ import annotations

import random
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from skoleporten.access.actor import Actor
from skoleporten.audit import actions
from skoleporten.audit.append_only import protect, unprotect
from skoleporten.audit.models import Event, EventPupil

LOG = ("audit_event", "audit_eventpupil")
BY = Actor(user_id=1, user_public_id=str(uuid.UUID(int=7)), name="Ada", role="school_leader", unit="Lund")
TEXTS = (
    "actor", "actor_name", "role", "unit", "action", "purpose", "object_type", "object_id", "request_id", "prev", "mac"
)  # fmt: skip


def write_log(events: int, chance: random.Random) -> None:
    pupils = [uuid.UUID(int=number) for number in range(1, 9)]
    with transaction.atomic():
        for number in range(events):
            shown = chance.sample(pupils, chance.randrange(5))
            actions.record(
                by=BY, action=f"a{number}", purpose="follow_up", pupils=shown, details={"side": number, "ø": [1]}
            )


@contextmanager
def without_triggers() -> Iterator[None]:
    """Everything done inside is undone at its end."""
    with transaction.atomic():
        for table in LOG:
            unprotect(connection, table)
        with connection.cursor() as cursor:
            defer = "PRAGMA defer_foreign_keys=ON" if connection.vendor == "sqlite" else "SET CONSTRAINTS ALL DEFERRED"
            cursor.execute(defer)
        yield
        transaction.set_rollback(True)
    for table in LOG:
        protect(connection, table)


def edit(chance: random.Random) -> str:
    seq, column = _any(chance), chance.choice([*TEXTS, "at", "details"])
    event = Event.objects.get(seq=seq)
    if column == "at":
        event.at = event.at.replace(microsecond=(event.at.microsecond + chance.randrange(1, 999_999)) % 1_000_000)
    elif column == "details":
        event.details = {**event.details, "side": chance.random()}
    else:
        setattr(event, column, f"{chance.random()}"[: Event._meta.get_field(column).max_length])
    event.save()
    return f"{column} of {seq} edited"


def delete(chance: random.Random) -> str:
    seq = _any(chance, last=_length() - 1)
    EventPupil.objects.filter(event_id=seq).delete()
    Event.objects.filter(seq=seq).delete()
    return f"{seq} deleted"


def delete_pupil(chance: random.Random) -> str:
    row = chance.choice(list(EventPupil.objects.all()))
    row.delete()
    return f"a pupil of {row.event_id} deleted"


def move_pupil(chance: random.Random) -> str:
    row = chance.choice(list(EventPupil.objects.all()))
    taken = EventPupil.objects.filter(pupil=row.pupil).values_list("event_id", flat=True)
    free = [seq for seq in range(1, _length() + 1) if seq not in taken]
    EventPupil.objects.filter(pk=row.pk).update(event_id=chance.choice(free))
    return f"a pupil of {row.event_id} moved"


def add_pupil(chance: random.Random) -> str:
    seq = _any(chance)
    EventPupil.objects.create(event_id=seq, pupil=uuid.UUID(int=chance.getrandbits(128)))
    return f"a pupil put to {seq}"


def swap(chance: random.Random) -> str:
    """Two events change places, with their macs or without."""
    one, other = sorted(chance.sample(range(1, _length() + 1), 2))
    first, second = Event.objects.get(seq=one), Event.objects.get(seq=other)
    first.seq, second.seq = other, one
    if chance.random() < 0.5:
        first.mac, second.mac, first.prev, second.prev = second.mac, first.mac, second.prev, first.prev
    first.save()
    second.save()
    return f"{one} and {other} swapped"


def insert(chance: random.Random) -> str:
    """One more in the middle, the later ones moved up, each with the mac that it had."""
    seq = _any(chance)
    copy = Event.objects.get(seq=seq)
    for later in Event.objects.filter(seq__gte=seq).order_by("-seq"):
        Event.objects.filter(seq=later.seq).update(seq=later.seq + 1)
        EventPupil.objects.filter(event_id=later.seq).update(event_id=later.seq + 1)
    copy.action = "inserted"
    copy.save(force_insert=True)
    return f"one inserted at {seq}"


def append(chance: random.Random) -> str:
    """At the end, chained to the last event by somebody who has not the key."""
    last = Event.objects.get(seq=_length())
    Event(**{**_fields(last), "seq": last.seq + 1, "prev": last.mac, "action": "appended"}).save(force_insert=True)
    return "one appended"


def cut_tail(chance: random.Random) -> str:
    seq = _any(chance)
    EventPupil.objects.filter(event_id__gte=seq).delete()
    Event.objects.filter(seq__gte=seq).delete()
    return f"cut off from {seq}"


WAYS: tuple[Callable[[random.Random], str], ...] = (
    edit, delete, delete_pupil, move_pupil, add_pupil, swap, insert, append, cut_tail,
)  # fmt: skip


def _length() -> int:
    return Event.objects.count()


def _any(chance: random.Random, last: int = 0) -> int:
    return chance.randrange(1, (last or _length()) + 1)


def _fields(event: Event) -> dict[str, object]:
    return {field.attname: getattr(event, field.attname) for field in Event._meta.concrete_fields}
