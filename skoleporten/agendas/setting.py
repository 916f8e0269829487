"""Keeping an agenda as it stands: when the meeting begins, and before anything is decided on one of its items.

What is stored is everything that is due, also what whoever presses the button may not see: each reads her own part.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from skoleporten.access.actor import Actor
from skoleporten.agendas.models import MOST_OF_WORDS, Agenda, Item
from skoleporten.agendas.queries import Entry, Told, agenda, due_of, ordered
from skoleporten.agendas.scope import Due, Scope, kind_of
from skoleporten.audit.actions import record
from skoleporten.meetings.models import Meeting
from skoleporten.rules.agenda import shipped
from skoleporten.rules.errors import RefusedError


@transaction.atomic
def set_agenda(*, by: Actor, meeting: Meeting, today: dt.date | None = None) -> list[Item]:
    """In its order. Set twice it is as it was the first time."""
    kept = locked(meeting)
    if kept.set_at is None:
        store_what_is_due(by, meeting, today or timezone.localdate())
        kept.set_at, kept.set_by_id = timezone.now(), by.user_id
        kept.save()
        record(
            by=by, action="agendas.set", purpose="follow_up", object_type="meeting", object_id=meeting.public_id,
            details={"items": meeting.agenda_items.count()},
        )  # fmt: skip
    return list(meeting.agenda_items.filter(dropped_at__isnull=True).order_by("position", "pk"))


@transaction.atomic
def stored(*, by: Actor, meeting: Meeting, key: str, today: dt.date) -> Item:
    """The item of one thing on the agenda that `by` sees; made where nobody has touched it yet."""
    return touched(by, meeting, key, today)


@transaction.atomic
def settle(*, by: Actor, item: Item, state: str) -> None:
    """Done, or carried to the next meeting of the kind, or open again. Said twice it is said once."""
    if state not in Item.State.values:
        raise RefusedError(_("There is no such answer."))
    item = Item.objects.select_for_update().get(pk=item.pk)
    if item.state == state:
        return
    before, item.state = item.state, state
    changed(by, item)
    note(by, "agendas.settled", item, before=before, state=state)


def when_a_meeting_is_held(sender: Any, meeting: Meeting, change: str, by: Actor, **signal: Any) -> None:
    """Nobody looks at what is due now to see what a meeting of last week was about."""
    if change == "held":
        set_agenda(by=by, meeting=meeting)


# For the actions of this app ------------------------------------------------------------------------------------------
def locked(meeting: Meeting) -> Agenda:
    """Nobody else changes the agenda until the transaction is over."""
    Agenda.objects.get_or_create(meeting=meeting)
    return Agenda.objects.select_for_update().get(meeting=meeting)


def store_what_is_due(by: Actor, meeting: Meeting, today: dt.date) -> None:
    """With the order as it stands: what somebody has placed first, then section by section."""
    told = due_of(Scope(None, today, meeting))
    items = {one.key: one for one in meeting.agenda_items.select_related("intake__pupil")}
    for key, one in told.items():
        if key not in items:
            items[key] = _made(by, meeting, one)
    standing = [entry_of(meeting, one, told) for one in items.values() if not one.is_dropped]
    put_in_order([one.item for one in ordered(meeting, standing) if one.item])


def put_in_order(items: list[Item]) -> None:
    for position, item in enumerate(items, start=1):
        if item.position != position:
            item.position = position
            item.save(update_fields=["position"])


def touched(by: Actor, meeting: Meeting, key: str, today: dt.date) -> Item:
    """The item as it stands now; made where nobody has touched it yet."""
    locked(meeting)
    entry = agenda(meeting, by, today).entry(key)
    if entry is None:
        raise RefusedError(_("It is not on the agenda any more."))
    if entry.item is not None:
        return entry.item
    return _made(by, meeting, Told(entry.section, Due(key, None, entry.on, entry.words), entry.intake))


def changed(by: Actor, item: Item) -> None:
    item.version += 1
    item.changed_at, item.changed_by_id = timezone.now(), by.user_id
    item.save()


def note(by: Actor, action: str, item: Item, **details: Any) -> None:
    """In the log, in the same transaction. Codes and numbers only."""
    pupil = item.intake.pupil if item.intake else None
    record(
        by=by, action=action, purpose="follow_up", pupils=[pupil.public_id] if pupil else [], object_type="item",
        object_id=item.public_id, details=details,
    )  # fmt: skip


def entry_of(meeting: Meeting, item: Item, told: Mapping[str, Told]) -> Entry:
    return Entry(
        key=item.key, section=item.section, words=item.words, on=item.on, intake=item.intake, item=item,
        minutes=item.minutes or shipped().minutes_of(kind_of(meeting), item.section), is_due=item.key in told,
    )  # fmt: skip


def _made(by: Actor, meeting: Meeting, told: Told) -> Item:
    return Item.objects.create(
        meeting=meeting, client_id=uuid.uuid4(), intake=told.intake, section=told.section, key=told.due.key,
        on=told.due.on, words=told.due.words[:MOST_OF_WORDS], written_by_id=by.user_id,
    )  # fmt: skip
