"""A meeting is cancelled, planned again, held, and led by somebody else than usual."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from skoleporten.access.actor import Actor
from skoleporten.access.models import User
from skoleporten.intake.changes import ChangedMeanwhileError
from skoleporten.intake.transitions import somebody
from skoleporten.meetings import participants, rooms, writing
from skoleporten.meetings.models import Meeting, MeetingKind
from skoleporten.meetings.times import check_times
from skoleporten.rig.models import Room
from skoleporten.rig.no_names import refuse_names
from skoleporten.rules.errors import RefusedError


@transaction.atomic
def plan_one(
    *,
    by: Actor,
    kind: MeetingKind | None,
    title: str,
    date: dt.date,
    starts: dt.time,
    ends: dt.time,
    client_id: uuid.UUID,
    room: Room | None = None,
    place: str = "",
) -> Meeting:
    """One outside the rhythm: of a kind, or with a title of its own. A form sent twice is one meeting."""
    title, place = " ".join(title.split()), place.strip()
    if made := _sent_before(client_id, kind, title, date):
        return made
    if kind is None and not title:
        raise RefusedError(_("Give the meeting a name, or choose a kind."))
    check_times(date, starts, ends)
    for text in (title, place):
        refuse_names(by, text, timezone.localdate())
    try:
        with transaction.atomic():
            made = Meeting.objects.create(
                kind=kind, title=title, date=date, starts=starts, ends=ends, place=place, client_id=client_id,
                made_by_id=somebody(by), changed_by_id=by.user_id,
            )  # fmt: skip
    except IntegrityError as error:
        raise RefusedError(_("The form could not be sent."), do=_("Open it again, and send it once more.")) from error
    if room is not None:
        rooms.change_room(by, made, room)
        made.save()
    participants.refresh(by=by, meetings=[made])
    participants.ask(by=by, meeting=made, user=User.objects.get(pk=somebody(by)))
    writing.note(by, "meetings.planned", made)
    writing.tell(by, made, "planned")
    return made


def _sent_before(client_id: uuid.UUID, kind: MeetingKind | None, title: str, date: dt.date) -> Meeting | None:
    made = Meeting.objects.filter(client_id=client_id).select_related("kind").first()
    if made is not None and (made.kind, made.title, made.slot) != (kind, title, None):
        raise RefusedError(_("This form was used for something else already."), do=_("Open the page anew."))
    return made


@transaction.atomic
def cancel(*, by: Actor, meeting: Meeting, why: str, seen_version: int) -> Meeting:
    meeting, why = writing.planned(meeting, seen_version), why.strip()
    if not why:
        raise RefusedError(_("Say why the meeting is cancelled."))
    refuse_names(by, why, timezone.localdate())
    rooms.let_go(by, meeting)
    meeting.state, meeting.because, meeting.why = Meeting.State.CANCELLED, Meeting.Because.PERSON, why
    return writing.save(by, meeting, "cancelled", because="person")


@transaction.atomic
def plan_again(*, by: Actor, meeting: Meeting, seen_version: int) -> Meeting:
    """A cancelled one that is to be held all the same; it is then not called off by itself."""
    meeting = writing.locked(meeting)
    if meeting.is_planned:
        return meeting
    _check_version(meeting, seen_version)
    if meeting.state == Meeting.State.HELD or meeting.date < timezone.localdate():
        raise RefusedError(_("The meeting has been held, or its day is over."), do=_("Plan a new one."))
    meeting.state, meeting.because, meeting.why, meeting.is_kept = Meeting.State.PLANNED, "", "", True
    if meeting.kind is not None and meeting.kind.room is not None:
        rooms.follow(by, meeting, meeting.kind.room)
    return writing.save(by, meeting, "planned_again")


@transaction.atomic
def keep(*, by: Actor, meeting: Meeting, seen_version: int) -> Meeting:
    """It is held whether or not the queue has something."""
    meeting = writing.planned(meeting, None if meeting.is_kept else seen_version)
    if meeting.is_kept:
        return meeting
    meeting.is_kept = True
    return writing.save(by, meeting, "changed")


@transaction.atomic
def held(*, by: Actor, meeting: Meeting) -> Meeting:
    """When the minutes end it; twice is once. Not before its day."""
    meeting = writing.locked(meeting)
    if meeting.state == Meeting.State.HELD:
        return meeting
    if not meeting.is_planned:
        raise RefusedError(_("The meeting was cancelled."), do=_("Plan it again first."))
    if meeting.date > timezone.localdate():
        raise RefusedError(_("The meeting is still to come."))
    meeting.state = Meeting.State.HELD
    return writing.save(by, meeting, "held")


@transaction.atomic
def appoint(*, by: Actor, meeting: Meeting, chair: User | None, writer: User | None, seen_version: int) -> Meeting:
    """Somebody else than usual leads or writes this one meeting. None: as the kind says."""
    meeting = writing.planned(meeting, seen_version)
    if (meeting.chair, meeting.writer) == (chair, writer):
        return meeting
    may = participants.may_be_asked(meeting.date)
    for user in (chair, writer):
        if user is not None and user not in may:
            raise RefusedError(_("%(name)s has no role here that opens meetings.") % {"name": user})
    meeting.chair, meeting.writer = chair, writer
    writing.save(by, meeting, "changed")
    for user in (chair, writer):
        if user is not None:
            participants.ask(by=by, meeting=meeting, user=user)
    return meeting


def _check_version(meeting: Meeting, seen_version: int) -> None:
    if meeting.version != seen_version:
        raise ChangedMeanwhileError(meeting)
