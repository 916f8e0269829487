"""Short notes of an item. Two chairs who write at once see both texts, and nothing is lost."""

from __future__ import annotations

from django.db import transaction

from skoleporten.access.actor import Actor
from skoleporten.agendas.models import Item
from skoleporten.intake.changes import ChangedMeanwhileError, save_changed
from skoleporten.intake.transitions import somebody
from skoleporten.minutes.changes import note, of_this, open_to_writing
from skoleporten.minutes.models import ItemNote, Minutes


@transaction.atomic
def write(*, by: Actor, minutes: Minutes, item: Item | None, text: str, seen_version: int) -> ItemNote:
    """`seen_version` is 0 where nothing was written. Without an item it is the note of the meeting as a whole."""
    open_to_writing(by, minutes)
    of_this(minutes, item)
    kept = kept_of(minutes, item)
    if kept is None:
        kept = ItemNote.objects.create(minutes=minutes, item=item, text=text.strip(), written_by_id=somebody(by))
    elif seen_version == 0 and kept.text != text.strip():
        raise ChangedMeanwhileError(kept)
    elif not save_changed(by, kept, seen_version, {"text": text.strip()}):
        return kept
    note(by, "minutes.noted", minutes, item.intake if item else None, item)
    return kept


def kept_of(minutes: Minutes, item: Item | None) -> ItemNote | None:
    """Of an item that came through the gate; without an item that of the meeting as a whole."""
    return ItemNote.objects.filter(minutes=minutes, item=item).first()
