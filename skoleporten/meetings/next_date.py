"""The next date is agreed at the end of the meeting, as a decision. Where nobody has agreed one, it is suggested."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from skoleporten.access.actor import Actor
from skoleporten.intake.transitions import somebody
from skoleporten.meetings import choosing, participants, planning, rooms, writing
from skoleporten.meetings.calendar import Calendar
from skoleporten.meetings.models import Meeting, MeetingKind, RhythmChoice
from skoleporten.meetings.rhythms import rhythm_of
from skoleporten.meetings.times import check_times
from skoleporten.rules import rhythm as rules
from skoleporten.rules.errors import RefusedError

AHEAD = dt.timedelta(days=400)
ONE_DAY = dt.timedelta(days=1)


@transaction.atomic
def agree(
    *, by: Actor, meeting: Meeting, date: dt.date, client_id: uuid.UUID, starts: dt.time | None = None
) -> Meeting:
    """The next meeting of the kind; one that is planned on that day already is that one.

    Agreeing anew, while it is still planned, moves it there.
    """
    meeting = writing.locked(meeting)
    kind = meeting.kind
    if kind is None or not kind.is_next_agreed:
        raise RefusedError(_("The next date of this kind of meeting is not agreed, but follows its rhythm."))
    if made := _sent_before(client_id, meeting):
        return made
    starts = starts or kind.starts
    _check(meeting, date, starts, planning.end_of(starts, kind.minutes))
    before, there = agreed_at(meeting), _planned_on(kind, date)
    choice = _decide(by, meeting, kind, date, client_id)
    choosing.log(by, choice)
    if before is not None and before.is_planned:
        return _move(by, before, date, starts, kind)
    return there or _plan(by, kind, date, starts)


def agreed_at(meeting: Meeting) -> Meeting | None:
    """The meeting that was agreed at the end of this one; None while nobody has."""
    choice = newest(meeting)
    if choice is None or choice.own_date is None:
        return None
    rows = Meeting.objects.not_cancelled().filter(kind=meeting.kind, date=choice.own_date)
    return rows.select_related("kind", "booking__room").first()


def newest(meeting: Meeting) -> RhythmChoice | None:
    return meeting.choices.filter(about=RhythmChoice.About.NEXT).select_related("chosen_by").first()


def suggested(meeting: Meeting) -> dt.date | None:
    """The one that is planned after it already; else so many weeks after this one, and not on a day off.

    None of a kind that follows a rhythm.
    """
    if meeting.kind is None or not meeting.kind.is_next_agreed:
        return None
    if ahead := agreed_from(meeting.kind, meeting.date + ONE_DAY):
        return ahead[0]
    return suggestions(meeting.kind, meeting.date, 1)[0]


def suggestions(kind: MeetingKind, last: dt.date, most: int) -> list[dt.date]:
    """As it would go on from a date if each were agreed as suggested."""
    calendar = Calendar(last, last + AHEAD)
    return rules.suggestions(rhythm_of(kind), last, calendar.why_off, most)


def last_of(kind: MeetingKind) -> Meeting | None:
    return Meeting.objects.not_cancelled().filter(kind=kind).order_by("-date", "-starts").first()


def agreed_from(kind: MeetingKind, day: dt.date) -> list[dt.date]:
    """The days on which it is planned, also those that somebody planned outside of it."""
    rows = Meeting.objects.planned().filter(kind=kind, date__gte=day)
    return list(rows.order_by("date").values_list("date", flat=True).distinct())


def _sent_before(client_id: uuid.UUID, meeting: Meeting) -> Meeting | None:
    made = RhythmChoice.objects.filter(client_id=client_id).first()
    if made is None:
        return None
    found = agreed_at(meeting) if made.meeting_id == meeting.pk else None
    if found is None:
        raise RefusedError(_("This form was used for something else already."), do=_("Open the page anew."))
    return found


def _check(meeting: Meeting, date: dt.date, starts: dt.time, ends: dt.time) -> None:
    if date <= meeting.date:
        raise RefusedError(_("The next meeting is after this one."), do=_("Choose a later date."))
    check_times(date, starts, ends)
    there, agreed = Meeting.objects.not_cancelled().filter(kind=meeting.kind, date=date), agreed_at(meeting)
    if agreed is not None and agreed.is_planned:
        there = there.exclude(pk=agreed.pk)
    else:
        there = there.exclude(state=Meeting.State.PLANNED)
    if there.exists():
        raise RefusedError(_("There is a meeting of the kind on that day already."), do=_("Choose another date."))


def _planned_on(kind: MeetingKind, date: dt.date) -> Meeting | None:
    return Meeting.objects.planned().filter(kind=kind, date=date).select_related("kind", "booking__room").first()


def _decide(by: Actor, meeting: Meeting, kind: MeetingKind, date: dt.date, client_id: uuid.UUID) -> RhythmChoice:
    try:
        with transaction.atomic():
            return RhythmChoice.objects.create(
                client_id=client_id, kind=kind, about=RhythmChoice.About.NEXT, on=meeting.date, meeting=meeting,
                answer=RhythmChoice.Answer.OWN_DATE, own_date=date, chosen_at=timezone.now(),
                chosen_by_id=somebody(by),
            )  # fmt: skip
    except IntegrityError as error:
        raise RefusedError(_("The form could not be sent."), do=_("Open it again, and send it once more.")) from error


def _plan(by: Actor, kind: MeetingKind, date: dt.date, starts: dt.time) -> Meeting:
    made = Meeting.objects.create(
        kind=kind, date=date, starts=starts, ends=planning.end_of(starts, kind.minutes), place=kind.place,
        client_id=uuid.uuid4(), made_by_id=by.user_id, changed_by_id=by.user_id,
    )  # fmt: skip
    if kind.room is not None:
        rooms.book_if_free(by, made, kind.room)
    participants.refresh(by=by, meetings=[made])
    writing.note(by, "meetings.planned", made)
    writing.tell(by, made, "planned")
    return made


def _move(by: Actor, meeting: Meeting, date: dt.date, starts: dt.time, kind: MeetingKind) -> Meeting:
    ends = planning.end_of(starts, kind.minutes)
    if (meeting.date, meeting.starts, meeting.ends) == (date, starts, ends):
        return meeting
    meeting.moved_from = meeting.date
    meeting.date, meeting.starts, meeting.ends = date, starts, ends
    rooms.follow(by, meeting, meeting.room or kind.room)
    writing.save(by, meeting, "moved")
    participants.refresh(by=by, meetings=[meeting])
    return meeting
