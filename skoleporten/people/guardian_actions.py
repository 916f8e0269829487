"""What the school records of a pupil's guardians: verified, the right to decide, and who is barred. Each is audited."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from skoleporten.access.actor import Actor
from skoleporten.audit.actions import record
from skoleporten.people.models import Guardianship
from skoleporten.rules.errors import RefusedError

LONGEST_SOURCE = 64


@transaction.atomic
def verify(*, by: Actor, relation: Guardianship) -> None:
    """Somebody has checked it against its source; from now on it may open something."""
    if relation.decides == Guardianship.Decides.UNKNOWN:
        raise RefusedError(_("The right to decide is not known."), do=_("Record it with its source first."))
    if by.user_id is not None and relation.guardian.user_id == by.user_id:
        raise RefusedError(_("You can not verify your own relation."), do=_("Ask another leader."))
    relation.verified_at, relation.verified_by_id = timezone.now(), by.user_id
    relation.save()
    _record(by, "people.relation_verified", relation)


@transaction.atomic
def record_right(*, by: Actor, relation: Guardianship, decides: str, source: str) -> None:
    """Parental responsibility, care taken over, suspended or none. It must be verified anew."""
    relation.decides = Guardianship.Decides(decides)
    relation.source = source[:LONGEST_SOURCE]
    relation.verified_at, relation.verified_by = None, None
    relation.save()
    _record(by, "people.right_recorded", relation, {"decides": relation.decides})


@transaction.atomic
def bar(*, by: Actor, relation: Guardianship, first: dt.date, last: dt.date | None, source: str) -> None:
    """Beats everything else from its first day. It is ended by a last day, and never erased."""
    if not source.strip():
        raise RefusedError(_("A bar names its source."))
    if last is not None and last < first:
        raise RefusedError(_("The last day is before the first. Correct the dates."))
    relation.barred_from, relation.barred_to, relation.barred_source = first, last, source[:200]
    relation.save()
    details = {"from": first.isoformat(), "to": last.isoformat() if last else ""}
    _record(by, "people.barred", relation, details)


def _record(by: Actor, action: str, relation: Guardianship, details: dict[str, str] | None = None) -> None:
    record(
        by=by, action=action, pupils=[relation.pupil.public_id], object_type="guardianship",
        object_id=relation.public_id, details=details,
    )  # fmt: skip
