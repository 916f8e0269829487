"""What a plan below ordinary hours rests on: written with the step, or later when it is decided."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from skoleporten.access.actor import Actor
from skoleporten.cases.changes import note, open_to_writing
from skoleporten.intake.transitions import somebody
from skoleporten.plans.faults import refuse
from skoleporten.plans.models import PlanBasis, PlanStep
from skoleporten.plans.telling import tell_leader
from skoleporten.rules.errors import RefusedError
from skoleporten.rules.plan import Basis, Rests, basis_faults, told_because


@transaction.atomic
def add(*, by: Actor, step: PlanStep, rests: Rests, client_id: uuid.UUID, now: dt.datetime | None = None) -> PlanBasis:
    """The newest holds; those before it stand."""
    open_to_writing(step.case)
    if made := PlanBasis.objects.filter(client_id=client_id, step=step).first():
        return made
    now = now or timezone.now()
    check_basis(rests, step.starts_on)
    made = write_basis(by, step, rests, client_id, now)
    note(by, "plans.basis_added", step.case, step, basis=made.basis)
    tell_leader(by, step, told_because(step.agreed, rests, needs=True), now)
    return made


def check_basis(rests: Rests | None, starts: dt.date) -> None:
    if rests is None:
        raise RefusedError(
            _("The plan is below the pupil’s ordinary hours."),
            do=_("Say what it rests on, or that there is nothing yet."),
        )
    refuse(basis_faults(rests, starts))


def write_basis(by: Actor, step: PlanStep, rests: Rests, client_id: uuid.UUID, now: dt.datetime) -> PlanBasis:
    is_there = rests.basis != Basis.NONE_YET
    return PlanBasis.objects.create(
        step=step, client_id=client_id, basis=rests.basis, decided_by=rests.decided_by.strip() if is_there else "",
        until=rests.until if is_there else None, words=rests.words.strip(), written_at=now, written_by_id=somebody(by),
    )  # fmt: skip


def basis_of(step: PlanStep) -> PlanBasis | None:
    """The one that holds."""
    return step.bases.order_by("-pk").first()
