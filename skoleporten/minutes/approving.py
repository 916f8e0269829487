"""Minutes are approved by whoever owns the meeting, or by her stand-in while she is away. A correction too."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from skoleporten.access.actor import Actor
from skoleporten.access.gate import Purpose
from skoleporten.access.models import User
from skoleporten.access.roles import Role
from skoleporten.agendas.models import Item
from skoleporten.intake.transitions import somebody
from skoleporten.meetings.leading import AwayThen, Leader, leaders
from skoleporten.meetings.models import Meeting
from skoleporten.minutes.changes import is_closed, lock, note, sent_before
from skoleporten.minutes.models import Approval, ApprovedPart, Minutes
from skoleporten.minutes.parts import Made, facts_of, parts_of
from skoleporten.minutes.queries import waiting_for_approval
from skoleporten.notices.actions import notify
from skoleporten.notices.texts import Kind
from skoleporten.rig.queries import away_on
from skoleporten.rules.errors import RefusedError


def approvers(meeting: Meeting, today: dt.date, away: AwayThen | None = None) -> list[Leader]:
    """Whoever leads the meeting; for one who is away on the day of approval whoever steps in for her."""
    return leaders(meeting, away_on(today) if away is None else away)


def may_approve(by: Actor, meeting: Meeting, today: dt.date, away: AwayThen | None = None) -> Leader | None:
    """Where nobody is there to do it, any lead may."""
    found = approvers(meeting, today, away)
    mine = next((one for one in found if one.user.pk == by.user_id), None)
    if mine or found or by.role != Role.LEAD or by.user_id is None:
        return mine
    owners = meeting.kind.owners if meeting.kind else []
    return Leader(User.objects.get(pk=by.user_id), owners[0] if owners else None)


def to_approve(by: Actor, today: dt.date) -> list[Minutes]:
    """Those that wait for this person, the oldest first. The rig is asked once, however many wait."""
    away = away_on(today)
    return [one for one in waiting_for_approval(by, today) if may_approve(by, one.meeting, today, away)]


@transaction.atomic
def approve(*, by: Actor, minutes: Minutes, client_id: uuid.UUID) -> Approval:
    """As they stand now, with every part; each reader gets those that she may see. Sent twice it is one version."""
    lock(by, minutes)
    if made := sent_before(Approval, client_id, minutes=minutes):
        return made
    today = timezone.localdate()
    approver = may_approve(by, minutes.meeting, today)
    newest = standing(minutes)
    if minutes.ended_at is None:
        raise RefusedError(_("The meeting goes on. End it first."))
    if approver is None:
        raise RefusedError(_("Whoever owns the meeting approves its minutes, or whoever stands in."))
    if newest is not None and is_closed(minutes):
        return newest
    parts = parts_of(minutes)
    if newest is None or _differs(newest, parts, facts_of(minutes)):
        newest = _keep(by, minutes, parts, approver, newest, client_id)
    _close(minutes)
    return newest


@transaction.atomic
def begin_correction(*, by: Actor, minutes: Minutes, why: str) -> None:
    """What was approved stands as it was. The record is open again until it is approved anew."""
    lock(by, minutes)
    if may_approve(by, minutes.meeting, timezone.localdate()) is None:
        raise RefusedError(_("Whoever owns the meeting corrects its minutes, or whoever stands in."))
    if standing(minutes) is None:
        raise RefusedError(_("The minutes are not approved yet: they can be changed as they are."))
    if minutes.corrected_because:
        return
    if not why.strip():
        raise RefusedError(_("Write why."))
    minutes.corrected_because, minutes.corrected_by_id = why.strip(), somebody(by)
    minutes.save()
    note(by, "minutes.correction_begun", minutes)


def standing(minutes: Minutes) -> Approval | None:
    """The newest version."""
    return Approval.objects.filter(minutes=minutes).order_by("-number").first()


def ask_for_approval(by: Actor, minutes: Minutes) -> None:
    """Within the transaction in which the meeting ends."""
    for one in approvers(minutes.meeting, timezone.localdate()):
        if one.user.pk != by.user_id:
            notify(
                by=by, to=one.user, kind=Kind.TO_REVIEW, link=f"/meetings/{minutes.meeting.public_id}/minutes/",
                once=f"minutes:{minutes.pk}",
            )  # fmt: skip


def _keep(
    by: Actor, minutes: Minutes, parts: list[Made], approver: Leader, before: Approval | None, client_id: uuid.UUID
) -> Approval:
    """`was_seen`: what the approver herself may see; of the rest whoever wrote it says that it is right."""
    seen = set(
        Item.objects.visible_to(by, Purpose.FOLLOW_UP, timezone.localdate())
        .filter(meeting=minutes.meeting_id)
        .values_list("pk", flat=True)
    )
    made = Approval.objects.create(
        client_id=client_id, minutes=minutes, number=before.number + 1 if before else 1,
        why=minutes.corrected_because if before else "", facts=facts_of(minutes), approved_by_id=somebody(by),
        instead_of=approver.stands_in_for,
    )  # fmt: skip
    for one in parts:
        ApprovedPart.objects.create(
            approval=made, item=one.item, intake_id=one.intake_id, content=one.content,
            was_seen=one.item is None or one.item.pk in seen,
        )  # fmt: skip
    note(by, "minutes.approved", minutes, None, None, number=made.number)
    return made


def _differs(newest: Approval, parts: list[Made], facts: dict[str, object]) -> bool:
    kept = [(row.item_id, row.content) for row in newest.parts.all()]
    return kept != [(one.item.pk if one.item else None, one.content) for one in parts] or newest.facts != facts


def _close(minutes: Minutes) -> None:
    minutes.corrected_because, minutes.corrected_by = "", None
    minutes.save()
