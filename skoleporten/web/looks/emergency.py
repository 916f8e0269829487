"""Opening one pupil in an emergency, and the lead's look at it after."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from skoleporten.access import break_glass, gate
from skoleporten.access.actor import Actor
from skoleporten.access.gate import BREAK_GLASS, Purpose
from skoleporten.access.roles import Role
from skoleporten.audit.models import BreakGlass
from skoleporten.people.models import Pupil
from skoleporten.rules.errors import RefusedError
from skoleporten.web import read_log
from skoleporten.web.policy import policy
from skoleporten.web.requests import ActingRequest

MOST_REVIEWED = 50
REVIEWERS = frozenset({Role.LEAD, Role.MUNICIPALITY})


class EmergencyForm(forms.Form):
    given_name = forms.CharField(label=gettext_lazy("Given name"), max_length=120)
    family_name = forms.CharField(label=gettext_lazy("Family name"), max_length=120)
    birth_date = forms.DateField(
        label=gettext_lazy("Day of birth"), help_text=gettext_lazy("For example 02.05.2014"), localize=True
    )
    reason = forms.CharField(
        label=gettext_lazy("Why must you see the pupil now?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Whoever reviews it reads this today. Do not name the pupil."),
    )


class DecisionForm(forms.Form):
    decision = forms.ChoiceField(
        label=gettext_lazy("Was it right?"), choices=BreakGlass.Decision.choices, widget=forms.RadioSelect
    )
    note = forms.CharField(
        label=gettext_lazy("Note"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


@policy(roles=BREAK_GLASS, purpose=None, writes=True)
def open_pupil(request: ActingRequest) -> HttpResponse:
    form = EmergencyForm(request.POST or None)
    if form.is_valid():
        try:
            opened = break_glass.open_pupil(
                by=request.actor, now=timezone.now(), today=request.today, **form.cleaned_data
            )
        except RefusedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("You can see the pupil for an hour. The lead of the team has been told."))
            return HttpResponseRedirect(reverse("pupil", args=[opened.pupil.public_id]))
    waiting = break_glass.to_review().count() if request.actor.role == Role.LEAD else None
    return render(request, "looks/emergency.html", {"form": form, "waiting": waiting})


@policy(roles=REVIEWERS, purpose=Purpose.FOLLOW_UP)
def to_review(request: ActingRequest) -> HttpResponse:
    """The pupil is named only to a lead who may see the pupil: reviewing is no way past the gate."""
    waiting = break_glass.waiting_for(request.actor, request.today)
    visible = gate.visible_to(request.actor, Purpose.FOLLOW_UP, request.today)
    seen = {pupil.pk: pupil for pupil in visible.filter(pk__in=[one.pupil_id for one in waiting])}
    keys = [pupil.public_id for pupil in seen.values()]
    read_log.shown(request, keys, action="emergencies.listed", purpose=Purpose.FOLLOW_UP)
    often = break_glass.often(timezone.now())
    context = {
        "waiting": [_waiting(one, seen.get(one.pupil_id), often, request.actor.user_id) for one in waiting],
        "reviewed": _reviewed(request.actor)[:MOST_REVIEWED],
        "many": break_glass.MANY,
        "days": break_glass.MANY_DAYS,
    }
    return render(request, "looks/review.html", context)


def _reviewed(actor: Actor) -> QuerySet[BreakGlass]:
    done = break_glass.reviewed()
    return done if actor.role == Role.LEAD else done.filter(reviewed_by=actor.user_id)


def _waiting(one: BreakGlass, pupil: Pupil | None, often: set[int], me: int | None) -> dict[str, object]:
    return {
        "one": one,
        "pupil": pupil.full_name if pupil else _("a pupil whom you do not see"),
        "is_often": one.user_id in often,
        "form": None if one.user_id == me else DecisionForm(auto_id=f"{one.public_id}_%s"),
    }


@policy(roles=REVIEWERS, purpose=Purpose.FOLLOW_UP, writes=True)
@require_POST
def review(request: ActingRequest, public_id: str) -> HttpResponse:
    opened = BreakGlass.objects.filter(public_id=public_id).first()
    is_for_me = opened is not None and break_glass.may_review(request.actor, opened, request.today)
    if opened is None or (request.actor.role != Role.LEAD and not is_for_me):
        raise Http404
    form = DecisionForm(request.POST)
    if not form.is_valid():
        messages.warning(request, _("Choose whether it was right."))
        return HttpResponseRedirect(reverse("emergency_review"))
    try:
        break_glass.review(by=request.actor, opened=opened, now=timezone.now(), **form.cleaned_data)
    except RefusedError as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, _("Your decision is written down."))
    return HttpResponseRedirect(reverse("emergency_review"))
