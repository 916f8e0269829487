"""What meetings have decided, until it is done: the list, and one decision with what happened with it."""

from __future__ import annotations

import uuid
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from skoleporten.access.gate import Purpose
from skoleporten.meetings.models import Meeting
from skoleporten.minutes import queries, turns
from skoleporten.minutes.doers import who_can_do
from skoleporten.minutes.models import MeetingDecision
from skoleporten.people.models import Pupil
from skoleporten.web import read_log
from skoleporten.web.components import Crumb
from skoleporten.web.documents.drafts import drafted
from skoleporten.web.minutes.forms import ChangeDecisionForm, TurnForm
from skoleporten.web.minutes.presenters import state_of, turn_in_words, where_decided
from skoleporten.web.minutes.saving import Page, answer
from skoleporten.web.minutes.visible import TEAM, meeting_reads, reader_writes, team_writes, visible_decision
from skoleporten.web.requests import ActingRequest

A_PAGE = 50


@meeting_reads
def every(request: ActingRequest) -> HttpResponse:
    """Open ones, the first date first: one's own, or with `whose=all` everybody's."""
    is_all, asks = request.GET.get("whose") == "all", (request.actor, request.today)
    rows = queries.going_on(*asks) if is_all else queries.mine(*asks)
    page = Paginator(rows.order_by("due", "pk"), A_PAGE).get_page(request.GET.get("page"))
    keys = {one.intake.pupil.public_id for one in page if one.intake and one.intake.pupil}
    read_log.shown(request, keys, action="minutes.decisions_opened", purpose=Purpose.FOLLOW_UP)
    told = [(one, state_of(one, request.today), where_decided(one)) for one in page]
    context = {"page": page, "told": told, "is_all": is_all, "trail": _trail()}
    return render(request, "minutes/decisions.html", context)


@reader_writes
def one(request: ActingRequest, decision: uuid.UUID) -> HttpResponse:
    """By whoever is to do it, and by the team: it is done, left, or taken up again. When one meets next is no task."""
    found = visible_decision(request, decision)
    is_hers = request.actor.role in TEAM or found.owner_id == request.actor.user_id
    may_write = is_hers and found.agrees_on_id is None
    if request.method == "POST" and not may_write:
        raise Http404
    form = drafted(
        request, TurnForm, "minutes.turn", found.public_id, is_open=found.is_open,
        initial={"turn": "done"} if found.is_open else {},
    )  # fmt: skip

    def save() -> None:
        values = form.cleaned_data
        turns.turn(
            by=request.actor, decision=found, kind=values["turn"], words=values["words"], client_id=values["client_id"]
        )

    context = _context(request, found) | {"may_write": may_write}
    page = Page("minutes/decision.html", _url(found), _("Saved."), context, _pupils(found), found.intake_id is None)
    return answer(request, form, page, save)


@team_writes
def change(request: ActingRequest, decision: uuid.UUID) -> HttpResponse:
    """Its words, who does it, or the date; what stood before stays readable with why."""
    found = visible_decision(request, decision)
    if not found.is_open or found.agrees_on_id is not None:
        raise Http404
    doers = who_can_do(found.minutes.meeting, found.intake, request.today)
    initial = {
        "words": found.words, "owner": str(found.owner.public_id), "due": found.due, "seen_version": found.version,
    }  # fmt: skip
    form = drafted(
        request, ChangeDecisionForm, "minutes.decision_change", found.public_id, initial=initial, doers=doers,
        is_about_nobody=found.intake_id is None,
    )  # fmt: skip

    def save() -> None:
        values = form.cleaned_data
        turns.change(
            by=request.actor, decision=found, decided=form.decided, why=values["why"],
            seen_version=values["seen_version"], client_id=values["client_id"],
        )  # fmt: skip

    heading = _("Change a decision")
    context = _context(request, found) | {
        "heading": heading,
        "trail": _trail(Crumb(_("One decision"), _url(found)), Crumb(heading)),
    }
    page = Page(
        "minutes/form.html", _url(found), _("Saved."), context, _pupils(found), found.intake_id is None,
        theirs=lambda now: f"{now.words}\n{now.owner}, {now.due:%d.%m.%Y}",
    )  # fmt: skip
    return answer(request, form, page, save)


def _context(request: ActingRequest, found: MeetingDecision) -> dict[str, Any]:
    meeting = found.minutes.meeting
    sees_meeting = Meeting.objects.visible_to(request.actor, request.today).filter(pk=meeting.pk).exists()
    rows = found.turns.select_related("by", "owner_before").order_by("-at", "-pk")
    return {
        "decision": found,
        "state": state_of(found, request.today),
        "where": where_decided(found),
        "meeting_url": reverse("minutes", args=[meeting.public_id]) if sees_meeting else "",
        "case": getattr(found.intake, "case", None) if found.intake else None,
        "turns": [(row, turn_in_words(row)) for row in rows],
        "is_team": request.actor.role in TEAM,
        "trail": _trail(Crumb(_("One decision"))),
    }


def _pupils(found: MeetingDecision) -> tuple[Pupil, ...]:
    return (found.intake.pupil,) if found.intake and found.intake.pupil else ()


def _url(found: MeetingDecision) -> str:
    return reverse("meeting_decision", args=[found.public_id])


def _trail(*further: Crumb) -> list[Crumb]:
    here = Crumb(_("Decisions of meetings"), reverse("meeting_decisions") if further else "")
    return [Crumb(_("Meetings"), reverse("meetings")), here, *further]
