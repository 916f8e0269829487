"""What development work puts on the agenda of the meeting that looks at the big picture."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from skoleporten.agendas.scope import Due, Scope
from skoleporten.climate.models import Pulse
from skoleporten.development.models import Ground, Trial
from skoleporten.meetings.models import Meeting
from skoleporten.rules.development import Kind

# A picture that is older is not offered any more.
DAYS_OF_A_PICTURE = 60


def trials(scope: Scope) -> Iterator[Due]:
    """Those that are to be looked at by the day of the meeting."""
    for one in Trial.objects.due(scope.by_date):
        yield Due(f"trial:{one.public_id}", None, one.evaluate_on, one.about)


def pictures(scope: Scope) -> Iterator[Due]:
    """The newest, until it has been talked about at a meeting, or something is tried because of it."""
    newest = Pulse.objects.pictures().last()
    if newest is None or newest.closed_on is None or (scope.by_date - newest.closed_on).days > DAYS_OF_A_PICTURE:
        return
    key = f"pulse:{newest.public_id}"
    if Ground.objects.filter(kind=Kind.CLIMATE, thing=newest.public_id).exists() or _talked_about(scope, key):
        return
    yield Due(key, None, newest.closed_on, _("What do we want to try, from where we stand?"))


def _talked_about(scope: Scope, key: str) -> bool:
    held = Meeting.objects.filter(state=Meeting.State.HELD).exclude(pk=scope.meeting.pk)
    return held.filter(agenda_items__key=key, agenda_items__state="done").exists()
