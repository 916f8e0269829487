"""The room of a meeting is a booking of the rig, which refuses a second one at the same time."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from skoleporten.access.actor import Actor
from skoleporten.meetings import writing
from skoleporten.meetings.models import Meeting
from skoleporten.rig import bookings
from skoleporten.rig.models import Room
from skoleporten.rig.no_names import refuse_names
from skoleporten.rules.errors import RefusedError
from skoleporten.rules.rhythm import instant


def instants(meeting: Meeting) -> tuple[dt.datetime, dt.datetime]:
    """When it starts and ends, in UTC."""
    return instant(meeting.date, meeting.starts), instant(meeting.date, meeting.ends)


@transaction.atomic
def set_place(*, by: Actor, meeting: Meeting, room: Room | None, place: str, seen_version: int) -> Meeting:
    """A room that is taken then is refused, in words that say by what."""
    meeting, place = writing.planned(meeting, seen_version), place.strip()
    if (meeting.room, meeting.place) == (room, place):
        return meeting
    refuse_names(by, place, timezone.localdate())
    change_room(by, meeting, room)
    meeting.place = place
    return writing.save(by, meeting, "changed")


def change_room(by: Actor, meeting: Meeting, room: Room | None) -> None:
    """Also where only the time is another. The caller saves the meeting."""
    let_go(by, meeting)
    if room is not None:
        starts, ends = instants(meeting)
        meeting.booking = bookings.book(
            by=by, room=room, starts=starts, ends=ends, words=_words(meeting), client_id=uuid.uuid4()
        )


def let_go(by: Actor, meeting: Meeting) -> None:
    """The caller saves the meeting."""
    if meeting.booking is not None:
        bookings.release(by=by, booking=meeting.booking)
        meeting.booking = None


def book_if_free(by: Actor, meeting: Meeting, room: Room) -> bool:
    """Of a meeting that plans itself: where the room is taken it stands without one, and its page says so."""
    try:
        with transaction.atomic():
            change_room(by, meeting, room)
    except RefusedError:
        meeting.booking = None
        return False
    meeting.save()
    return True


def follow(by: Actor, meeting: Meeting, room: Room | None) -> None:
    """To where the meeting has moved by its rhythm. The caller saves the meeting."""
    let_go(by, meeting)
    if room is not None:
        book_if_free(by, meeting, room)


def _words(meeting: Meeting) -> str:
    return meeting.name or _("Meeting")
