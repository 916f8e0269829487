"""Decisions that are not done yet stand on the next agenda of the kind, and on each after that, until they are."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q

from skoleporten.agendas.scope import Due, Scope
from skoleporten.minutes.deciding import OF_A_DECISION
from skoleporten.minutes.models import MeetingDecision


def decisions_not_done(scope: Scope) -> Iterator[Due]:
    """Of cases that are open; what was decided in one that has ended waits there for whoever opens it again."""
    if scope.meeting.kind_id is None:
        return
    about = Q(intake__isnull=True) | Q(intake__in=list(scope.intakes))
    earlier = Q(minutes__meeting__kind=scope.meeting.kind_id, minutes__meeting__date__lt=scope.meeting.date)
    rows = MeetingDecision.objects.open().filter(about, earlier, agrees_on__isnull=True)
    for one in rows.select_related("owner").order_by("due", "pk"):
        yield Due(f"{OF_A_DECISION}{one.public_id}", one.intake_id, one.due, f"{one.words} ({one.owner})")
