"""A quiet call home where somebody is not marked: who was called, how, and how it went. Numbers are online only."""

from __future__ import annotations

import uuid

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from skoleporten.access.gate import Purpose
from skoleporten.cases.models import Case
from skoleporten.cases.queries import care_of
from skoleporten.people.contacts import may_be_contacted
from skoleporten.presence import home
from skoleporten.presence.models import CallHome
from skoleporten.rules.visibility import What, may_see
from skoleporten.web import read_log
from skoleporten.web.components import Crumb
from skoleporten.web.names_of_others import warn_of_names_in
from skoleporten.web.presence.cards import called_in_words
from skoleporten.web.presence.forms import CallForm
from skoleporten.web.presence.visible import board_writes, case_on_board
from skoleporten.web.requests import ActingRequest
from skoleporten.web.saving import is_saved


@board_writes
def call_home(request: ActingRequest, public_id: str) -> HttpResponse:
    case = case_on_board(request, public_id)
    role = request.actor.role
    contacts = may_be_contacted(case.pupil_id, request.today) if may_see(role, What.GUARDIANS) else []
    form = CallForm(request.POST if request.method == "POST" else None, contacts=contacts)
    if request.method == "POST" and is_saved(request, form, lambda: _save(request, case, form), _("Written down.")):
        warn_of_names_in(request, case.pupil, form)
        return HttpResponseRedirect(f"{reverse('board')}#case-{case.public_id}")
    read_log.shown(request, [case.pupil.public_id], action="presence.call_opened", purpose=Purpose.FOLLOW_UP)
    earlier = CallHome.objects.visible_to(request.actor, Purpose.FOLLOW_UP, request.today).filter(
        case=case, day=request.today
    )
    context = {
        "case": case,
        "pupil": case.pupil,
        "form": form,
        "care": care_of([case.pk])[case.pk] if may_see(role, What.CARE) else None,
        "earlier": [called_in_words(one) for one in earlier],
        "trail": [Crumb(_("Today"), reverse("board")), Crumb(_("Call home"))],
    }
    return render(request, "presence/call.html", context)


def _save(request: ActingRequest, case: Case, form: CallForm) -> None:
    given = form.cleaned_data
    home.call(
        by=request.actor, case=case, day=request.today, at=given["at"], how=given["how"], result=given["result"],
        to_whom=given["to_whom"] or _whom(form), guardian=form.guardian, words=given["note"],
        client_id=given["client_id"] or uuid.uuid4(),
    )  # fmt: skip


def _whom(form: CallForm) -> str:
    """Where it was no guardian: the words that the form chose."""
    return "" if form.guardian else str(dict(form.fields["whom"].choices).get(form.cleaned_data["whom"], ""))  # type: ignore[attr-defined]
