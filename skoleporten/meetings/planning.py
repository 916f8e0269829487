"""From a rhythm to meetings: those that are missing are made, and those whose slot is gone are cancelled.

What a person moved, cancelled or keeps is never touched. Nightly, and at once where a kind or a choice changes; asking
twice changes nothing.
"""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from skoleporten.access.actor import Actor
from skoleporten.audit.actions import record
from skoleporten.meetings import participants, rooms, writing
from skoleporten.meetings.models import Meeting, MeetingKind
from skoleporten.meetings.rhythms import calendar_ahead, horizon, slots_of

PLANNED, CANCELLED = Meeting.State.PLANNED, Meeting.State.CANCELLED
MINUTES_AN_HOUR = 60


@dataclass
class Filled:
    """What changed."""

    planned: list[Meeting] = field(default_factory=list)
    moved: list[Meeting] = field(default_factory=list)
    cancelled: list[Meeting] = field(default_factory=list)

    @property
    def count(self) -> int:
        return len(self.planned) + len(self.moved) + len(self.cancelled)


@transaction.atomic
def fill(*, by: Actor, kind: MeetingKind, today: dt.date) -> Filled:
    """Of a kind that is held if needed, or whose next date is agreed, nothing is planned here but only called off."""
    kind = MeetingKind.objects.select_for_update(of=("self",)).select_related("room").get(pk=kind.pk)
    wanted = _wanted(kind, today)
    rows = {row.slot: row for row in _rows(kind, today)}
    filled = Filled()
    for slot, date in wanted.items():
        row = rows.get(slot)
        if row is not None:
            _bring_in_line(by, row, kind, date, filled)
        elif not kind.only_if_needed:
            filled.planned.append(make(by, kind, slot, date))
    for row in rows.values():
        if row.slot not in wanted and _is_the_rhythms(row) and row.is_planned and not kind.is_next_agreed:
            _cancel(by, row, filled)
    participants.refresh(by=by, meetings=filled.planned + filled.moved)
    if filled.count:
        _log(by, kind, filled)
    return filled


def make(by: Actor, kind: MeetingKind, slot: dt.date, date: dt.date) -> Meeting:
    """One meeting of the rhythm, with the kind's room where it is free. The caller asks people to it."""
    made = Meeting.objects.create(
        kind=kind, slot=slot, date=date, starts=kind.starts, ends=end_of(kind.starts, kind.minutes), place=kind.place,
        client_id=uuid.uuid4(), made_by_id=by.user_id, changed_by_id=by.user_id,
    )  # fmt: skip
    if kind.room is not None:
        rooms.book_if_free(by, made, kind.room)
    writing.tell(by, made, "planned")
    return made


def end_of(starts: dt.time, minutes: int) -> dt.time:
    """On the same day: a meeting never goes over midnight."""
    whole = min(starts.hour * MINUTES_AN_HOUR + starts.minute + minutes, 24 * MINUTES_AN_HOUR - 1)
    return dt.time(whole // MINUTES_AN_HOUR, whole % MINUTES_AN_HOUR)


def _wanted(kind: MeetingKind, today: dt.date) -> dict[dt.date, dt.date]:
    """The rhythm's own date → where the meeting is. What is still to be chosen about is not planned."""
    calendar = calendar_ahead(today)
    slots = slots_of(kind, today, horizon(kind, today, calendar), calendar)
    settled = (slot for slot in slots if slot.is_settled)
    return {slot.slot: slot.date for slot in settled if slot.date is not None and slot.date >= today}


def _rows(kind: MeetingKind, today: dt.date) -> list[Meeting]:
    rows = Meeting.objects.filter(kind=kind, slot__gte=today).select_for_update(of=("self",))
    return list(rows.select_related("kind", "booking__room"))


def _is_the_rhythms(row: Meeting) -> bool:
    """Nobody has placed it anywhere else, or wants it whatever the rhythm says."""
    return row.moved_from is None and not row.is_kept


def _bring_in_line(by: Actor, row: Meeting, kind: MeetingKind, date: dt.date, filled: Filled) -> None:
    ends = end_of(kind.starts, kind.minutes)
    is_as_wanted = (row.date, row.starts, row.ends) == (date, kind.starts, ends)
    if row.state == CANCELLED and row.because == Meeting.Because.RHYTHM and not kind.only_if_needed:
        row.state, row.because, row.why = PLANNED, "", ""
        change = "planned_again"
    elif row.is_planned and _is_the_rhythms(row) and not is_as_wanted:
        change = "moved"
    else:
        return
    row.date, row.starts, row.ends = date, kind.starts, ends
    rooms.follow(by, row, kind.room)
    (filled.planned if change == "planned_again" else filled.moved).append(writing.save(by, row, change))


def _cancel(by: Actor, row: Meeting, filled: Filled) -> None:
    rooms.let_go(by, row)
    row.state, row.because = CANCELLED, Meeting.Because.RHYTHM
    filled.cancelled.append(writing.save(by, row, "cancelled"))


def _log(by: Actor, kind: MeetingKind, filled: Filled) -> None:
    record(
        by=by, action="meetings.filled", object_type="meetingkind", object_id=kind.code,
        details={
            "planned": len(filled.planned), "moved": len(filled.moved), "cancelled": len(filled.cancelled),
            "at": timezone.localdate().isoformat(),
        },
    )  # fmt: skip
