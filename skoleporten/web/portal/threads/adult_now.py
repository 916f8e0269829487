"""«I need an adult now»: it reaches whoever is on call, or says plainly that nobody is. It never promises more."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from skoleporten.access.reasons import purpose_of
from skoleporten.intake.owners import team_who_see
from skoleporten.on_call import calling
from skoleporten.on_call.models import Call, Duty
from skoleporten.on_call.queries import next_begins, on_call_at
from skoleporten.people.models import Pupil
from skoleporten.web.form_saving import Outcome, try_to_save
from skoleporten.web.intake.forms import OnceForm
from skoleporten.web.on_call import presenters
from skoleporten.web.policy import policy
from skoleporten.web.portal.frame import family_writes, open_child, show
from skoleporten.web.portal.safety import safety
from skoleporten.web.portal.section import FAMILY
from skoleporten.web.requests import ActingRequest

HERE = "adult_now"
# The state alone, asked for again and again: it shows no pupil, so it stands in no read log.
state_of_mine = policy(roles=FAMILY, purpose=None, writes=True)


class AskForm(OnceForm):
    where = forms.CharField(
        label=_("Where can we reach you?"),
        required=False,
        max_length=200,
        help_text=_("A phone number, or where you are. You need not write anything."),
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )


@family_writes
def ask(request: ActingRequest, child: str) -> HttpResponse:
    mine = open_child(request, child)
    form = AskForm(request.POST or None)

    def save() -> Call:
        values = form.cleaned_data
        return calling.ask(
            by=request.actor, pupil=mine.pupil, where=values["where"], client_id=values["client_id"]
        )  # fmt: skip

    outcome = try_to_save(form, save) if request.method == "POST" and form.is_valid() else Outcome()
    if outcome.is_saved:
        return redirect("adult_now_call", mine.pupil.public_id, outcome.made.public_id)
    now = timezone.now()
    can_be_asked = calling.who_can_be_asked(mine.pupil, now)
    on_duty = _on_duty(mine.pupil, now)
    context = {
        "form": form,
        "first": can_be_asked[0].user if can_be_asked else None,
        "phones": presenters.phones_of(on_duty),
        "going_on": calling.open_call(request.actor, mine.pupil),
        "again_at": None if on_duty else next_begins(now),
        "safety": safety(request.actor.role),
    }
    return show(request, mine, HERE, "portal/on_call/ask.html", context, action="portal.adult_now_opened")


@family_writes
def one(request: ActingRequest, child: str, call: uuid.UUID) -> HttpResponse:
    """How it goes. Where the time is up and the job has not come yet, the page passes it on itself."""
    mine = open_child(request, child)
    found = _call(request, mine.pupil, call)
    if "take_back" in request.POST:
        calling.take_back(by=request.actor, call=found)
        return redirect("adult_now_call", mine.pupil.public_id, found.public_id)
    context = _state(request, found) | {"safety": safety(request.actor.role)}
    return show(request, mine, HERE, "portal/on_call/one.html", context, action="portal.adult_now_opened")


@state_of_mine
def state(request: ActingRequest, child: str, call: uuid.UUID) -> HttpResponse:
    found = _call(request, open_child(request, child).pupil, call)
    return render(request, "portal/on_call/state.html", _state(request, found))


def _state(request: ActingRequest, call: Call) -> dict[str, Any]:
    calling.pass_on(by=request.actor, call=call, now=timezone.now())
    call.refresh_from_db()
    on_duty = [] if call.ended_at else _on_duty(call.pupil, timezone.now())
    return {
        "call": call,
        "state": presenters.state_of(call),
        "phones": presenters.phones_of(on_duty),
        "state_url": reverse("adult_now_state", args=[call.pupil.public_id, call.public_id]),
        "ask_url": reverse("adult_now", args=[call.pupil.public_id]),
    }


def _on_duty(pupil: Pupil, now: dt.datetime) -> list[Duty]:
    """By the gate: nobody on duty is named to a child whom she may not see."""
    able = {user.pk for user in team_who_see(pupil.pk, timezone.localdate(now))}
    return [duty for duty in on_call_at(now) if duty.user_id in able]


def _call(request: ActingRequest, pupil: Pupil, public_id: uuid.UUID) -> Call:
    visible = Call.objects.visible_to(request.actor, purpose_of(request.actor.role), request.today)
    found = visible.filter(pupil=pupil, public_id=public_id).select_related("pupil", "asked").first()
    if found is None:
        raise Http404
    return found
