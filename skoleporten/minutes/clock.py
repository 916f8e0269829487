"""Start and stop of an item in the meeting. One goes on at a time: starting the next one stops the one before."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from skoleporten.access.actor import Actor
from skoleporten.agendas.models import Item
from skoleporten.intake.transitions import somebody
from skoleporten.minutes.changes import lock, note, of_this
from skoleporten.minutes.models import ItemTime, Minutes


@transaction.atomic
def start(*, by: Actor, minutes: Minutes, item: Item) -> None:
    """Of a meeting that has ended no time is measured. Started twice it goes on."""
    lock(by, minutes)
    of_this(minutes, item)
    going_on = running(minutes)
    if minutes.ended_at is not None or (going_on and going_on.item_id == item.pk):
        return
    stop_all(minutes)
    ItemTime.objects.create(minutes=minutes, item=item, started_by_id=somebody(by))
    note(by, "minutes.item_started", minutes, item.intake, item)


@transaction.atomic
def stop(*, by: Actor, minutes: Minutes, item: Item) -> None:
    lock(by, minutes)
    of_this(minutes, item)
    if going_on := ItemTime.objects.filter(minutes=minutes, item=item, stopped_at__isnull=True).first():
        _stop(going_on)
        note(by, "minutes.item_stopped", minutes, item.intake, item)


def running(minutes: Minutes) -> ItemTime | None:
    return ItemTime.objects.filter(minutes=minutes, stopped_at__isnull=True).first()


def stop_all(minutes: Minutes) -> None:
    """The caller holds the lock."""
    if going_on := running(minutes):
        _stop(going_on)


def _stop(going_on: ItemTime) -> None:
    """Never before its start, also where the clock was set back."""
    going_on.stopped_at = max(timezone.now(), going_on.started_at)
    going_on.save(update_fields=["stopped_at"])
