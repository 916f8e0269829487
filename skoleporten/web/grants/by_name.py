"""Access to one pupil by name: two people, a school leader or a lead each time, and no name on the page."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from skoleporten.access import grant_actions
from skoleporten.access.actions import last_day_of_school_year
from skoleporten.access.models import Role
from skoleporten.access.pending import PendingGrant
from skoleporten.access.roles import AT_A_SCHOOL
from skoleporten.rules.errors import RefusedError
from skoleporten.web.grants import presenters
from skoleporten.web.grants.forms import ByNameForm
from skoleporten.web.policy import policy
from skoleporten.web.requests import ActingRequest

LEADERS = {Role.SCHOOL_LEADER, Role.LEAD}


def _waiting(request: ActingRequest) -> QuerySet[PendingGrant]:
    """A school leader's are those of her own school; a lead's are all."""
    found = PendingGrant.objects.filter(decided_at=None).select_related("user", "proposed_by")
    if request.actor.role == Role.SCHOOL_LEADER:
        return found.filter(Q(school__in=request.actor.school_ids))
    return found


@policy(roles=LEADERS, purpose=None, writes=True)
def all_proposals(request: ActingRequest) -> HttpResponse:
    is_leader = request.actor.role == Role.SCHOOL_LEADER
    roles = [role for role in Role if role in (AT_A_SCHOOL if is_leader else grant_actions.OPENED_BY_NAME)]
    initial = {"start": request.today, "end": last_day_of_school_year(request.today)}
    form = ByNameForm(request.POST or None, initial=initial, roles=roles)
    if form.is_valid():
        values = dict(form.cleaned_data)
        try:
            grant_actions.propose_by_name(by=request.actor, user=values.pop("username"), **values)
        except RefusedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Written down. It waits for another person to confirm it."))
            return redirect("access_by_name")
    waiting = presenters.proposals(list(_waiting(request)), request.actor.user_id)
    return render(request, "grants/by_name.html", {"form": form, "waiting": waiting})


@policy(roles=LEADERS, purpose=None, writes=True)
@require_POST
def decide(request: ActingRequest, proposal: uuid.UUID) -> HttpResponse:
    """The same words whether a pupil has the number or not."""
    pending = get_object_or_404(_waiting(request), public_id=proposal)
    confirms = "confirm" in request.POST
    decision = grant_actions.confirm_by_name if confirms else grant_actions.reject_by_name
    try:
        decision(by=request.actor, pending=pending)
    except RefusedError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Confirmed.") if confirms else _("Rejected. Nobody was given access."))
    return redirect("access_by_name")
