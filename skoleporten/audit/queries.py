"""Reading the log: to verify it, and to tell a person who has looked."""

from __future__ import annotations

import hmac
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.db.models import QuerySet

from skoleporten.audit.chain import START, Link, instant, mac, sorted_pupils
from skoleporten.audit.models import Event, EventPupil

STORED = [field for field in Link.__dataclass_fields__ if field not in {"at", "pupils"}]
EVENTS_AT_A_TIME = 2000


@dataclass(frozen=True)
class Fault:
    seq: int
    what: str


@dataclass(frozen=True)
class Verification:
    """`head` is `seq:mac` of the last event: kept elsewhere, it shows later that the end was not cut off."""

    events: int
    faults: tuple[Fault, ...]
    head: str


def of_pupil(public_id: uuid.UUID | str) -> QuerySet[Event]:
    return Event.objects.filter(pupils__pupil=public_id)


def head() -> str:
    last = Event.objects.order_by("-seq").first()
    return f"{last.seq}:{last.mac}" if last else f"0:{START}"


def verify(anchor: str = "") -> Verification:
    """Every event, in order; with `anchor` (an earlier head) also that this head is still in the chain."""
    checked = _Checker()
    faults: list[Fault] = []
    for event, pupils in _events_with_pupils():
        faults += checked.next(event, pupils)
    known = (
        anchor in {"", f"0:{START}"}
        or Event.objects.filter(seq=int(anchor.partition(":")[0]), mac=anchor.partition(":")[2]).exists()
    )
    if not known:
        faults.append(Fault(int(anchor.partition(":")[0]), "the anchored event is not in the log: its end was cut off"))
    return Verification(checked.count, tuple(faults), head())


class _Checker:
    def __init__(self) -> None:
        self.count = 0
        self._seq, self._mac = 0, START

    def next(self, event: Event, pupils: list[str]) -> Iterator[Fault]:
        self.count += 1
        if event.seq != self._seq + 1:
            yield Fault(event.seq, f"events {self._seq + 1} to {event.seq - 1} are gone")
        elif event.prev != self._mac:
            yield Fault(event.seq, "does not follow the event before it")
        link = Link(
            at=instant(event.at), pupils=sorted_pupils(pupils), **{name: getattr(event, name) for name in STORED}
        )
        if not hmac.compare_digest(event.mac, mac(settings.AUDIT_KEY, event.prev, link)):
            yield Fault(event.seq, "was changed, or pupils were added to or taken from it")
        self._seq, self._mac = event.seq, event.mac


def _events_with_pupils() -> Iterator[tuple[Event, list[str]]]:
    first = 0
    while events := list(Event.objects.filter(seq__gt=first).order_by("seq")[:EVENTS_AT_A_TIME]):
        first = events[-1].seq
        pupils: dict[int, list[str]] = {event.seq: [] for event in events}
        shown = EventPupil.objects.filter(event_id__gte=events[0].seq, event_id__lte=first)
        for seq, pupil in shown.values_list("event_id", "pupil"):
            pupils.setdefault(seq, []).append(str(pupil))
        for event in events:
            yield event, pupils[event.seq]
