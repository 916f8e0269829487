"""Who does what, who is here and who is away on a day, and which rooms are taken. For many at once."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from dataclasses import replace

from django.db.models import Q, QuerySet

from skoleporten.access.models import User
from skoleporten.intake.owners import may_own
from skoleporten.rig.models import Away, Booking, Function, Holding, Room, Service
from skoleporten.rules.rig import Days, Group, days_without


# Rooms ----------------------------------------------------------------------------------------------------------------
def rooms() -> list[Room]:
    """Those in use, in the order of the list."""
    return list(Room.objects.filter(is_active=True))


def bookings_between(starts: dt.datetime, ends: dt.datetime) -> list[Booking]:
    """Those that have a moment within, in order, with their rooms."""
    rows = Booking.objects.all().between(starts, ends).select_related("room", "written_by")
    return list(rows.order_by("starts", "room__position", "pk"))


def free_rooms(starts: dt.datetime, ends: dt.datetime) -> list[Room]:
    taken = {booking.room_id for booking in bookings_between(starts, ends)}
    return [room for room in rooms() if room.pk not in taken]


# People and their functions -------------------------------------------------------------------------------------------
def staff_on(day: dt.date, functions: Collection[str] | None = None) -> list[User]:
    """Who holds one of these functions that day, also those who are away. None: all who work at Skoleporten."""
    if functions is None:
        return list(works_here(day))
    held = Holding.objects.all().on(day).filter(user__isnull=False, function__code__in=functions)
    return _by_name(User.objects.filter(pk__in=held.values("user")))


def on_duty(day: dt.date, functions: Collection[str] | None = None) -> list[User]:
    """As `staff_on`, without those who are away."""
    away = away_on(day)
    return [user for user in staff_on(day, functions) if user.pk not in away]


def works_here(day: dt.date) -> QuerySet[User]:
    """The team by its grants, and whoever holds a function at Skoleporten itself."""
    here = Holding.objects.all().on(day).filter(user__isnull=False, function__group=Group.NEAR_SCHOOL)
    rows = User.objects.filter(Q(pk__in=may_own(day).values("pk")) | Q(pk__in=here.values("user")), is_active=True)
    return rows.order_by("display_name", "pk")


def functions_of(user_ids: Collection[int], day: dt.date) -> dict[int, list[Function]]:
    """By user, in the order of the rig; one without any is there with an empty list."""
    found: dict[int, list[Function]] = defaultdict(list)
    rows = Holding.objects.all().on(day).filter(user__in=user_ids).select_related("function")
    for row in rows:
        assert row.user_id is not None
        found[row.user_id].append(row.function)
    return {user_id: found[user_id] for user_id in user_ids}


# Away -----------------------------------------------------------------------------------------------------------------
def away_on(day: dt.date) -> dict[int, Away]:
    """By user. `stand_in` is None where nobody was named, or where whoever was named is away or left too."""
    rows = {row.user_id: row for row in Away.objects.all().on(day).select_related("user", "stand_in")}
    for row in rows.values():
        if row.stand_in is not None and (row.stand_in_id in rows or not row.stand_in.is_active):
            row.stand_in = None  # not saved: who was named stands in the database
    return rows


def without_stand_in(first: dt.date, last: dt.date) -> list[tuple[Away, list[dt.date]]]:
    """Who is away within these days, with the working days of them on which nobody steps in; the others are not there.

    It does not follow from this who is missed: a person looks at what the days touch.
    """
    rows = list(Away.objects.all().within(first, last).select_related("user", "stand_in"))
    everybody = [_days(row) for row in rows]
    found = []
    for row, days in zip(rows, everybody, strict=True):
        within = replace(days, first=max(row.first, first), last=min(row.last, last))
        if without := days_without(within, everybody):
            found.append((row, without))
    return found


def steps_in_for(user_id: int, first: dt.date, last: dt.date) -> list[Away]:
    """Whose days away somebody was to step in on."""
    rows = Away.objects.all().within(first, last).filter(stand_in=user_id)
    return list(rows.select_related("user"))


def _days(row: Away) -> Days:
    """Somebody whose account is closed does not step in."""
    is_here = row.stand_in is not None and row.stand_in.is_active
    return Days(row.user_id, row.first, row.last, row.stand_in_id if is_here else None)


# Services -------------------------------------------------------------------------------------------------------------
def services_for_families() -> list[Service]:
    """What the public page shows; each has a phone, an e-mail, a web page or a place to come to."""
    return list(Service.objects.all().for_families())


def partners() -> list[Service]:
    return list(Service.objects.filter(is_active=True, is_partner=True))


def _by_name(users: QuerySet[User]) -> list[User]:
    return list(users.filter(is_active=True).order_by("display_name", "pk"))
