"""Reading the log: to verify it, and to tell a person who has looked."""

from __future__ import annotations

import hmac
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db.models import QuerySet

from skoleporten.audit import stored
from skoleporten.audit.anchors import Anchor, anchor_of, kept_anchors
from skoleporten.audit.chain import START, mac
from skoleporten.audit.models import Event

# What families are never told of, whoever looked: it could tell that the child welfare service asked.
NEVER_TOLD = "child_welfare"


@dataclass(frozen=True)
class Fault:
    seq: int
    what: str


@dataclass(frozen=True)
class Verification:
    """`head` is `seq:mac` of the last event: kept elsewhere, it shows later that the end was not cut off.

    `rows` are the events and the pupils that they showed; `anchors` the heads kept outside that were compared.
    """

    events: int
    rows: int
    faults: tuple[Fault, ...]
    head: str
    anchors: int = 0


def of_pupil(public_id: uuid.UUID | str) -> QuerySet[Event]:
    return Event.objects.filter(pupils__pupil=public_id)


def looks_at(public_id: uuid.UUID | str) -> QuerySet[Event]:
    """Who was shown the pupil, newest first, without what is never told."""
    told = of_pupil(public_id).exclude(purpose=NEVER_TOLD).exclude(action__startswith=f"{NEVER_TOLD}.")
    return told.exclude(purpose="").order_by("-seq")


def head() -> str:
    last = Event.objects.order_by("-seq").first()
    return f"{last.seq}:{last.mac}" if last else f"0:{START}"


def verify(anchor: str = "") -> Verification:
    """Every event, in order, against the anchors that were kept outside, and `anchor` (an earlier head) too."""
    anchors = [*kept_anchors(), *([anchor_of(anchor)] if anchor else [])]
    checked = _Checker(anchors)
    faults = [fault for event in stored.events() for fault in checked.next(event)]
    faults += [
        Fault(seq, "its pupils are here and the event itself is gone")
        for seq in stored.without_event(checked.rows - checked.events)
    ]
    faults += checked.end()
    return Verification(checked.events, checked.rows, tuple(faults), checked.head, len(anchors))


class _Checker:
    def __init__(self, anchors: Sequence[Anchor]) -> None:
        self.events = self.rows = 0
        self._seq, self._mac, self._key = 0, START, settings.AUDIT_KEY
        self._anchors: dict[int, set[str]] = {}
        for anchor in anchors:
            if (anchor.seq, anchor.mac) != (0, START):
                self._anchors.setdefault(anchor.seq, set()).add(anchor.mac)

    @property
    def head(self) -> str:
        return f"{self._seq}:{self._mac}"

    def next(self, event: stored.Stored) -> Iterator[Fault]:
        seq = event.link.seq
        self.events += 1
        self.rows += 1 + len(event.link.pupils)
        if seq != self._seq + 1:
            yield Fault(seq, f"events {self._seq + 1} to {seq - 1} are gone" if seq > 0 else "has no place in the log")
        elif event.prev != self._mac:
            yield Fault(seq, "does not follow the event before it")
        if not hmac.compare_digest(event.mac.encode(), mac(self._key, event.prev, event.link).encode()):
            yield Fault(seq, "was changed, or pupils were added to or taken from it")
        if self._anchors and self._anchors.pop(seq, {event.mac}) != {event.mac}:
            yield Fault(seq, "is another event than the one that was anchored")
        self._seq, self._mac = seq, event.mac

    def end(self) -> Iterator[Fault]:
        for seq in sorted(self._anchors):
            yield Fault(seq, "the anchored event is not in the log: its end was cut off")
