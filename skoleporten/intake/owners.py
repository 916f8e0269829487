"""Who can own an intake, and who gets a new one. It is never without an owner."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from skoleporten.access import gate
from skoleporten.access.actor import Actor
from skoleporten.access.gate import Purpose
from skoleporten.access.models import Grant, User
from skoleporten.access.roles import Role
from skoleporten.audit.actions import record
from skoleporten.intake.models import Intake, IntakeHandover
from skoleporten.intake.telling import tell
from skoleporten.intake.transitions import locked, pupils_of, somebody
from skoleporten.notices.texts import Kind
from skoleporten.rules.errors import RefusedError

OWNS = (Role.LEAD, Role.TEAM)


def may_own(today: dt.date) -> QuerySet[User]:
    """Whoever leads the team or is in it today."""
    held = Grant.objects.in_force(today).filter(role__in=OWNS, pupil__isnull=True)
    return User.objects.filter(pk__in=held.values("user")).order_by("display_name", "pk")


def may_own_this(intake: Intake, today: dt.date) -> list[User]:
    """Whom the gate lets see the pupil, in a role of the team. One not matched with a pupil yet is a lead's."""
    return team_who_see(intake.pupil_id, today)


def team_who_see(pupil_pk: int | None, today: dt.date) -> list[User]:
    held = Grant.objects.in_force(today).filter(role__in=OWNS, pupil__isnull=True).select_related("user")
    found = {grant.user for grant in held if _sees(grant.user, grant.role, pupil_pk, today)}
    return sorted(found, key=lambda user: (user.display_name, user.pk))


def first_owner(intake_pupil: int | None, today: dt.date) -> User:
    """The lead with the fewest open ones who may see the pupil; any lead before nobody at all."""
    leads = _leads(today)
    if not leads:
        raise RefusedError(
            _("Nobody leads Skoleporten here, so nobody can receive it."), do=_("Ask the administrator to name a lead.")
        )
    return next(_leads_who_see(intake_pupil, today), leads[0])


def _leads(today: dt.date) -> list[User]:
    """Those with the fewest open ones first."""
    held = Grant.objects.in_force(today).filter(role=Role.LEAD, pupil__isnull=True)
    open_ones = Q(intakes_owned__ended_at__isnull=True, intakes_owned__joined_into__isnull=True)
    counted = User.objects.annotate(open_ones=Count("intakes_owned", filter=open_ones))
    return list(counted.filter(pk__in=held.values("user")).order_by("open_ones", "pk"))


def _leads_who_see(pupil_pk: int | None, today: dt.date) -> Iterator[User]:
    return (user for user in _leads(today) if _sees(user, Role.LEAD, pupil_pk, today))


@transaction.atomic
def take(*, by: Actor, intake: Intake) -> None:
    """By one's own wish: at once, as nobody is left with something she did not accept."""
    locked(intake)
    if intake.owner_id == by.user_id:
        return
    if by.role not in OWNS or by.user_id is None:
        raise RefusedError(_("Only the team can own it."))
    _answer_open(intake, is_accepted=False)
    _own(by, intake, by.user_id, "intake.taken_over")


@transaction.atomic
def offer(*, by: Actor, intake: Intake, to: User, note: str = "", client_id: uuid.UUID | None = None) -> IntakeHandover:
    """The owner stays the owner until the other has accepted. A newer offer takes the place of an unanswered one."""
    locked(intake)
    client_id = client_id or uuid.uuid4()
    if made := IntakeHandover.objects.filter(client_id=client_id, intake=intake).first():
        return made
    if to.pk == intake.owner_id:
        raise RefusedError(_("%(name)s owns it already.") % {"name": to})
    if to not in may_own_this(intake, timezone.localdate()):
        raise RefusedError(_("%(name)s can not own it.") % {"name": to}, do=_("Choose somebody on the team."))
    _answer_open(intake, is_accepted=False)
    made = IntakeHandover.objects.create(
        intake=intake,
        offered_by_id=somebody(by),
        offered_to=to,
        offered_at=timezone.now(),
        note=note.strip(),
        client_id=client_id,
    )
    _record(by, intake, "intake.handover_offered", to)
    tell(by, intake, to, Kind.HANDOVER_OFFERED)
    return made


@transaction.atomic
def answer(*, by: Actor, handover: IntakeHandover, accepts: bool) -> None:
    """Only whom it was offered to; an answer given twice is one."""
    intake = handover.intake
    locked(intake)
    handover.refresh_from_db()
    if handover.offered_to_id != by.user_id:
        raise RefusedError(_("It was not offered to you."))
    if handover.answered_at is not None:
        return
    handover.answered_at, handover.is_accepted = timezone.now(), accepts
    handover.save()
    if accepts:
        assert by.user_id is not None
        _own(by, intake, by.user_id, "intake.handover_accepted")
    else:
        _record(by, intake, "intake.handover_refused", handover.offered_to)
    tell(by, intake, handover.offered_by, Kind.HANDOVER_ANSWERED)


def open_ones_of(user: User) -> QuerySet[Intake]:
    return Intake.objects.open().filter(owner=user)


def without_owner_here(today: dt.date) -> QuerySet[Intake]:
    """Open ones whose owner neither leads the team nor is in it any more."""
    return Intake.objects.open().exclude(owner__in=may_own(today))


@transaction.atomic
def give_to_a_lead(*, by: Actor, intake: Intake, today: dt.date) -> User | None:
    """The lead with the fewest, of those who may see the pupil; where there is none the owner stands, for a person
    to settle. What was offered and not answered falls away.
    """
    locked(intake)
    lead = next(_leads_who_see(intake.pupil_id, today), None)
    if lead is None or lead.pk == intake.owner_id:
        return None
    _answer_open(intake, is_accepted=False)
    _own(by, intake, lead.pk, "intake.given_to_lead")
    tell(by, intake, lead, Kind.TO_REVIEW)
    return lead


def _own(by: Actor, intake: Intake, user_id: int, action: str) -> None:
    intake.owner_id = user_id
    intake.save()
    _record(by, intake, action, intake.owner)


def _answer_open(intake: Intake, *, is_accepted: bool) -> None:
    for one in intake.handovers.filter(answered_at__isnull=True):
        one.answered_at, one.is_accepted = timezone.now(), is_accepted
        one.save()


def _record(by: Actor, intake: Intake, action: str, owner: User) -> None:
    record(
        by=by, action=action, pupils=pupils_of(intake), object_type="intake", object_id=intake.public_id,
        details={"user": str(owner.public_id)},
    )  # fmt: skip


def _sees(user: User, role: str, pupil_pk: int | None, today: dt.date) -> bool:
    """`role` is held for the whole municipality, so that the actor needs no more than this."""
    if pupil_pk is None:
        return role == Role.LEAD
    actor = Actor(user_id=user.pk, user_public_id=str(user.public_id), name=str(user), role=role)
    return gate.may_see(actor, pupil_pk, Purpose.FOLLOW_UP, today)
