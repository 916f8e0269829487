"""For the team: to ask somebody in a family, and to read what was answered."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from skoleporten.access.gate import Purpose
from skoleporten.cases.models import Case
from skoleporten.people.family import guardians_to_write_to
from skoleporten.people.models import Pupil
from skoleporten.surveys import asking as actions
from skoleporten.surveys import queries
from skoleporten.surveys.models import Asking
from skoleporten.threads import people
from skoleporten.web import read_log
from skoleporten.web.cases.visible import team_writes
from skoleporten.web.components import Crumb
from skoleporten.web.form_saving import try_to_save
from skoleporten.web.requests import ActingRequest
from skoleporten.web.saving import tell
from skoleporten.web.surveys import words
from skoleporten.web.surveys.forms import AskForm
from skoleporten.web.threads.visible import visible_pupil


@team_writes
def ask(request: ActingRequest, pupil: uuid.UUID) -> HttpResponse:
    found = visible_pupil(request, pupil)
    guardians = guardians_to_write_to(found, request.today)
    own = found.full_name if people.pupil_to_write_to(found, request.today) else ""
    form = AskForm(request.POST if request.method == "POST" else None, guardians=guardians, pupil=own)

    def save() -> Asking:
        values = form.cleaned_data
        return actions.ask(
            by=request.actor, pupil=found, guardian=form.guardian, form_id=values["form_id"],
            client_id=values["client_id"],
        )  # fmt: skip

    if request.method == "POST" and form.is_valid() and (outcome := try_to_save(form, save)).is_saved:
        messages.success(request, _("It is asked."))
        return redirect("survey", outcome.made.public_id)
    read_log.shown(request, [found.public_id], action="surveys.form_opened", purpose=Purpose.FOLLOW_UP)
    heading = _("Ask the family")
    context = {
        "form": form, "pupil": found, "heading": heading, "nobody": not guardians and not own,
        "back": (way := _way_to(request, found))[-1].url, "trail": [*way, Crumb(heading)],
    }  # fmt: skip
    return render(request, "surveys/ask.html", context)


@team_writes
def one(request: ActingRequest, asking: uuid.UUID) -> HttpResponse:
    """Opening what was sent is reading it; the family sees that somebody has."""
    found = _asking(request, asking)
    if "take_back" in request.POST:
        tell(request, lambda: actions.take_back(by=request.actor, asking=found), _("The questions are taken back."))
        return redirect("survey", asking)
    read_log.shown(request, [found.pupil.public_id], action="surveys.opened", purpose=Purpose.FOLLOW_UP)
    actions.mark_read(by=request.actor, asking=found)
    form = found.form_text.form
    context = {
        "asking": found,
        "name": words.name_of(form),
        "whom": words.asked_whom(found),
        "state": words.state_of(found),
        "lines": words.lines_of(form, queries.given(found)) if found.sent_at else [],
        "trail": [*_way_to(request, found.pupil), Crumb(words.name_of(form))],
    }
    return render(request, "surveys/one.html", context)


def _asking(request: ActingRequest, public_id: uuid.UUID) -> Asking:
    visible = Asking.objects.visible_to(request.actor, Purpose.FOLLOW_UP, request.today)
    found = visible.select_related("pupil", "guardian", "form_text").filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found


def _way_to(request: ActingRequest, pupil: Pupil) -> list[Crumb]:
    """By the pupil's case where the reader has one to open: that is where she came from, and goes back to."""
    case = Case.objects.visible_to(request.actor, Purpose.FOLLOW_UP, request.today).filter(pupil=pupil).last()
    cases = Crumb(_("Cases"), reverse("cases"))
    return [cases, Crumb(pupil.full_name, reverse("case", args=[case.public_id]))] if case else [cases]
