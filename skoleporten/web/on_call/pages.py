"""Who is on call, and the calls for an adult: whoever is told opens one, answers «I call now», and says how it went."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from skoleporten.access.gate import Purpose
from skoleporten.access.models import User
from skoleporten.access.roles import Role
from skoleporten.intake.owners import may_own
from skoleporten.notices.reach import ways_to
from skoleporten.on_call import calling, duties, queries
from skoleporten.on_call.models import Call, Duty
from skoleporten.rules.on_call import Turn
from skoleporten.web import read_log, words
from skoleporten.web.cases.visible import team_reads, team_writes
from skoleporten.web.components import Crumb
from skoleporten.web.form_page import Page, answer
from skoleporten.web.front.presenters import dialled
from skoleporten.web.on_call import presenters
from skoleporten.web.on_call.forms import BEGINS, ENDS, WORKING_DAYS, DutyForm
from skoleporten.web.policy import policy
from skoleporten.web.requests import ActingRequest
from skoleporten.web.saving import tell

DAYS_AHEAD = 14
CALLS_SHOWN = 20
lead_sets = policy(roles={Role.LEAD}, purpose=None, writes=True)


@team_reads
def overview(request: ActingRequest) -> HttpResponse:
    """Open calls first, then the days ahead, then what was set up."""
    calls = list(queries.open_calls(request.actor, request.today).select_related("pupil", "asked", "taken_by"))
    read_log.shown(request, {one.pupil.public_id for one in calls}, action="on_call.listed", purpose=Purpose.FOLLOW_UP)
    rows = Duty.objects.all().visible_to(request.actor).standing().filter(last__gte=request.today)
    listed = list(rows.select_related("user"))
    context = {
        "calls": [presenters.call_row(one) for one in calls[:CALLS_SHOWN]],
        "days": [presenters.day_in_words(day) for day in queries.days_ahead(request.today, DAYS_AHEAD)],
        "duties": [presenters.duty_row(one, can_be_told=bool(ways_to(one.user, urgent=True))) for one in listed],
        "may_set": request.actor.role == Role.LEAD,
    }
    return render(request, "on_call/overview.html", context)


@lead_sets
def new(request: ActingRequest) -> HttpResponse:
    first = request.today
    initial = {
        "first": first, "last": first + dt.timedelta(days=27), "weekdays": WORKING_DAYS, "begins": BEGINS,
        "ends": ENDS, "order": 1,
    }  # fmt: skip
    form = DutyForm(request.POST or None, people=_people(request), initial=initial)

    def save() -> None:
        duties.add(by=request.actor, told=form.told, client_id=form.cleaned_data["client_id"])

    heading = _("Say who is on call")
    return answer(request, form, _page(heading), save)


@lead_sets
def one(request: ActingRequest, duty: uuid.UUID) -> HttpResponse:
    found = (
        Duty.objects.all().visible_to(request.actor).standing().filter(public_id=duty).select_related("user").first()
    )
    if found is None:
        raise Http404
    if "withdraw" in request.POST:
        tell(request, lambda: duties.withdraw(by=request.actor, duty=found), _("It is taken back."))
        return redirect("on_call")
    people = _people(request)
    if found.user not in people:
        people.append(found.user)
    form = DutyForm(request.POST or None, people=people, initial=_as_it_is(found))

    def save() -> None:
        seen = form.cleaned_data["seen_version"]
        duties.change(by=request.actor, duty=found, told=form.told, seen_version=seen)

    return answer(request, form, _page(_("Change who is on call"), template="on_call/duty.html"), save)


@team_writes
def call(request: ActingRequest, call: uuid.UUID) -> HttpResponse:
    """The page behind the notice: who, since when, where to reach her, and two buttons."""
    visible = Call.objects.visible_to(request.actor, Purpose.FOLLOW_UP, request.today)
    found = visible.filter(public_id=call).select_related("pupil", "by", "taken_by", "asked").first()
    if found is None:
        raise Http404
    if _button(request, found):
        return redirect("call_for_adult", found.public_id)
    calling.pass_on(by=request.actor, call=found, now=timezone.now())
    found.refresh_from_db()
    read_log.shown(request, [found.pupil.public_id], action="on_call.opened", purpose=Purpose.FOLLOW_UP)
    return render(request, "on_call/call.html", _context(request, found))


def _button(request: ActingRequest, found: Call) -> bool:
    done = request.POST.get("done", "")
    if done == "take":
        tell(request, lambda: calling.take(by=request.actor, call=found), _("Noted: you call now. They see it."))
    elif done in (Turn.TALKED, Turn.NOT_REACHED):
        tell(request, lambda: calling.end(by=request.actor, call=found, how=Turn(done)), _("Noted."))
    return bool(done)


def _context(request: ActingRequest, found: Call) -> dict[str, Any]:
    turns = [(words.clock(one.at), presenters.turn_in_words(one)) for one in found.turns.select_related("to", "by")]
    case = found.pupil.cases.order_by("-opened_at").first()
    return {
        "call": found,
        "pupil": found.pupil,
        "who": presenters.who_calls(found),
        "where": found.where,
        "where_dial": dialled(found.where),
        "turns": turns,
        "is_mine": found.taken_by_id == request.actor.user_id,
        "may_take": found.taken_at is None and found.ended_at is None,
        "care_url": reverse("case", args=[case.public_id]) if case else "",
        "trail": [Crumb(_("On call"), reverse("on_call")), Crumb(_("A call for an adult"))],
    }


def _people(request: ActingRequest) -> list[User]:
    return list(may_own(request.today).filter(is_active=True))


def _page(heading: str, **fields: Any) -> Page:
    trail = [Crumb(_("On call"), reverse("on_call")), Crumb(heading)]
    return Page(heading, trail, reverse("on_call"), _("Written down."), theirs=presenters.duty_in_words, **fields)


def _as_it_is(duty: Duty) -> dict[str, Any]:
    return {
        "user": str(duty.user.public_id), "first": duty.first, "last": duty.last, "weekdays": list(duty.weekdays),
        "begins": duty.begins, "ends": duty.ends, "order": duty.order, "phone": duty.phone,
        "seen_version": duty.version,
    }  # fmt: skip
