"""Whether what a notice is about is in the view of the one it is for: asked when it is sent, listed and opened."""

from __future__ import annotations

from django.utils import timezone

from skoleporten.access import gate, queries
from skoleporten.access.actor import Held
from skoleporten.access.reasons import purpose_of
from skoleporten.notices.models import Notice


def places_in_view(notice: Notice) -> list[Held]:
    """The roles, and schools, in which the person can open it today; none where access has ended."""
    held = queries.held_by(notice.user, timezone.localdate())
    return [one for one in held if notice.role in ("", one.role) and _sees(notice, one)]


def _sees(notice: Notice, held: Held) -> bool:
    if notice.pupil_id is None:
        return True
    today = timezone.localdate()
    actor = queries.actor_of(notice.user, today, held.role, school=held.school)
    return actor is not None and gate.may_see(actor, notice.pupil_id, purpose_of(actor.role), today)
