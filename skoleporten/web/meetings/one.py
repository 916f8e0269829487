"""The page of one meeting: when, where and who, and the parts that prepare it, hold it and keep what came of it."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from skoleporten.access.gate import Purpose
from skoleporten.meetings import actions, leading, queries
from skoleporten.meetings.models import Meeting, Participant
from skoleporten.rig import queries as rig
from skoleporten.rig.models import Away
from skoleporten.rules.rhythm import is_change_day
from skoleporten.web import read_log
from skoleporten.web.meetings import words
from skoleporten.web.meetings.part import Part
from skoleporten.web.meetings.parts import PARTS
from skoleporten.web.meetings.presenters import Person
from skoleporten.web.meetings.visible import TEAM, meeting_reads, team_writes, trail_to, visible_meeting
from skoleporten.web.requests import ActingRequest
from skoleporten.web.saving import tell


@meeting_reads
def one(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    meeting = visible_meeting(request, public_id)
    parts = _parts(request, meeting)
    shown = [pupil for part in parts for pupil in part.pupils]
    read_log.shown(request, shown, action="meetings.opened", purpose=Purpose.FOLLOW_UP)
    away = rig.away_on(meeting.date)
    is_team = request.actor.role in TEAM
    context = {
        "meeting": meeting,
        "trail": trail_to(meeting),
        "when": words.when(meeting),
        "week": words.week_of(meeting.date),
        "state": words.state(meeting),
        "state_color": words.STATE_COLORS[meeting.state],
        "chair": words.leads(leading.chair_of(meeting, away)),
        "writer": words.leads(leading.writer_of(meeting, away)),
        "convener": words.leads(leading.convener_of(meeting, away)),
        "away_owners": leading.away_owners(meeting, away),
        "people": people(meeting, away),
        "parts": parts,
        "is_team": is_team,
        "may_change": is_team and meeting.is_planned and meeting.date >= request.today,
        "may_plan_again": is_team and meeting.state == Meeting.State.CANCELLED and meeting.date >= request.today,
        "is_clock_changed": is_change_day(meeting.date),
        "before": _if_visible(request, queries.before(meeting)),
        "after": _if_visible(request, queries.after(meeting)),
    }
    return render(request, "meetings/one.html", context)


def people(meeting: Meeting, away: dict[int, Away]) -> list[Person]:
    """Who is asked; whoever is away that day says so, and who steps in for her."""
    return [_person(row, away) for row in queries.participants(meeting)]


def _person(row: Participant, away: dict[int, Away]) -> Person:
    if row.user is None:
        return Person(row.pk, row.guest, _("guest"), is_guest=True)
    return Person(row.pk, str(row.user), str(_note(row, away)))


def _note(row: Participant, away: dict[int, Away]) -> str | Promise:
    assert row.user_id is not None
    if gone := away.get(row.user_id):
        if gone.stand_in is None:
            return _("away that day, and nobody steps in")
        return _("away that day, %(who)s steps in") % {"who": gone.stand_in}
    return _("owns the meeting") if row.source == Participant.Source.OWNER else ""


@team_writes
@require_POST
def plan_again(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    meeting = visible_meeting(request, public_id)

    def save() -> None:
        actions.plan_again(by=request.actor, meeting=meeting, seen_version=_seen(request))

    tell(request, save, _("The meeting is planned again."))
    return redirect("meeting", public_id=public_id)


@team_writes
@require_POST
def keep(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    meeting = visible_meeting(request, public_id)

    def save() -> None:
        actions.keep(by=request.actor, meeting=meeting, seen_version=_seen(request))

    tell(request, save, _("The meeting is held whether or not the queue has something."))
    return redirect("meeting", public_id=public_id)


def _seen(request: ActingRequest) -> int:
    """The version that the page showed; none that there is where it was sent by hand."""
    given = request.POST.get("seen_version", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else 0


def _parts(request: ActingRequest, meeting: Meeting) -> list[Part]:
    made = (makes(request, meeting) for makes in PARTS)
    return [part for part in made if part is not None]


def _if_visible(request: ActingRequest, meeting: Meeting | None) -> Meeting | None:
    if meeting is None or request.actor.role in TEAM:
        return meeting
    return Meeting.objects.visible_to(request.actor, request.today).filter(pk=meeting.pk).first()
