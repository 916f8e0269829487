"""Whoever is asked for advice sees that one sheet, until its last day, and answers it there. Never the pupil's file."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from skoleporten.access.gate import Purpose
from skoleporten.access.roles import Role
from skoleporten.concerns import discussion_actions
from skoleporten.concerns.discussions import Discussion
from skoleporten.rules.errors import RefusedError
from skoleporten.web import read_log
from skoleporten.web.components import Crumb
from skoleporten.web.concerns.discussion_forms import AdviceForm
from skoleporten.web.concerns.sheet_words import sheet_in_words
from skoleporten.web.documents.drafts import drafted, used
from skoleporten.web.policy import policy
from skoleporten.web.requests import ActingRequest


@policy(roles={Role.SPECIALIST}, purpose=Purpose.CONSULTATION)
def asked_of_me(request: ActingRequest) -> HttpResponse:
    """What waits for an answer first; by service and day, and by name only where it is by name."""
    asked = list(Discussion.objects.asked_of(request.actor, request.today).select_related("concern__pupil"))
    named = [pupil for one in asked for pupil in _pupils(one)]
    read_log.shown(request, named, action="advice.listed", purpose=Purpose.CONSULTATION)
    rows = [(one, sheet_in_words(one).heading) for one in asked]
    return render(request, "advice/all.html", {"rows": rows})


@policy(roles={Role.SPECIALIST}, purpose=Purpose.CONSULTATION, writes=True)
def one(request: ActingRequest, public_id: str) -> HttpResponse:
    asked = Discussion.objects.asked_of(request.actor, request.today).select_related("concern__pupil", "asked_by")
    found = asked.filter(public_id=public_id).first()
    if found is None:
        raise Http404
    form = drafted(request, AdviceForm, "advice", found.public_id)
    if request.method == "POST" and form.is_valid():
        try:
            discussion_actions.advise(by=request.actor, discussion=found, **form.cleaned_data)
        except RefusedError as error:
            form.add_error(None, str(error))
        else:
            used(form)
            messages.success(request, _("Thank you. The school has your advice."))
            return HttpResponseRedirect(request.path)
    read_log.shown(request, _pupils(found), action="advice.opened", purpose=Purpose.CONSULTATION)
    context = {
        "discussion": found,
        "sheet": sheet_in_words(found),
        "advice": found.advice.filter(by=request.actor.user_id),
        "form": form,
        "trail": [Crumb(_("Asked of me"), reverse("advice")), Crumb(sheet_in_words(found).heading)],
    }
    return render(request, "advice/one.html", context)


def _pupils(discussion: Discussion) -> list[UUID]:
    """Without a name nobody is shown."""
    return [] if discussion.basis == Discussion.Basis.ANONYMOUS else [discussion.concern.pupil.public_id]
