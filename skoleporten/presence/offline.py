"""Choosing for the municipality whether the board may be kept in a browser. Off until somebody has chosen."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from skoleporten.access.actor import Actor
from skoleporten.access.models import Installation
from skoleporten.audit.actions import record
from skoleporten.presence.models import OfflineChoice
from skoleporten.rules.errors import RefusedError


def is_on() -> bool:
    """In a demonstration, where every pupil is made up, also before anybody has chosen."""
    newest = OfflineChoice.objects.first()
    return newest.is_on if newest else Installation.objects.filter(is_demo=True).exists()


@transaction.atomic
def choose(*, by: Actor, is_on: bool, assessment: str) -> OfflineChoice:
    """Off works at once: every browser that asks next lets go of what it keeps."""
    if by.user_id is None or (is_on and not assessment.strip()):
        raise RefusedError(_("Say where the assessment of privacy lies that this rests on."))
    choice = OfflineChoice.objects.create(
        is_on=is_on, assessment=assessment.strip(), chosen_at=timezone.now(), chosen_by_id=by.user_id
    )
    record(by=by, action="presence.offline_chosen", details={"is_on": is_on})
    return choice
