"""Before and after the intake meeting: the staff's own preparation, and what is written down of the meeting."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from skoleporten.access.gate import Purpose
from skoleporten.consents.givers import adults_of
from skoleporten.intake import meetings
from skoleporten.intake.lacks import lacks_of, with_lacks
from skoleporten.intake.models import Intake, Meeting, Preparation
from skoleporten.people.models import Guardian, Pupil
from skoleporten.rules.errors import RefusedError
from skoleporten.web import read_log
from skoleporten.web.documents.drafts import drafted, used
from skoleporten.web.intake.meeting_forms import MeetingForm, PreparationForm
from skoleporten.web.intake.one import trail_to
from skoleporten.web.intake.presenters import name_of
from skoleporten.web.intake.visible import team_reads, team_writes, visible_intake
from skoleporten.web.names_of_others import warn_of_names
from skoleporten.web.requests import ActingRequest


@team_writes
def preparation(request: ActingRequest, public_id: str) -> HttpResponse:
    """Each on the staff writes her own and reads the others'. No page of the family's shows any of it."""
    intake = visible_intake(request, public_id)
    pupil = _open_pupil(intake)
    rows = list(Preparation.objects.filter(intake=intake).select_related("by"))
    own = next((one for one in rows if one.by_id == request.actor.user_id), None)
    initial = {name: getattr(own, name) for name in ("stories", "lacking", "questions")} if own else {}
    form = drafted(request, PreparationForm, "intake.preparation", intake.public_id, initial=initial)
    if form.is_valid():
        try:
            meetings.prepare(by=request.actor, intake=intake, version=_version(request), **form.cleaned_data)
        except RefusedError as error:
            form.add_error(None, str(error))
        else:
            used(form)
            messages.success(request, _("Saved. Only the team sees it."))
            warn_of_names(request, pupil, *form.cleaned_data.values())
            return redirect("intake_preparation", public_id=intake.public_id)
    _log(request, pupil, "intake.preparation_opened")
    lacks = lacks_of(with_lacks(Intake.objects.filter(pk=intake.pk), request.today).get())
    context = {
        "form": form,
        "own": own,
        "others": [one for one in rows if one is not own],
        "lacks": [one.words for one in lacks],
        **_frame(intake, _("Prepare the meeting")),
    }
    return render(request, "intake/preparation.html", context)


@team_writes
def record(request: ActingRequest, public_id: str) -> HttpResponse:
    intake = visible_intake(request, public_id)
    pupil = _open_pupil(intake)
    form = drafted(
        request, MeetingForm, "intake.meeting", intake.public_id, guardians=guardians_of(pupil, request),
        initial={"day": request.today},
    )  # fmt: skip
    if form.is_valid():
        try:
            meetings.hold(by=request.actor, intake=intake, held=form.held, client_id=form.cleaned_data["client_id"])
        except RefusedError as error:
            form.add_error(None, str(error))
        else:
            used(form)
            messages.success(request, _("The meeting is written down. Go on with the decision."))
            warn_of_names(request, pupil, form.cleaned_data["summary"], form.cleaned_data["how_pupil_was_heard"])
            return redirect("intake_decide", public_id=intake.public_id)
    _log(request, pupil, "intake.meeting_form_opened")
    return render(request, "intake/meeting_form.html", {"form": form, **_frame(intake, _("The intake meeting"))})


@team_reads
def one_meeting(request: ActingRequest, meeting: str) -> HttpResponse:
    visible = Meeting.objects.visible_to(request.actor, Purpose.FOLLOW_UP, request.today)
    found = visible.select_related("intake__pupil", "recorded_by").filter(public_id=meeting).first()
    if found is None or found.intake.pupil is None:
        raise Http404
    _log(request, found.intake.pupil, "intake.meeting_opened")
    context = {"meeting": found, "participants": found.participants.all()}
    return render(request, "intake/meeting.html", context | _frame(found.intake, _("The intake meeting")))


def guardians_of(pupil: Pupil, request: ActingRequest) -> list[Guardian]:
    """Those who decide for the pupil: they are asked to the meeting."""
    return [giver.guardian for giver in adults_of(pupil, request.today).deciding if giver.guardian]


def _open_pupil(intake: Intake) -> Pupil:
    if intake.pupil is None or intake.ended_at:
        raise Http404
    return intake.pupil


def _version(request: ActingRequest) -> int:
    """Of the text that the page showed; it stands outside the draft, so that an old draft does not bring it back."""
    text = request.POST.get("version", "")
    return int(text) if text.isdecimal() and len(text) < 9 else 0


def _frame(intake: Intake, title: str) -> dict[str, Any]:
    return {"intake": intake, "pupil": intake.pupil, "name": name_of(intake), "trail": trail_to(intake, title)}


def _log(request: ActingRequest, pupil: Pupil, action: str) -> None:
    read_log.shown(request, [pupil.public_id], action=action, purpose=Purpose.FOLLOW_UP)
