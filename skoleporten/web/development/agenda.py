"""What opens beside an item of an agenda that is about development work: the trial, or the picture, for the team."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from skoleporten.agendas.queries import Entry
from skoleporten.climate import group
from skoleporten.development.models import Trial
from skoleporten.meetings.models import Meeting
from skoleporten.web.cases.panel import Link
from skoleporten.web.requests import ActingRequest


def extra(request: ActingRequest, meeting: Meeting, entry: Entry) -> list[Link]:
    what, _colon, about = entry.key.partition(":")
    if what == "trial" and Trial.objects.visible_to(request.actor).filter(public_id=about).exists():
        return [Link(_("Look at how it goes"), reverse("trial", args=[about]), is_main=True)]
    if what == "pulse" and group.belongs(request.actor, request.today):
        return [Link(_("Team climate"), reverse("climate"), is_main=True)]
    return []
