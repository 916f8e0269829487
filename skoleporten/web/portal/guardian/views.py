"""The guardian's pages about a child. What each shows is said by its own module; here it is logged and drawn."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from skoleporten.access.reasons import purpose_of
from skoleporten.agendas import wishes
from skoleporten.agendas.models import Wish
from skoleporten.web.documents.drafts import drafted
from skoleporten.web.form_saving import Outcome, try_to_save
from skoleporten.web.portal import frame
from skoleporten.web.portal.guardian.complaint import complaint_of
from skoleporten.web.portal.guardian.forms import WishForm
from skoleporten.web.portal.guardian.home import home_of
from skoleporten.web.portal.guardian.letters import letters_of
from skoleporten.web.portal.guardian.meetings import meetings_of
from skoleporten.web.portal.guardian.people import people_of
from skoleporten.web.portal.guardian.plan import plan_of
from skoleporten.web.portal.safety import safety
from skoleporten.web.requests import ActingRequest
from skoleporten.web.saving import tell


def home(request: ActingRequest, mine: frame.Child) -> HttpResponse:
    waits = [link for link in frame.links_of(request, mine, "home") if link.waits]
    context = home_of(request.actor, mine.pupil, request.today) | {"waits": waits}
    return frame.show(request, mine, "home", "portal/guardian/home.html", context, action="portal.home_opened")


@frame.guardian_reads
def plan(request: ActingRequest, child: str) -> HttpResponse:
    mine = frame.open_child(request, child)
    context = plan_of(request.actor, mine.pupil, request.today)
    return frame.show(request, mine, "plan", "portal/guardian/plan.html", context, action="portal.plan_read")


@frame.guardian_reads
def people(request: ActingRequest, child: str) -> HttpResponse:
    mine = frame.open_child(request, child)
    context = people_of(request.actor, mine.pupil, request.today)
    return frame.show(request, mine, "people", "portal/guardian/people.html", context, action="portal.people_read")


@frame.guardian_reads
def letters(request: ActingRequest, child: str) -> HttpResponse:
    mine = frame.open_child(request, child)
    context = letters_of(request.actor, mine.pupil, request.today)
    return frame.show(request, mine, "letters", "portal/guardian/letters.html", context, action="portal.letters_read")


@frame.family_reads
def complaint(request: ActingRequest, child: str) -> HttpResponse:
    mine = frame.open_child(request, child)
    context = complaint_of(request.actor, mine.pupil, request.today)
    page = "portal/guardian/complaint.html"
    return frame.show(request, mine, "complaint", page, context, action="portal.complaint_read")


@frame.family_writes
def meetings(request: ActingRequest, child: str) -> HttpResponse:
    """What is told of meetings, what was wished for them, and the form for a wish."""
    mine = frame.open_child(request, child)
    told = meetings_of(request.actor, mine.pupil, request.today)
    form, outcome = _wish_form(request, mine) if told["may_wish"] else None, Outcome()
    if request.method == "POST" and form is None:
        raise Http404
    if form is not None and form.is_valid():
        outcome = try_to_save(form, lambda: _wish(request, mine, form))
    if outcome.is_saved:
        messages.success(request, _("Thank you. It is with us now, and you get an answer here."))
        return redirect("my_meetings", child=mine.pupil.public_id)
    context = told | {"form": form, "safety": safety(request.actor.role), **outcome.told}
    return frame.show(
        request, mine, "meetings", "portal/guardian/meetings.html", context, action="portal.meetings_read",
        status=outcome.status,
    )  # fmt: skip


@frame.family_writes
@require_POST
def take_back(request: ActingRequest, child: str, wish: str) -> HttpResponse:
    mine = frame.open_child(request, child)
    rows = Wish.objects.visible_to(request.actor, purpose_of(request.actor.role), request.today)
    found = rows.filter(pupil=mine.pupil, public_id=wish).first()
    if found is None:
        raise Http404
    tell(request, lambda: wishes.take_back(by=request.actor, wish=found), _("You have taken it back."))
    return redirect("my_meetings", child=mine.pupil.public_id)


def _wish_form(request: ActingRequest, mine: frame.Child) -> WishForm:
    meetings = wishes.meetings_told(request.actor, mine.pupil, request.today)
    return drafted(request, WishForm, "portal.wish", mine.pupil.public_id, meetings=meetings)


def _wish(request: ActingRequest, mine: frame.Child, form: WishForm) -> Wish:
    values = form.cleaned_data
    return wishes.wish(
        by=request.actor, pupil=mine.pupil, words=values["words"], client_id=values["client_id"], today=request.today,
        meeting=form.chosen,
    )  # fmt: skip
