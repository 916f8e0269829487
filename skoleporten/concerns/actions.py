"""What people do with a concern. Each function is one use case, in one transaction with its audit event."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from skoleporten.access.actor import Actor
from skoleporten.audit.actions import record
from skoleporten.concerns.models import Concern, ConcernStep
from skoleporten.people.models import Pupil
from skoleporten.rules.errors import RefusedError


@transaction.atomic
def open_by_person(*, by: Actor, pupil: Pupil, school_id: int | None, reason: str) -> Concern:
    """Without any threshold: a person who worries is enough."""
    if not reason.strip():
        raise RefusedError(_("Say briefly why you worry."))
    if Concern.objects.open().filter(pupil=pupil).exists():
        raise RefusedError(_("There is a concern already."), do=_("Open it and go on there."))
    concern = Concern.objects.create(
        pupil=pupil,
        school_id=school_id,
        kind=Concern.Kind.PERSON,
        opened_at=timezone.now(),
        opened_by_id=by.user_id,
        opening_reason=reason.strip(),
    )
    _record(by, "concerns.opened", concern)
    return concern


@transaction.atomic
def act(*, by: Actor, concern: Concern, kind: str, note: str = "") -> ConcernStep:
    """Somebody did something. Closing and reopening have their own functions."""
    done = {ConcernStep.Kind.CLOSED, ConcernStep.Kind.REOPENED}
    if kind not in set(ConcernStep.Kind.values) - done:
        raise RefusedError(_("Choose what was done."))
    _refuse_closed(concern)
    step = _step(by, concern, kind, note)
    concern.first_action_at = concern.first_action_at or step.at
    concern.state = Concern.State.ACTED
    concern.save(update_fields=["first_action_at", "state"])
    _record(by, "concerns.acted", concern, kind)
    return step


@transaction.atomic
def close(*, by: Actor, concern: Concern, reason: str) -> None:
    """A decision, with its owner and reason; the signals stand as they are."""
    _refuse_closed(concern)
    if not reason.strip():
        raise RefusedError(_("Give the reason for closing."))
    step = _step(by, concern, ConcernStep.Kind.CLOSED, reason.strip())
    concern.state, concern.closed_at = Concern.State.CLOSED, step.at
    concern.closed_by_id, concern.closing_reason = by.user_id, reason.strip()
    concern.save(update_fields=["state", "closed_at", "closed_by", "closing_reason"])
    _record(by, "concerns.closed", concern)


@transaction.atomic
def reopen(*, by: Actor, concern: Concern, reason: str) -> None:
    if concern.state != Concern.State.CLOSED:
        raise RefusedError(_("The concern is open already."))
    if Concern.objects.open().filter(pupil=concern.pupil_id).exists():
        raise RefusedError(_("There is a newer concern already."), do=_("Open it and go on there."))
    _step(by, concern, ConcernStep.Kind.REOPENED, reason.strip())
    concern.state = Concern.State.ACTED if concern.first_action_at else Concern.State.OPEN
    concern.closed_at, concern.closed_by, concern.closing_reason = None, None, ""
    concern.save(update_fields=["state", "closed_at", "closed_by", "closing_reason"])
    _record(by, "concerns.reopened", concern)


def _refuse_closed(concern: Concern) -> None:
    concern.refresh_from_db(fields=["state", "first_action_at"])
    if concern.state == Concern.State.CLOSED:
        raise RefusedError(_("The concern is closed."), do=_("Open it again first."))


def _step(by: Actor, concern: Concern, kind: str, note: str) -> ConcernStep:
    if by.user_id is None:
        raise RefusedError(_("Only a person acts on a concern."))
    return ConcernStep.objects.create(concern=concern, kind=kind, at=timezone.now(), by_id=by.user_id, note=note)


def _record(by: Actor, action: str, concern: Concern, kind: str = "") -> None:
    record(
        by=by,
        action=action,
        purpose="follow_up",
        pupils=[concern.pupil.public_id],
        object_type="concern",
        object_id=concern.public_id,
        details={"kind": kind} if kind else {},
    )
