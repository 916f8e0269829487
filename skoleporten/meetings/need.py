"""The intake meeting proposes itself when the queue has something, and cancels itself when it has not.

At once when an intake moves, and nightly. Only the next one, from tomorrow on: whoever is on her way today is not
called off. What a person keeps, moved or cancelled stands.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from skoleporten.access.actor import Actor
from skoleporten.intake.models import Intake
from skoleporten.meetings import participants, planning, rooms, writing
from skoleporten.meetings.models import Meeting, MeetingKind
from skoleporten.meetings.rhythms import slots_of
from skoleporten.rules.rhythm import Slot, Standing, Step, step
from skoleporten.rules.transitions import Stage

TO_TALK_ABOUT = (Stage.REFERRED, Stage.IN_INTAKE)
WEEKS_LOOKED_AT = dt.timedelta(weeks=9)
ONE_DAY = dt.timedelta(days=1)


def kinds_if_needed() -> list[MeetingKind]:
    """Those that can propose themselves: in use, and with a weekday."""
    rows = MeetingKind.objects.filter(only_if_needed=True, is_active=True).select_related("room")
    return [kind for kind in rows if kind.weekdays]


def is_needed(day: dt.date, moved: Intake | None = None) -> bool:
    """Whether the queue has something for a meeting on that day. `moved` counts as it stands, saved or not."""
    open_ones = Intake.objects.open()
    if moved is not None:
        if is_for_the_meeting(moved, day):
            return True
        open_ones = open_ones.exclude(pk=moved.pk)
    waits = Q(state=Stage.WAITING, next_review__lte=day)
    return open_ones.filter(Q(state__in=TO_TALK_ABOUT) | waits).exists()


def is_for_the_meeting(intake: Intake, day: dt.date) -> bool:
    if intake.ended_at is not None or intake.joined_into_id is not None:
        return False
    review = intake.next_review
    return intake.state in TO_TALK_ABOUT or (intake.state == Stage.WAITING and review is not None and review <= day)


def next_slot(kind: MeetingKind, today: dt.date) -> Slot | None:
    """The first from tomorrow on that has a day and no open question."""
    tomorrow = today + ONE_DAY
    found = slots_of(kind, tomorrow, today + WEEKS_LOOKED_AT)
    return next((slot for slot in found if slot.is_settled and slot.date and slot.date >= tomorrow), None)


@transaction.atomic
def settle(*, by: Actor, kind: MeetingKind, today: dt.date, moved: Intake | None = None) -> Step:
    """Proposes the next one or cancels it, and says which."""
    slot = next_slot(kind, today)
    if slot is None or slot.date is None:
        return Step.NOTHING
    rows = Meeting.objects.select_for_update(of=("self",)).select_related("kind", "booking__room")
    row = rows.filter(kind=kind, slot=slot.slot).first()
    done = step(_standing(row), is_needed(slot.date, moved))
    if done is Step.PROPOSE:
        return _propose(by, kind, slot.slot, slot.date)
    if done is Step.PROPOSE_AGAIN and row is not None:
        row.state, row.because = Meeting.State.PLANNED, ""
        rooms.follow(by, row, kind.room)
        writing.save(by, row, "planned_again")
        participants.refresh(by=by, meetings=[row])
    elif done is Step.CANCEL and row is not None:
        rooms.let_go(by, row)
        row.state, row.because = Meeting.State.CANCELLED, Meeting.Because.NO_NEED
        writing.save(by, row, "cancelled", because="no_need")
    return done


def _propose(by: Actor, kind: MeetingKind, slot: dt.date, date: dt.date) -> Step:
    """Where two intakes move at the same moment, one of them proposes it, and the other goes on undisturbed."""
    try:
        with transaction.atomic():
            row = planning.make(by, kind, slot, date)
            participants.refresh(by=by, meetings=[row])
            writing.note(by, "meetings.proposed", row)
    except IntegrityError:
        return Step.NOTHING
    return Step.PROPOSE


def when_an_intake_moves(sender: Any, intake: Intake, by: Actor, **kwargs: Any) -> None:
    for kind in kinds_if_needed():
        settle(by=by, kind=kind, today=timezone.localdate(), moved=intake)


def _standing(row: Meeting | None) -> Standing:
    if row is None:
        return Standing.NONE
    if row.state == Meeting.State.CANCELLED and row.because != Meeting.Because.PERSON:
        return Standing.CANCELLED_BY_ITSELF
    if row.is_planned and row.moved_from is None and not row.is_kept:
        return Standing.PLANNED
    return Standing.LEFT_TO_PEOPLE
