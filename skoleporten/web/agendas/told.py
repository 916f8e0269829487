"""What of an item the family is told now, and who in it."""

from __future__ import annotations

from skoleporten.agendas.models import ToldItem
from skoleporten.agendas.queries import Entry
from skoleporten.web.agendas.family_forms import READERS


def told_of(entry: Entry) -> ToldItem | None:
    """What the family is told of it now; None where nobody has told anything."""
    return ToldItem.objects.filter(item=entry.item).first() if entry.item else None


def readers_of(told: ToldItem) -> list[str]:
    chosen = {"guardians": told.for_guardians, "pupil": told.for_pupil}
    return [str(name) for code, name in READERS if chosen[code]]
