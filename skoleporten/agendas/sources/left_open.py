"""What earlier meetings of the kind did not finish. What is still due by itself comes by itself."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q
from django.utils.translation import gettext as _

from skoleporten.access.gate import Purpose
from skoleporten.agendas.models import OWN_KEY, Item, ItemQuerySet
from skoleporten.agendas.scope import Due, Scope
from skoleporten.meetings.models import Meeting


def left_open(scope: Scope) -> Iterator[Due]:
    """Carried until it is done: of each thing the last meeting that had it says whether it is."""
    for one in latest_of_each(scope).values():
        if one.is_dropped or one.state == Item.State.DONE:
            continue
        yield Due(one.key, one.intake_id, one.on, one.words or _("Not finished at the last meeting"))


def latest_of_each(scope: Scope) -> dict[str, Item]:
    """By key. What a source tells of is only there where somebody said that it goes on: else the source knows."""
    earlier = _earlier(scope.meeting)
    carried = earlier.filter(state=Item.State.CARRIED)
    rows = earlier.filter(Q(key__startswith=OWN_KEY) | Q(key__in=carried.values("key")))
    if scope.actor is not None:
        rows = rows.visible_to(scope.actor, Purpose.FOLLOW_UP, scope.today)
    return {one.key: one for one in rows.order_by("meeting__date", "meeting__starts", "pk")}


def _earlier(meeting: Meeting) -> ItemQuerySet:
    if meeting.kind_id is None:
        return Item.objects.none()
    held = Meeting.objects.filter(kind=meeting.kind_id, state=Meeting.State.HELD, date__lt=meeting.date)
    return Item.objects.filter(meeting__in=held)
