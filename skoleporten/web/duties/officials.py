"""Whom the municipality has named to receive serious matters. Administrators name them; no pupil is shown."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from skoleporten.access.models import Grant, Role, User
from skoleporten.duties import actions
from skoleporten.duties.models import Official
from skoleporten.rules.errors import RefusedError
from skoleporten.web.duties.forms import OfficialForm
from skoleporten.web.policy import policy
from skoleporten.web.requests import ActingRequest

ADMINISTRATORS = {Role.ADMINISTRATOR}


@policy(roles=ADMINISTRATORS, purpose=None, writes=True)
def officials(request: ActingRequest) -> HttpResponse:
    held = Grant.objects.in_force(request.today).filter(role=Role.MUNICIPALITY).values("user")
    people = User.objects.filter(pk__in=held).exclude(pk=request.user.pk)
    form = OfficialForm(request.POST or None, people=people)
    if form.is_valid():
        try:
            actions.name_official(by=request.actor, **form.cleaned_data)
        except RefusedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Named."))
            return redirect("officials")
    named = Official.objects.filter(ended_at__isnull=True, end__gte=request.today).select_related("user")
    return render(request, "duties/officials.html", {"form": form, "named": named, "has_people": people.exists()})


@policy(roles=ADMINISTRATORS, purpose=None, writes=True)
@require_POST
def end_official(request: ActingRequest, official: uuid.UUID) -> HttpResponse:
    actions.end_official(by=request.actor, official=get_object_or_404(Official, public_id=official))
    messages.success(request, _("Ended."))
    return redirect("officials")
