"""Deciding in a meeting: what, by whom, by when. It lands in the case, and is there until it is done or left."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from skoleporten.access.actor import Actor
from skoleporten.access.models import User
from skoleporten.agendas.models import Item
from skoleporten.intake.models import Intake
from skoleporten.intake.transitions import locked, somebody
from skoleporten.meetings.models import Meeting
from skoleporten.minutes.changes import note, of_this, open_to_writing, refuse_taken, sent_before
from skoleporten.minutes.doers import who_can_do
from skoleporten.minutes.models import MeetingDecision, Minutes
from skoleporten.minutes.turns import carry, end_one
from skoleporten.notices.actions import notify
from skoleporten.notices.texts import Kind
from skoleporten.rules.errors import RefusedError
from skoleporten.rules.minutes import State, Turn

OF_A_DECISION = "decision:"


class CaseEndedError(RefusedError):
    """The case ended since it came on the agenda. A lead opens it again where the case itself is."""

    def __init__(self) -> None:
        super().__init__(
            _("The case has ended, so nothing is decided in it."),
            do=_("Your words are kept. A lead can open the case again from its own page; then it can be decided."),
        )


@dataclass(frozen=True)
class Decided:
    words: str
    owner: User
    due: dt.date


@transaction.atomic
def decide(
    *, by: Actor, minutes: Minutes, item: Item | None, decided: Decided, client_id: uuid.UUID
) -> MeetingDecision:
    """About the pupil of the item, if it has one. A form sent twice is one decision."""
    open_to_writing(by, minutes)
    of_this(minutes, item)
    if made := sent_before(MeetingDecision, client_id, minutes=minutes, item=item):
        return made
    intake = item.intake if item else None
    check(minutes, intake, decided)
    made = MeetingDecision.objects.create(
        client_id=client_id, minutes=minutes, item=item, intake=intake, words=decided.words.strip(),
        owner=decided.owner, due=decided.due, decided_by_id=somebody(by),
    )  # fmt: skip
    note(by, "minutes.decided", minutes, intake, made, due=decided.due.isoformat())
    tell_the_owner(by, made)
    return made


def check(minutes: Minutes, intake: Intake | None, decided: Decided) -> None:
    if intake is not None:
        open_or_refused(intake)
    if not decided.words.strip():
        raise RefusedError(_("Write what is decided."))
    if decided.due < minutes.meeting.date:
        raise RefusedError(_("The date is before the meeting."))
    if decided.owner not in who_can_do(minutes.meeting, intake, timezone.localdate()):
        raise RefusedError(
            _("%(name)s does not see this pupil.") % {"name": decided.owner} if intake
            else _("%(name)s is not at work here.") % {"name": decided.owner},
            do=_("Choose somebody who can do it."),
        )  # fmt: skip


def open_or_refused(intake: Intake) -> None:
    if locked(intake).ended_at is not None:
        raise CaseEndedError


def tell_the_owner(by: Actor, made: MeetingDecision) -> None:
    if made.owner_id == by.user_id:
        return
    notify(
        by=by, to=made.owner, kind=Kind.ARRIVED, link=f"/meetings/decisions/{made.public_id}/",
        pupil_id=made.intake.pupil_id if made.intake else None, once=f"decided:{made.pk}:{made.version}",
    )  # fmt: skip


@transaction.atomic
def agree_on_next(*, by: Actor, minutes: Minutes, next_one: Meeting, words: str, client_id: uuid.UUID) -> None:
    """When one meets next, as a decision: it is done when that meeting begins. Agreed anew it has the newer date."""
    open_to_writing(by, minutes)
    standing = MeetingDecision.objects.filter(minutes=minutes, agrees_on__isnull=False).first()
    if standing is None:
        refuse_taken(MeetingDecision, client_id)
        made = MeetingDecision.objects.create(
            client_id=client_id, minutes=minutes, words=words, owner_id=somebody(by), due=next_one.date,
            agrees_on=next_one, decided_by_id=somebody(by),
        )  # fmt: skip
        note(by, "minutes.next_agreed", minutes, None, made, due=next_one.date.isoformat())
    elif standing.due != next_one.date or standing.agrees_on_id != next_one.pk:
        standing.due, standing.agrees_on, standing.words = next_one.date, next_one, words
        standing.version += 1
        standing.changed_at, standing.changed_by_id = timezone.now(), by.user_id
        standing.save()
        note(by, "minutes.next_agreed", minutes, None, standing, due=next_one.date.isoformat())


def agreed_day_has_come(by: Actor, minutes: Minutes) -> None:
    """The meeting that was agreed on is held: within the transaction in which it begins."""
    for one in MeetingDecision.objects.filter(agrees_on=minutes.meeting_id, state=State.OPEN):
        end_one(by, one, Turn.DONE, "", uuid.uuid4())


def carry_on(by: Actor, minutes: Minutes) -> None:
    """The decisions of earlier meetings that this one looked at and that are still open: they go on."""
    keys = Item.objects.filter(meeting=minutes.meeting_id, key__startswith=OF_A_DECISION, dropped_at__isnull=True)
    ids = [key.removeprefix(OF_A_DECISION) for key in keys.values_list("key", flat=True)]
    for one in MeetingDecision.objects.open().filter(public_id__in=ids).select_related("intake"):
        carry(by, one)
