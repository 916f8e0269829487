"""What people do with a concern. Each function is one use case, in one transaction with its audit event.

A `client_id` is made with the form: the same form sent twice is one row, and the second time gets the first one's.
"""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from skoleporten.access.actor import Actor
from skoleporten.concerns import next_steps, owners, routines
from skoleporten.concerns.measures import Information
from skoleporten.concerns.models import Concern, ConcernStep
from skoleporten.concerns.recording import add_step, audit, has_acted, refuse_closed, sent_before
from skoleporten.people.models import Guardian, Pupil
from skoleporten.rules.errors import RefusedError

Kind = ConcernStep.Kind
# What has a function of its own.
NOT_BY_ACT = frozenset(
    {Kind.CLOSED, Kind.REOPENED, Kind.SET_ASIDE, Kind.PUT_OFF, Kind.INFORMED, Kind.HANDED_OVER, Kind.DISCUSSED}
)
LONGEST_BACK = dt.timedelta(days=366)
SLACK = dt.timedelta(minutes=10)


@transaction.atomic
def open_by_person(*, by: Actor, pupil: Pupil, school_id: int | None, reason: str, is_owner: bool = False) -> Concern:
    """Without any threshold: a person who worries is enough. `is_owner`: who opens it goes on with it herself."""
    if not reason.strip():
        raise RefusedError(_("Say briefly why you worry."))
    if Concern.objects.open().filter(pupil=pupil).exists():
        raise RefusedError(_("There is a concern already."), do=_("Open it and go on there."))
    now = timezone.now()
    teacher = owners.by_class([pupil.pk], timezone.localdate(now)).get(pupil.pk)
    concern = Concern(
        pupil=pupil,
        school_id=school_id,
        kind=Concern.Kind.PERSON,
        opened_at=now,
        opened_by_id=by.user_id,
        opening_reason=reason.strip(),
        owner_id=by.user_id if is_owner else teacher,
        routine=routines.stored(routines.in_use()),
    )
    next_steps.begin([concern])
    concern.save()
    audit(by, "concerns.opened", concern)
    return concern


@transaction.atomic
def act(
    *,
    by: Actor,
    concern: Concern,
    kind: str,
    note: str = "",
    at: dt.datetime | None = None,
    to_whom: str = "",
    guardian: Guardian | None = None,
    how: str = "",
    result: str = "",
    routine_step: str = "",
    client_id: UUID | None = None,
) -> ConcernStep:
    """Somebody did something, now or at `at`. An attempt that reached nobody is written down as what it was."""
    if kind not in set(Kind.values) - NOT_BY_ACT:
        raise RefusedError(_("Choose what was done."))
    if step := sent_before(by, concern, client_id):
        return step
    refuse_closed(concern)
    whom = to_whom.strip() or (str(guardian) if guardian else "")
    step = add_step(
        by, concern, kind, note, at=_when(at), to_whom=whom[:120], guardian=guardian, how=how, result=result,
        routine_step=_known(concern, routine_step), client_id=client_id,
    )  # fmt: skip
    has_acted(concern, step.at)
    audit(by, "concerns.acted", concern, {"kind": kind})
    return step


@transaction.atomic
def set_aside(*, by: Actor, concern: Concern, step_id: str, reason: str, client_id: UUID | None = None) -> None:
    """A step of the routine that is not needed here: somebody decided so, and says why."""
    if sent_before(by, concern, client_id):
        return
    _refuse_undecided(concern, step_id, reason)
    add_step(by, concern, Kind.SET_ASIDE, reason.strip(), routine_step=step_id, client_id=client_id)
    next_steps.refresh(concern)
    audit(by, "concerns.step_set_aside", concern, {"step": step_id})


@transaction.atomic
def put_off(
    *, by: Actor, concern: Concern, step_id: str, until: dt.date, reason: str, client_id: UUID | None = None
) -> None:
    """A step of the routine gets a date of its own."""
    if sent_before(by, concern, client_id):
        return
    _refuse_undecided(concern, step_id, reason)
    if until < timezone.localdate():
        raise RefusedError(_("The new date has passed. Choose a later one."))
    add_step(by, concern, Kind.PUT_OFF, reason.strip(), routine_step=step_id, until=until, client_id=client_id)
    next_steps.refresh(concern)
    audit(by, "concerns.step_put_off", concern, {"step": step_id, "until": until.isoformat()})


@transaction.atomic
def inform(
    *,
    by: Actor,
    concern: Concern,
    whom: str,
    how: str,
    language: str,
    with_interpreter: bool = False,
    to_whom: str = "",
    at: dt.datetime | None = None,
    client_id: UUID | None = None,
) -> Information:
    """The pupil or a guardian was told what is recorded, and why. It is told by a person, and never sent by itself."""
    sent = Information.objects.filter(concern=concern, client_id=client_id).first() if client_id else None
    if sent:
        return sent
    if by.user_id is None or whom not in Information.Whom.values or how not in ConcernStep.How.values:
        raise RefusedError(_("Say who was told, and how."))
    told = Information.objects.create(
        concern=concern, whom=whom, to_whom=to_whom.strip()[:120], at=_when(at), by_id=by.user_id, how=how,
        language=language.strip(), with_interpreter=with_interpreter, client_id=client_id,
    )  # fmt: skip
    audit(by, "concerns.informed", concern, {"whom": whom})
    return told


@transaction.atomic
def close(*, by: Actor, concern: Concern, decision: str, reason: str) -> None:
    """A decision, with its owner and reason; the signals stand as they are."""
    refuse_closed(concern)
    if decision not in Concern.Decision.values:
        raise RefusedError(_("Choose what was decided."))
    if not reason.strip():
        raise RefusedError(_("Give the reason for closing."))
    step = add_step(by, concern, Kind.CLOSED, reason.strip())
    concern.state, concern.closed_at = Concern.State.CLOSED, step.at
    concern.closed_by_id, concern.closing_reason = by.user_id, reason.strip()
    concern.closing_decision = decision
    concern.save(update_fields=["state", "closed_at", "closed_by", "closing_reason", "closing_decision"])
    _end_what_was_offered(concern, step.at)
    next_steps.refresh(concern)
    audit(by, "concerns.closed", concern, {"decision": decision})


@transaction.atomic
def reopen(*, by: Actor, concern: Concern, reason: str) -> None:
    """The routine begins anew that day."""
    if concern.state != Concern.State.CLOSED:
        raise RefusedError(_("The concern is open already."))
    if Concern.objects.open().filter(pupil=concern.pupil_id).exists():
        raise RefusedError(_("There is a newer concern already."), do=_("Open it and go on there."))
    add_step(by, concern, Kind.REOPENED, reason.strip())
    concern.state = Concern.State.ACTED if concern.first_action_at else Concern.State.OPEN
    concern.closed_at, concern.closed_by, concern.closing_reason = None, None, ""
    concern.closing_decision = ""
    concern.save(update_fields=["state", "closed_at", "closed_by", "closing_reason", "closing_decision"])
    next_steps.refresh(concern)
    audit(by, "concerns.reopened", concern)


def _when(at: dt.datetime | None) -> dt.datetime:
    now = timezone.now()
    if at is None:
        return now
    if not now - LONGEST_BACK <= at <= now + SLACK:
        raise RefusedError(_("Say when it was: a time that has been, within the last year."))
    return min(at, now)


def _known(concern: Concern, step_id: str) -> str:
    """A step that the routine does not have is left out; the kind of what was done still tells which it was."""
    if not step_id:
        return ""
    return step_id if step_id in {step.id for step in next_steps.routine_of(concern).steps} else ""


def _refuse_undecided(concern: Concern, step_id: str, reason: str) -> None:
    refuse_closed(concern)
    if not reason.strip():
        raise RefusedError(_("Give the reason."))
    if not _known(concern, step_id):
        raise RefusedError(_("The routine has no such step."))


def _end_what_was_offered(concern: Concern, at: dt.datetime) -> None:
    for handover in concern.handovers.filter(answered_at__isnull=True):
        handover.answer, handover.answered_at = handover.Answer.WITHDRAWN, at
        handover.save(update_fields=["answer", "answered_at"])
