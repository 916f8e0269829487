"""Who is asked to a meeting, and who leads and writes this one."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from skoleporten.meetings import actions, participants, queries
from skoleporten.meetings.models import Meeting
from skoleporten.rig import queries as rig
from skoleporten.web.form_page import Page, answer
from skoleporten.web.meetings import words
from skoleporten.web.meetings.forms import AskForm, LeadForm, initial_of
from skoleporten.web.meetings.one import people as people_of
from skoleporten.web.meetings.visible import planned_meeting, team_writes, trail_to
from skoleporten.web.requests import ActingRequest
from skoleporten.web.saving import is_saved, tell

MOST_DIGITS = 18


@team_writes
def people(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    meeting = planned_meeting(request, public_id)
    form = AskForm(request.POST or None, people=participants.may_be_asked(meeting.date))

    def save() -> None:
        if user := form.chosen:
            participants.ask(by=request.actor, meeting=meeting, user=user)
        if guest := form.cleaned_data["guest"]:
            participants.ask_guest(by=request.actor, meeting=meeting, guest=guest)

    if request.method == "POST" and is_saved(request, form, save, _("Written down.")):
        return redirect("meeting_people", public_id=public_id)
    context = {
        "meeting": meeting,
        "when": words.when(meeting),
        "people": people_of(meeting, rig.away_on(meeting.date)),
        "form": form,
        "trail": trail_to(meeting, _("Who comes")),
    }
    return render(request, "meetings/people.html", context)


@team_writes
@require_POST
def leave_out(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    meeting = planned_meeting(request, public_id)
    given = request.POST.get("participant", "")
    key = int(given) if given.isascii() and given.isdigit() and len(given) < MOST_DIGITS else 0
    row = queries.participants(meeting).filter(pk=key).first()
    if row is None:
        raise Http404

    def save() -> None:
        participants.leave_out(by=request.actor, participant=row)

    name = {"name": row.guest or row.user}
    tell(request, save, _("%(name)s is not asked to this meeting any more.") % name)
    return redirect("meeting_people", public_id=public_id)


@team_writes
def who_leads(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    meeting = planned_meeting(request, public_id)
    may = participants.may_be_asked(meeting.date)
    form = LeadForm(request.POST or None, people=may, initial=initial_of(meeting))

    def save() -> None:
        actions.appoint(
            by=request.actor, meeting=meeting, chair=form.chosen("chair"), writer=form.chosen("writer"),
            seen_version=form.cleaned_data["seen_version"],
        )  # fmt: skip

    page = Page(
        heading=_("Who leads and writes"),
        trail=trail_to(meeting, _("Who leads and writes")),
        back=reverse("meeting", args=[public_id]),
        done=_("Written down."),
        intro=_("For this meeting. Otherwise an owner leads it, and whoever steps in where the owner is away."),
        theirs=_in_words,
    )
    return answer(request, form, page, save)


def _in_words(meeting: Meeting) -> str:
    usual = str(_("As usual"))
    who = {"chair": meeting.chair or usual, "writer": meeting.writer or usual}
    return _("Leads: %(chair)s. Writes: %(writer)s.") % who
