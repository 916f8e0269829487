"""The minutes on the page of a meeting: where they stand, and the way there."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from skoleporten.meetings.models import Meeting
from skoleporten.minutes import approving, queries
from skoleporten.web.cases.panel import Link
from skoleporten.web.meetings.part import Part
from skoleporten.web.minutes.presenters import version_in_words
from skoleporten.web.minutes.visible import TEAM
from skoleporten.web.requests import ActingRequest


def part(request: ActingRequest, meeting: Meeting) -> Part | None:
    """Before it has begun only the team has something to do here. It names nobody."""
    minutes = queries.record_of(meeting)
    is_team = request.actor.role in TEAM
    if minutes is None:
        may_begin = is_team and meeting.is_planned and meeting.date <= request.today
        return _part(meeting, _("Nobody has begun the meeting."), [_now(meeting, is_main=True)]) if may_begin else None
    read = Link(_("Read the minutes"), reverse("minutes", args=[meeting.public_id]))
    approval = approving.standing(minutes)
    if minutes.ended_at is None:
        return _part(meeting, _("The meeting goes on."), [_now(meeting, is_main=True), read] if is_team else [read])
    if approval is None:
        links = [read, _now(meeting)] if is_team else [read]
        return _part(meeting, _("The minutes are ready, and not approved yet."), links)
    standing = version_in_words(approval).approved
    if minutes.corrected_because:
        return _part(meeting, _("%(standing)s. They are being corrected.") % {"standing": standing}, [read])
    return _part(meeting, standing, [read])


def _part(meeting: Meeting, standing: str, links: list[Link]) -> Part:
    return Part("minutes", pgettext("of a meeting", "Minutes"), "minutes/part.html", {"standing": standing}, links)


def _now(meeting: Meeting, *, is_main: bool = False) -> Link:
    return Link(_("In the meeting"), reverse("meeting_now", args=[meeting.public_id]), is_main)
