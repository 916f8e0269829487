"""Of the way in: referrals that nobody has taken up, what waits for an answer, and who is asked to take over."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from skoleporten.agendas.scope import Due, Scope
from skoleporten.intake.models import IntakeHandover
from skoleporten.rules.transitions import Stage


def new_referrals(scope: Scope) -> Iterator[Due]:
    for one in scope.intakes.values():
        if one.state == Stage.REFERRED:
            since = timezone.localdate(one.state_since)
            yield Due(f"intake:{one.public_id}", one.pk, since, _("Referred, and nobody has taken it up"))


def intake_decisions(scope: Scope) -> Iterator[Due]:
    """In intake until there is an answer; of those that wait, the ones that are to be looked at again by then."""
    for one in scope.intakes.values():
        if one.state == Stage.IN_INTAKE:
            on = one.next_review or timezone.localdate(one.state_since)
            yield Due(f"intake:{one.public_id}", one.pk, on, _("In intake: which help is right?"))
        elif one.state == Stage.WAITING and one.next_review and one.next_review <= scope.by_date:
            yield Due(f"intake:{one.public_id}", one.pk, one.next_review, _("Waits: look at it again"))


def offers(scope: Scope) -> Iterator[Due]:
    rows = IntakeHandover.objects.filter(intake__in=list(scope.intakes), answered_at__isnull=True)
    for one in rows.select_related("offered_to").order_by("offered_at", "pk"):
        text = _("%(who)s is asked to take it over") % {"who": one.offered_to}
        yield Due(f"offer:{one.public_id}", one.intake_id, timezone.localdate(one.offered_at), text)
