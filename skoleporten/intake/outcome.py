"""Telling a service that referred what became of it: by a person, and only while a consent to share it is in force."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from skoleporten.access.actor import Actor
from skoleporten.audit.actions import record
from skoleporten.consents import queries as consents
from skoleporten.intake import transitions
from skoleporten.intake.models import Referral
from skoleporten.rules.errors import RefusedError

SHARING = "share_with_service"


def may_be_told(referral: Referral, today: dt.date) -> bool:
    """The consent names the service as the link did, or as the way in is called."""
    pupil = referral.intake.pupil
    if pupil is None or not referral.outside_service:
        return False
    route = referral.route
    names = {referral.outside_service, route.name_nb, route.name_nn, route.name_en}
    return any(consents.in_force(pupil, SHARING, today, service=name) is not None for name in sorted(names))


@transaction.atomic
def record_told(*, by: Actor, referral: Referral) -> None:
    """Twice is once."""
    transitions.locked(referral.intake)
    referral.refresh_from_db()
    if referral.outcome_told_at is not None:
        return
    if not may_be_told(referral, timezone.localdate()):
        raise RefusedError(_("There is no consent in force to share it with this service."), do=_("Ask the family."))
    referral.outcome_told_at, referral.outcome_told_by_id = timezone.now(), by.user_id
    referral.save(update_fields=["outcome_told_at", "outcome_told_by"])
    record(
        by=by, action="intake.outcome_told", pupils=transitions.pupils_of(referral.intake), object_type="referral",
        object_id=referral.public_id, details={"route": referral.route.code},
    )  # fmt: skip
