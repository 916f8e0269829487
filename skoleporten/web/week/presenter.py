"""The week in words: each day with what stands in which slot, the rooms, who is away, and days without pupils."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from skoleporten.access.actor import Actor
from skoleporten.meetings import queries
from skoleporten.meetings.models import Meeting
from skoleporten.rig.models import Away, Booking
from skoleporten.rig.queries import away_on, bookings_between
from skoleporten.rules.calendar import iso_week
from skoleporten.rules.ics import OSLO
from skoleporten.rules.plan import Slot, shipped_slots
from skoleporten.rules.rhythm import Off, OffKind
from skoleporten.rules.timetable import Placing, place
from skoleporten.web import words
from skoleporten.week.days_off import days_off
from skoleporten.week.models import Entry

ONE_DAY = dt.timedelta(days=1)
A_WEEK = dt.timedelta(weeks=1)
WEEKDAYS = 5
OFF_IN_WORDS = {
    OffKind.HOLIDAY: gettext_lazy("Public holiday"),
    OffKind.DAY_OFF: gettext_lazy("Day off for the pupils"),
    OffKind.PLANNING_DAY: gettext_lazy("Planning day"),
    OffKind.OUTSIDE: gettext_lazy("Outside the school year"),
}


@dataclass(frozen=True)
class Item:
    """One thing on one day. `url` leads to it where it has a page; `note` is a quiet second line."""

    name: str
    starts: dt.time
    ends: dt.time
    url: str = ""
    note: str = ""
    is_off: bool = False

    @property
    def times(self) -> str:
        return times_in_words(self.starts, self.ends)


@dataclass
class Day:
    """`slots` has one list for each slot: what begins there and, apart, what goes on from before."""

    date: dt.date
    is_today: bool
    off: str = ""
    away: list[str] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    slots: list[tuple[list[Item], list[Item]]] = field(default_factory=list)
    before: list[Item] = field(default_factory=list)
    after: list[Item] = field(default_factory=list)

    @property
    def name(self) -> str:
        return f"{formats.date_format(self.date, 'l')} {words.short_day(self.date)}"

    @property
    def key(self) -> str:
        return f"day-{self.date.weekday()}"


@dataclass(frozen=True)
class Row:
    """Of the table: the time, and for each day what begins and what goes on."""

    label: str
    note: str
    cells: Sequence[tuple[list[Item], list[Item]]]


@dataclass(frozen=True)
class Week:
    """`weekend` is what stands on Saturday or Sunday, with its day. `not_placed` are entries without a weekday."""

    number: int
    days: Sequence[Day]
    weekend: Sequence[tuple[str, Item]]
    not_placed: Sequence[Entry]

    @property
    def monday(self) -> dt.date:
        return self.days[0].date

    @property
    def span(self) -> str:
        return f"{words.short_day(self.monday)} – {formats.date_format(self.days[-1].date, 'DATE_FORMAT')}"

    @property
    def previous(self) -> dt.date:
        return self.monday - A_WEEK

    @property
    def following(self) -> dt.date:
        return self.monday + A_WEEK

    @property
    def has_whole_days(self) -> bool:
        return any(day.off or day.away for day in self.days)

    @property
    def rows(self) -> list[Row]:
        """The slots, and above and below them what stands outside them, where there is such."""
        return [
            *self._outside(_("Before"), [day.before for day in self.days]),
            *(self._slot(number, slot) for number, slot in enumerate(shipped_slots())),
            *self._outside(_("After"), [day.after for day in self.days]),
        ]

    def _outside(self, label: str, of_days: Sequence[list[Item]]) -> list[Row]:
        return [Row(label, "", [(items, []) for items in of_days])] if any(of_days) else []

    def _slot(self, number: int, slot: Slot) -> Row:
        times = times_in_words(slot.starts, slot.ends)
        return Row(times, words.duration(slot.minutes), [day.slots[number] for day in self.days])


def week_of(actor: Actor, day: dt.date, today: dt.date) -> Week:
    """The week that the day is in, as the actor may see it."""
    monday = day - dt.timedelta(days=day.weekday())
    dates = [monday + number * ONE_DAY for number in range(7)]
    off = days_off(dates[0], dates[-1])
    entries = list(Entry.objects.visible_to(actor).in_use())
    items = _items(actor, dates, off, entries, today)
    return Week(
        number=iso_week(monday)[1],
        days=[_day(date, today, off.get(date), items[date]) for date in dates[:WEEKDAYS]],
        weekend=[(words.day(date), item) for date in dates[WEEKDAYS:] for item in items[date]],
        not_placed=[entry for entry in entries if not entry.weekdays],
    )


def times_in_words(starts: dt.time, ends: dt.time) -> str:
    return f"{formats.time_format(starts)}–{formats.time_format(ends)}"


def _items(
    actor: Actor, dates: Sequence[dt.date], off: dict[dt.date, Off], entries: Iterable[Entry], today: dt.date
) -> dict[dt.date, list[Item]]:
    """Of each day in the order of the clock."""
    found: dict[dt.date, list[Item]] = defaultdict(list)
    for date in dates:
        if date not in off:
            found[date] += [Item(entry.name, entry.starts, entry.ends) for entry in entries if entry.is_on(date)]
    rows = queries.meetings_between(dates[0], dates[-1]).visible_to(actor, today)
    for meeting in rows.exclude(because=Meeting.Because.RHYTHM).select_related("kind", "booking__room"):
        found[meeting.date].append(_meeting(meeting))
    first, after = (dt.datetime.combine(date, dt.time(0), OSLO) for date in (dates[0], dates[-1] + ONE_DAY))
    for booking in bookings_between(first, after):
        if not hasattr(booking, "meeting"):
            found[timezone.localtime(booking.starts).date()].append(_booking(booking))
    for items in found.values():
        items.sort(key=lambda item: (item.starts, item.ends, item.name))
    return found


def _meeting(meeting: Meeting) -> Item:
    is_off = meeting.state == Meeting.State.CANCELLED
    note = ", ".join(part for part in (_("Cancelled") if is_off else "", meeting.where) if part)
    url = reverse("meeting", args=[meeting.public_id])
    return Item(meeting.name, meeting.starts, meeting.ends, url, note, is_off=is_off)


def _booking(booking: Booking) -> Item:
    starts, ends = timezone.localtime(booking.starts), timezone.localtime(booking.ends)
    note = _("The room is booked") + (f", {booking.written_by}" if booking.written_by else "")
    return Item(f"{booking.room.name}: {booking.words}", starts.time(), ends.time(), note=note)


def _day(date: dt.date, today: dt.date, off: Off | None, items: list[Item]) -> Day:
    day = Day(date, is_today=date == today, off=_off(off), away=[_away(row) for row in away_on(date).values()])
    slots = shipped_slots()
    day.items, day.slots = items, [([], []) for _slot in slots]
    for item in items:
        _put(day, item, place(item.starts, item.ends, slots), slots)
    return day


def _put(day: Day, item: Item, placing: Placing, slots: Sequence[Slot]) -> None:
    """Where it begins it stands with its times; where it goes on, with its name."""
    if placing.is_before:
        day.before.append(item)
    elif not placing.slots:
        day.after.append(item)
    begins = None if placing.is_before or not placing.slots else placing.slots[0]
    for number in placing.slots:
        day.slots[number][0 if number == begins else 1].append(item)


def _off(off: Off | None) -> str:
    if off is None:
        return ""
    kind = str(OFF_IN_WORDS[off.kind])
    return f"{kind}: {off.name}" if off.name else kind


def _away(away: Away) -> str:
    if away.stand_in:
        return _("%(who)s is away, %(stand_in)s steps in") % {"who": away.user, "stand_in": away.stand_in}
    return _("%(who)s is away") % {"who": away.user}
