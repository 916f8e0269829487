"""What the panels put on the agenda of the meeting that looks at the big picture."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from skoleporten.agendas.scope import Due, Scope
from skoleporten.panels.models import Change, Panel
from skoleporten.panels.queries import owed_now


def not_told(scope: Scope) -> Iterator[Due]:
    """Each change once, however many panels wait to hear of it. In words that quote nobody: more than the team may be
    at the meeting.
    """
    panels: dict[Change, list[Panel]] = defaultdict(list)
    for change, panel in owed_now():
        panels[change].append(panel)
    for change, waiting in panels.items():
        names = ", ".join(_name(one) for one in waiting)
        words = _("Tell back what came of it: %(panels)s") % {"panels": names}
        yield Due(f"change:{change.public_id}", None, change.on, words)


def _name(panel: Panel) -> str:
    return panel.names.get((get_language() or "nb")[:2], panel.names["nb"])
