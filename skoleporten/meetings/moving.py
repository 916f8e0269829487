"""A meeting is moved. Where it comes into the other weeks than its rhythm's, a person says how it goes on."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from skoleporten.access.actor import Actor
from skoleporten.intake.transitions import somebody
from skoleporten.meetings import participants, planning, rooms, writing
from skoleporten.meetings.models import Meeting, MeetingKind, RhythmChoice
from skoleporten.meetings.rhythms import choices_of, rhythm_of
from skoleporten.meetings.times import check_times
from skoleporten.rig.models import Room
from skoleporten.rules import rhythm as rules
from skoleporten.rules.calendar import is_odd_week, iso_week
from skoleporten.rules.errors import RefusedError

KEEP_PARITY, EVERY_SECOND = RhythmChoice.Answer.KEEP_PARITY, RhythmChoice.Answer.KEEP_EVERY_SECOND
GOES_ON = (KEEP_PARITY, EVERY_SECOND)


class OtherWeeksError(RefusedError):
    """The meeting would come into a week in which its rhythm does not meet: a person chooses how it goes on."""


def crosses(meeting: Meeting, date: dt.date) -> bool:
    """Whether somebody has to choose, if the meeting were moved there."""
    if meeting.kind is None or meeting.slot is None:
        return False
    choices = choices_of(meeting.kind, without_meeting=meeting.pk)
    return rules.crosses_parity(rhythm_of(meeting.kind), meeting.slot, date, choices)


@transaction.atomic
def move(
    *,
    by: Actor,
    meeting: Meeting,
    date: dt.date,
    starts: dt.time,
    ends: dt.time,
    seen_version: int,
    then: str = "",
    room: Room | None = None,
) -> Meeting:
    """To another time, and with a room or without one. `then`: how the weeks go on, where that must be chosen."""
    if meeting.kind_id is not None:  # before the meeting, as whoever plans by the rhythm takes them in that order
        MeetingKind.objects.select_for_update(of=("self",)).get(pk=meeting.kind_id)
    meeting = writing.locked(meeting)
    if meeting.is_planned and (meeting.date, meeting.starts, meeting.ends, meeting.room) == (date, starts, ends, room):
        return meeting
    meeting = writing.planned(meeting, seen_version)
    check_times(date, starts, ends)
    is_crossing = crosses(meeting, date)
    if is_crossing and then not in GOES_ON:
        raise OtherWeeksError(_in_the_other_weeks(date), do=_("Choose how the meetings go on after it."))
    meeting.moved_from = meeting.date
    meeting.date, meeting.starts, meeting.ends = date, starts, ends
    rooms.change_room(by, meeting, room)
    writing.save(by, meeting, "moved", then=then if is_crossing else "")
    participants.refresh(by=by, meetings=[meeting])
    _remember(by, meeting, then if is_crossing else "")
    return meeting


def _remember(by: Actor, meeting: Meeting, then: str) -> None:
    """How the weeks go on, as a decision; also that they go on as before, where an earlier move had changed them."""
    kind, slot = meeting.kind, meeting.slot
    if kind is None or slot is None:
        return
    had_changed = kind.choices.filter(about=RhythmChoice.About.MOVE, meeting=meeting).exists()
    if not then and not had_changed:
        return
    RhythmChoice.objects.create(
        client_id=uuid.uuid4(), kind=kind, about=RhythmChoice.About.MOVE, meeting=meeting,
        on=rules.shift_after_move(slot, meeting.date), answer=then or KEEP_PARITY,
        chosen_at=timezone.now(), chosen_by_id=somebody(by),
    )  # fmt: skip
    planning.fill(by=by, kind=kind, today=timezone.localdate())


def _in_the_other_weeks(date: dt.date) -> str:
    words = {"week": iso_week(date)[1]}
    if is_odd_week(date):
        return _("Week %(week)s is an odd week, and the meeting is in the other ones.") % words
    return _("Week %(week)s is an even week, and the meeting is in the other ones.") % words
