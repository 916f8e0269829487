"""Booking a room and giving it back. Whoever is later is told who has it; nobody is put out."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import IntegrityError, transaction
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from skoleporten.access.actor import Actor
from skoleporten.rig.models import Booking, Room
from skoleporten.rig.no_names import refuse_names
from skoleporten.rig.writing import note, sent_before
from skoleporten.rules.errors import RefusedError


@transaction.atomic
def book(*, by: Actor, room: Room, starts: dt.datetime, ends: dt.datetime, words: str, client_id: uuid.UUID) -> Booking:
    """Instants with a zone. One at a time for each room: the room's row is held until the transaction is over."""
    room = Room.objects.select_for_update().get(pk=room.pk)
    words = words.strip()
    same = {"room_id": room.pk, "starts": starts, "ends": ends, "words": words, "released_at": None}
    if made := sent_before(Booking, client_id, **same):
        return made
    _check(room, starts, ends, words)
    refuse_names(by, words, timezone.localdate())
    refuse_clash(room, starts, ends)
    try:
        with transaction.atomic():
            made = Booking.objects.create(
                room=room, starts=starts, ends=ends, words=words, client_id=client_id, written_by_id=by.user_id
            )
    except IntegrityError as error:
        raise RefusedError(_("Somebody else booked the room at the same moment.")) from error
    note(by, "room_booked", made, room=room.code)
    return made


@transaction.atomic
def release(*, by: Actor, booking: Booking) -> None:
    """The room is free again; twice is once."""
    booking = Booking.objects.select_for_update().get(pk=booking.pk)
    if booking.released_at is None:
        booking.released_at, booking.released_by_id = timezone.now(), by.user_id
        booking.save()
        note(by, "room_released", booking)


def refuse_clash(room: Room, starts: dt.datetime, ends: dt.datetime) -> None:
    """Names the first booking that stands in the way."""
    found = Booking.objects.filter(room=room).between(starts, ends).select_related("written_by").first()
    if found is not None:
        raise RefusedError(clash_in_words(room, found), do=_("Choose another room or another time."))


def clash_in_words(room: Room, booking: Booking) -> str:
    """«Leiligheten er opptatt tirsdag 5. januar fra 10.00 til 11.00: Veiledning, booket av Siri Dahl.»"""
    starts, ends = timezone.localtime(booking.starts), timezone.localtime(booking.ends)
    words = {
        "room": room.name,
        "day": f"{formats.date_format(starts, 'l')} {formats.date_format(starts, 'MONTH_DAY_FORMAT')}",
        "from": formats.date_format(starts, "TIME_FORMAT"),
        "to": formats.date_format(ends, "TIME_FORMAT"),
        "what": booking.words,
        "who": booking.written_by,
    }
    if booking.written_by is None:
        return _("%(room)s is taken on %(day)s from %(from)s to %(to)s: %(what)s.") % words
    return _("%(room)s is taken on %(day)s from %(from)s to %(to)s: %(what)s, booked by %(who)s.") % words


def _check(room: Room, starts: dt.datetime, ends: dt.datetime, words: str) -> None:
    if not room.is_active:
        raise RefusedError(_("%(room)s is not in use.") % {"room": room.name}, do=_("Choose another room."))
    if ends <= starts:
        raise RefusedError(_("It must end later than it begins."))
    if timezone.localtime(starts).date() != timezone.localtime(ends).date():
        raise RefusedError(_("A room is booked for one day at a time."))
    if not words:
        raise RefusedError(_("Say what the room is for."))
