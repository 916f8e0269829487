"""Handing a concern over: offered by one, accepted by the other. It is never without an owner in between."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from skoleporten.access.actor import Actor
from skoleporten.access.models import User
from skoleporten.concerns import owners
from skoleporten.concerns.handovers import Handover
from skoleporten.concerns.models import Concern, ConcernStep
from skoleporten.concerns.recording import add_step, audit, refuse_closed, sent_before
from skoleporten.concerns.reminders import role_at_school
from skoleporten.notices.actions import notify
from skoleporten.notices.texts import Kind
from skoleporten.rules.errors import RefusedError


@transaction.atomic
def offer(*, by: Actor, concern: Concern, to: User, note: str = "") -> Handover:
    """A new offer withdraws the one that nobody has answered. The same offer twice is one."""
    sent_before(by, concern, None)
    refuse_closed(concern)
    standing = Handover.objects.unanswered().filter(concern=concern).first()
    if standing and standing.to_id == to.pk:
        return standing
    if concern.owner_id == to.pk:
        raise RefusedError(_("She or he has the concern already."))
    if not owners.candidates(concern.pupil, concern.school_id, timezone.localdate()).filter(pk=to.pk).exists():
        raise RefusedError(_("That person has no access to the pupil, and can not take it over."))
    if standing:
        _answer(standing, Handover.Answer.WITHDRAWN)
    now = timezone.now()
    assert by.user_id is not None
    handover = Handover.objects.create(
        concern=concern, to=to, note=note.strip(), offered_at=now, offered_by_id=by.user_id
    )
    audit(by, "concerns.handover_offered", concern, {"to": str(to.public_id)})
    _notice(by, to, Kind.HANDOVER_OFFERED, concern)
    return handover


@transaction.atomic
def take(*, by: Actor, concern: Concern) -> None:
    """A concern that nobody has by name: somebody takes it herself."""
    sent_before(by, concern, None)
    refuse_closed(concern)
    concern.refresh_from_db(fields=["owner"])
    if concern.owner_id == by.user_id:
        return
    if concern.owner_id is not None:
        raise RefusedError(_("Somebody has it already."), do=_("Ask for a hand-over."))
    _give(by, concern)
    audit(by, "concerns.taken", concern)


@transaction.atomic
def accept(*, by: Actor, handover: Handover) -> None:
    """Only whom it was offered to."""
    sent_before(by, handover.concern, None)
    if _is_answered(by, handover, Handover.Answer.ACCEPTED):
        return
    refuse_closed(handover.concern)
    _answer(handover, Handover.Answer.ACCEPTED)
    _give(by, handover.concern)
    audit(by, "concerns.handover_accepted", handover.concern)
    _notice(by, handover.offered_by, Kind.HANDOVER_ANSWERED, handover.concern)


@transaction.atomic
def decline(*, by: Actor, handover: Handover) -> None:
    """Then it stays with the one who has it."""
    sent_before(by, handover.concern, None)
    if _is_answered(by, handover, Handover.Answer.DECLINED):
        return
    _answer(handover, Handover.Answer.DECLINED)
    audit(by, "concerns.handover_declined", handover.concern)
    _notice(by, handover.offered_by, Kind.HANDOVER_ANSWERED, handover.concern)


def _is_answered(by: Actor, handover: Handover, answer: str) -> bool:
    """Whether the same answer was given before."""
    if handover.to_id != by.user_id:
        raise RefusedError(_("The hand-over was not offered to you."))
    handover.refresh_from_db(fields=["answer", "answered_at"])
    if handover.answered_at and handover.answer != answer:
        raise RefusedError(_("The hand-over has been answered or withdrawn."))
    return handover.answered_at is not None


def _answer(handover: Handover, answer: str) -> None:
    handover.answer, handover.answered_at = answer, timezone.now()
    handover.save(update_fields=["answer", "answered_at"])


def _give(by: Actor, concern: Concern) -> None:
    add_step(by, concern, ConcernStep.Kind.HANDED_OVER, by.name[:1000])
    concern.owner_id = by.user_id
    concern.save(update_fields=["owner"])


def _notice(by: Actor, to: User, kind: str, concern: Concern) -> None:
    link, role = f"/concerns/{concern.public_id}/", role_at_school(to, timezone.localdate())
    notify(by=by, to=to, kind=kind, link=link, role=role, pupil_id=concern.pupil_id)
