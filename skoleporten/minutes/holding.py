"""Beginning a meeting and ending it. When it ends its minutes are ready: they are put together of what was written."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from skoleporten.access.actor import Actor
from skoleporten.agendas import setting as agendas
from skoleporten.agendas.models import Item
from skoleporten.intake.transitions import somebody
from skoleporten.meetings import actions as meetings
from skoleporten.meetings.models import Meeting
from skoleporten.minutes import clock, deciding
from skoleporten.minutes.approving import ask_for_approval
from skoleporten.minutes.changes import WRITERS, lock, note
from skoleporten.minutes.models import Minutes
from skoleporten.minutes.parts import touched
from skoleporten.rules.errors import RefusedError


@transaction.atomic
def begin(*, by: Actor, meeting: Meeting) -> Minutes:
    """The agenda is set as it stands now. Begun twice, or by two at once, it is one."""
    Meeting.objects.select_for_update().get(pk=meeting.pk)
    if made := Minutes.objects.filter(meeting=meeting).first():
        return made
    meeting.refresh_from_db()
    _check(by, meeting)
    agendas.set_agenda(by=by, meeting=meeting)
    minutes = Minutes.objects.create(meeting=meeting, begun_by_id=somebody(by))
    note(by, "minutes.begun", minutes)
    deciding.agreed_day_has_come(by, minutes)
    return minutes


@transaction.atomic
def end(*, by: Actor, minutes: Minutes) -> None:
    """What was taken up is done. The rest stays open, and stands on the next agenda for as long as it is due."""
    lock(by, minutes)
    if minutes.ended_at is not None:
        return
    clock.stop_all(minutes)
    written = touched(minutes)
    for item in Item.objects.standing().filter(meeting=minutes.meeting_id, state=Item.State.OPEN, pk__in=written):
        agendas.settle(by=by, item=item, state=Item.State.DONE)
    minutes.ended_at, minutes.ended_by_id = timezone.now(), somebody(by)
    minutes.save()
    note(by, "minutes.ended", minutes)
    deciding.carry_on(by, minutes)
    meetings.held(by=by, meeting=minutes.meeting)
    ask_for_approval(by, minutes)


def _check(by: Actor, meeting: Meeting) -> None:
    if by.role not in WRITERS:
        raise RefusedError(_("Only the team writes in a meeting."))
    if meeting.state == Meeting.State.CANCELLED:
        raise RefusedError(_("The meeting is cancelled."))
    if meeting.date > timezone.localdate():
        raise RefusedError(_("The meeting is on a later day."), do=_("Move it first, if it is held today."))
