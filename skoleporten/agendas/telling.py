"""What of an agenda a family is told: nothing until somebody on the team has said so, in words meant for it."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from skoleporten.access.actor import Actor
from skoleporten.agendas import setting
from skoleporten.agendas.actions import TEAM
from skoleporten.agendas.models import MOST_OF_WORDS, Item, ToldItem
from skoleporten.intake.changes import save_changed
from skoleporten.intake.transitions import somebody
from skoleporten.meetings.models import Meeting
from skoleporten.rules.errors import RefusedError


def may_tell(actor: Actor, meeting: Meeting) -> bool:
    """Anybody on the team who sees the item, until the meeting is over or cancelled."""
    return actor.role in TEAM and meeting.is_planned


@transaction.atomic
def tell(
    *,
    by: Actor,
    meeting: Meeting,
    key: str,
    words: str,
    for_guardians: bool,
    for_pupil: bool,
    seen_version: int,
    today: dt.date,
) -> ToldItem:
    """`seen_version` 0: the page showed that nobody was told yet. Said twice it is said once."""
    if not may_tell(by, meeting):
        raise RefusedError(_("What a family is told of a meeting is written before it is held."))
    item = setting.touched(by, meeting, key, today)
    _check(item, words)
    values = {"words": words.strip(), "for_guardians": for_guardians, "for_pupil": for_pupil}
    told = ToldItem.objects.select_for_update().filter(item=item).first()
    if told is None:
        told = ToldItem.objects.create(item=item, written_by_id=somebody(by), **values)
    elif not save_changed(by, told, seen_version, values):
        return told
    setting.note(by, "agendas.told", item, guardians=for_guardians, pupil=for_pupil)
    return told


def _check(item: Item, words: str) -> None:
    if item.intake is None or item.intake.pupil_id is None:
        raise RefusedError(_("It is about no pupil, so there is no family to tell."))
    if item.is_dropped:
        raise RefusedError(_("It is dropped from the meeting. Put it back first."))
    if not words.strip():
        raise RefusedError(_("Write what the family is to know."))
    if len(words.strip()) > MOST_OF_WORDS:
        raise RefusedError(_("At most %(count)s letters.") % {"count": MOST_OF_WORDS})
