"""The agenda on the page of its meeting: how much there is and the way to it. It names no pupil."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from skoleporten.agendas.morning import KIND
from skoleporten.agendas.queries import agenda
from skoleporten.agendas.scope import kind_of
from skoleporten.meetings.models import Meeting
from skoleporten.web.agendas.presenters import sections_of, time_in_words
from skoleporten.web.cases.panel import Link
from skoleporten.web.meetings.part import Part
from skoleporten.web.requests import ActingRequest


def part(request: ActingRequest, meeting: Meeting) -> Part:
    view = agenda(meeting, request.actor, request.today)
    links = [Link(_("Open the agenda"), reverse("agenda", args=[meeting.public_id]), is_main=meeting.is_planned)]
    if kind_of(meeting) == KIND and meeting.date == request.today and meeting.is_planned:
        links.insert(0, Link(_("Open the morning talk"), reverse("morning_talk")))
    context = {"sections": sections_of(view), "time": time_in_words(view)}
    return Part("agenda", _("Agenda"), "agendas/part.html", context, links)
