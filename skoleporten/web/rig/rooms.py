"""Rooms by day and by week, and booking one. Who is later is told who has it, and which rooms are free then."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from skoleporten.access.roles import Role
from skoleporten.meetings.queries import meetings_between
from skoleporten.rig import queries
from skoleporten.rig.bookings import book, release
from skoleporten.rig.models import Booking, Room
from skoleporten.rules.calendar import iso_week
from skoleporten.rules.plan.slots import shipped_slots
from skoleporten.web import words
from skoleporten.web.components import Crumb
from skoleporten.web.form_page import Page, answer
from skoleporten.web.requests import ActingRequest
from skoleporten.web.rig.forms import BookForm
from skoleporten.web.rig.visible import days_reads, days_writes, found, trail_to
from skoleporten.web.saving import tell

ONE_DAY = dt.timedelta(days=1)
DAYS_SHOWN = 5
FARTHEST = dt.timedelta(days=3660)
# A room and a day.
Key = tuple[int, dt.date]


@dataclass(frozen=True)
class Taken:
    """One stay in a room. That of a meeting is given back where the meeting is: then `meeting_url` leads to it."""

    clock: str
    words: str
    who: str
    release_url: str = ""
    meeting_url: str = ""


@dataclass(frozen=True)
class Free:
    clock: str
    book_url: str


@dataclass(frozen=True)
class Column:
    """A room on a day, or a day of a room: what is taken and, between it, what is free."""

    heading: str
    stays: Sequence[Taken | Free]
    about: str = ""
    url: str = ""


@days_reads
def rooms(request: ActingRequest) -> HttpResponse:
    """All rooms on one day."""
    day = _asked_day(request)
    taken = _taken_between(request, day, day)
    columns = [
        Column(room.name, _stays(room, day, taken), _about(room), _room_url(room, day)) for room in queries.rooms()
    ]
    context = {
        "heading": words.day(day), "columns": columns, "trail": trail_to(_("Rooms")), "day": day,
        "previous": f"?day={day - ONE_DAY:%Y-%m-%d}", "next": f"?day={day + ONE_DAY:%Y-%m-%d}",
        "previous_label": _("The day before"), "next_label": _("The day after"),
        "is_lead": request.actor.role == Role.LEAD,
    }  # fmt: skip
    return render(request, "rig/rooms.html", context)


@days_reads
def room(request: ActingRequest, room: uuid.UUID) -> HttpResponse:
    """One room in one week."""
    row = found(request, Room, room)
    day = _asked_day(request)
    monday = day - day.weekday() * ONE_DAY
    days = [monday + number * ONE_DAY for number in range(DAYS_SHOWN)]
    taken = _taken_between(request, days[0], days[-1])
    columns = [Column(words.day(day), _stays(row, day, taken)) for day in days]
    week = dt.timedelta(days=7)
    context = {
        "heading": _("%(room)s, week %(week)s") % {"room": row.name, "week": iso_week(monday)[1]},
        "columns": columns, "room": row, "about": _about(row), "is_lead": request.actor.role == Role.LEAD,
        "trail": trail_to(Crumb(_("Rooms"), reverse("rig_rooms")), row.name),
        "previous": f"?day={monday - week:%Y-%m-%d}", "next": f"?day={monday + week:%Y-%m-%d}",
        "previous_label": _("The week before"), "next_label": _("The week after"),
    }  # fmt: skip
    return render(request, "rig/rooms.html", context)


@days_writes
def book_a_room(request: ActingRequest) -> HttpResponse:
    form = BookForm(request.POST or None, rooms=queries.rooms(), initial=_asked(request))
    page = Page(
        heading=_("Book a room"),
        trail=trail_to(Crumb(_("Rooms"), reverse("rig_rooms")), _("Book a room")),
        back=_back_to_day(form, request.today),
        done=_("The room is yours."),
        template="rig/book.html",
        context={"free_then": _free_then(form)},
    )

    def save() -> None:
        values = form.cleaned_data
        book(
            by=request.actor, room=form.chosen, starts=form.at("starts"), ends=form.at("ends"), words=values["words"],
            client_id=values["client_id"],
        )  # fmt: skip

    return answer(request, form, page, save)


@days_writes
@require_POST
def give_back(request: ActingRequest, booking: uuid.UUID) -> HttpResponseRedirect:
    """Anybody on the team may: the room is shared, and the log says who did. That of a meeting is changed there."""
    row = found(request, Booking, booking)
    if meeting := getattr(row, "meeting", None):
        messages.warning(request, _("The room belongs to a meeting. Choose another place there."))
        return redirect("meeting", public_id=meeting.public_id)
    tell(request, lambda: release(by=request.actor, booking=row), _("The room is free again."))
    return redirect(f"{reverse('rig_rooms')}?day={_day_of(row):%Y-%m-%d}")


# How a day is shown ---------------------------------------------------------------------------------------------------
def _taken_between(request: ActingRequest, first: dt.date, last: dt.date) -> dict[Key, list[tuple[Booking, Taken]]]:
    """By room and day, in order, both days included."""
    bookings = queries.bookings_between(_instant(first, dt.time()), _instant(last + ONE_DAY, dt.time()))
    seen = meetings_between(first, last).visible_to(request.actor, request.today)
    meetings = {one.booking_id: one.public_id for one in seen}
    taken: dict[Key, list[tuple[Booking, Taken]]] = defaultdict(list)
    for one in bookings:
        taken[one.room_id, _day_of(one)].append((one, _taken(one, meetings.get(one.pk))))
    return taken


def _stays(room: Room, day: dt.date, taken: dict[Key, list[tuple[Booking, Taken]]]) -> list[Taken | Free]:
    """In order; between the bookings what is free of the programme's own day, with the way to book it."""
    slots = shipped_slots()
    at, closes = _instant(day, slots[0].starts), _instant(day, slots[-1].ends)
    stays: list[Taken | Free] = []
    for booking, shown in taken.get((room.pk, day), ()):
        if at < booking.starts and at < closes:
            stays.append(_free(room, day, at, min(booking.starts, closes)))
        stays.append(shown)
        at = max(at, booking.ends)
    if at < closes:
        stays.append(_free(room, day, at, closes))
    return stays


def _taken(booking: Booking, meeting: uuid.UUID | None) -> Taken:
    return Taken(
        clock=_clocks(booking.starts, booking.ends),
        words=booking.words,
        who=str(booking.written_by or ""),
        release_url="" if meeting else reverse("rig_release", args=[booking.public_id]),
        meeting_url=reverse("meeting", args=[meeting]) if meeting else "",
    )


def _free(room: Room, day: dt.date, starts: dt.datetime, ends: dt.datetime) -> Free:
    local = timezone.localtime(starts)
    query = f"?room={room.public_id}&day={day:%Y-%m-%d}&starts={local:%H:%M}"
    return Free(_clocks(starts, ends), reverse("rig_book") + query)


def _clocks(starts: dt.datetime, ends: dt.datetime) -> str:
    return "–".join(formats.date_format(timezone.localtime(one), "TIME_FORMAT") for one in (starts, ends))


def _about(room: Room) -> str:
    seats = _("Room for %(count)s.") % {"count": room.seats} if room.seats else ""
    return " ".join(filter(None, (seats, room.about)))


def _room_url(room: Room, day: dt.date) -> str:
    return f"{reverse('rig_room', args=[room.public_id])}?day={day:%Y-%m-%d}"


# What was asked for ---------------------------------------------------------------------------------------------------
def _asked_day(request: ActingRequest) -> dt.date:
    """Today where no day is asked for, or none within the years that a room is booked in."""
    try:
        day = dt.date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return request.today
    return day if abs(day - request.today) <= FARTHEST else request.today


def _asked(request: ActingRequest) -> dict[str, Any]:
    known = {name: request.GET[name] for name in ("room", "starts") if name in request.GET}
    return {"day": _asked_day(request), **known}


def _free_then(form: BookForm) -> list[Room]:
    """Where the room is taken: the others that are free then."""
    if not form.is_bound or not form.is_valid() or form.at("starts") >= form.at("ends"):
        return []
    return queries.free_rooms(form.at("starts"), form.at("ends"))


def _back_to_day(form: BookForm, today: dt.date) -> str:
    day = form.cleaned_data["day"] if form.is_bound and form.is_valid() else today
    return f"{reverse('rig_rooms')}?day={day:%Y-%m-%d}"


def _day_of(booking: Booking) -> dt.date:
    return timezone.localtime(booking.starts).date()


def _instant(day: dt.date, clock: dt.time) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, clock))
