"""The rig's rows, one valid each; a test says only what it is about."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.utils import timezone

from skoleporten.access.actor import software
from skoleporten.access.models import User
from skoleporten.rig.bookings import book
from skoleporten.rig.models import Away, Booking, Function, Holding, Room, Service
from tests.factories import actor_of
from tests.intake_factories import make_team_member


def make_holding(user: User | None = None, code: str = "teacher", **fields: Any) -> Holding:
    """Of a shipped function, from a week ago on; `words` instead of a user for somebody without a log-in."""
    if "words" not in fields:
        fields["user"] = user or make_team_member()
    fields.setdefault("start", timezone.localdate() - dt.timedelta(days=7))
    return Holding.objects.create(function=Function.objects.get(code=code), **fields)


def make_room(code: str = "flat") -> Room:
    """One of those that ship."""
    return Room.objects.get(code=code)


def at(day: dt.date, clock: str = "10:00") -> dt.datetime:
    """The instant when the clock of the place shows this."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time.fromisoformat(clock)))


def make_booking(
    room: Room | None = None, day: dt.date | None = None, starts: str = "10:00", ends: str = "11:00", **fields: Any
) -> Booking:
    """`by` is a user; the software where there is none."""
    day, by = day or timezone.localdate(), fields.pop("by", None)
    return book(
        by=actor_of(by) if by else software("test"), room=room or make_room(), starts=at(day, starts),
        ends=at(day, ends), words=fields.get("words", "Veiledning"), client_id=fields.get("client_id", uuid.uuid4()),
    )  # fmt: skip


def make_away(user: User | None = None, stand_in: User | None = None, days: int = 1, **fields: Any) -> Away:
    """Today, and for so many days from then on."""
    first = fields.pop("first", timezone.localdate())
    fields.setdefault("last", first + dt.timedelta(days=days - 1))
    fields.setdefault("kind", "away")
    return Away.objects.create(user=user or make_team_member(), stand_in=stand_in, first=first, **fields)


def make_service(name: str = "Helsesykepleier", **fields: Any) -> Service:
    fields.setdefault("phone", "38 07 50 00")
    return Service.objects.create(code=f"own-{uuid.uuid4().hex[:8]}", name_nb=name, **fields)
