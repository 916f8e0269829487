"""What opens beside an item of an agenda that is about a panel: the change, for the team."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from skoleporten.agendas.queries import Entry
from skoleporten.meetings.models import Meeting
from skoleporten.panels.models import Change
from skoleporten.web.cases.panel import Link
from skoleporten.web.requests import ActingRequest


def extra(request: ActingRequest, meeting: Meeting, entry: Entry) -> list[Link]:
    what, _colon, about = entry.key.partition(":")
    if what == "change" and Change.objects.visible_to(request.actor).filter(public_id=about).exists():
        return [Link(_("What is to be told back"), reverse("panel_change", args=[about]), is_main=True)]
    return []
