"""What the team does with an intake: takes it, hands it over, moves it on, books the talk."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from skoleporten.access import languages
from skoleporten.access.gate import Purpose
from skoleporten.intake import booking, inviting, outcome, owners, transitions
from skoleporten.intake.booking import Plan
from skoleporten.intake.models import Booking, Intake
from skoleporten.people.models import Guardian
from skoleporten.rules.errors import RefusedError
from skoleporten.web import read_log
from skoleporten.web.documents.drafts import drafted, used
from skoleporten.web.documents.views import file_url
from skoleporten.web.intake.forms import BookingForm, HandOverForm
from skoleporten.web.intake.one import booking_of, intake_page, move_form, trail_to
from skoleporten.web.intake.presenters import name_of
from skoleporten.web.intake.visible import team_writes, visible_intake
from skoleporten.web.names_of_others import warn_of_names_in
from skoleporten.web.requests import ActingRequest
from skoleporten.web.saving import is_saved, tell


@team_writes
@require_POST
def take(request: ActingRequest, public_id: str) -> HttpResponse:
    intake = visible_intake(request, public_id)
    return _done(request, intake, lambda: owners.take(by=request.actor, intake=intake), _("It is yours from now on."))


@team_writes
@require_POST
def hand_over(request: ActingRequest, public_id: str) -> HttpResponse:
    intake = visible_intake(request, public_id)
    people = [one for one in owners.may_own_this(intake, request.today) if one.pk != intake.owner_id]
    form = HandOverForm(request.POST, people=people)

    def save() -> None:
        values = form.cleaned_data
        owners.offer(
            by=request.actor, intake=intake, to=form.chosen, note=values["note"], client_id=values["client_id"]
        )

    return _saved(request, intake, form, "hand_over_form", save, _("Offered. You own it until it is accepted."))


@team_writes
@require_POST
def answer_handover(request: ActingRequest, public_id: str) -> HttpResponse:
    intake = visible_intake(request, public_id)
    offered = intake.handovers.filter(answered_at__isnull=True, offered_to=request.actor.user_id).first()
    if offered is None:
        return redirect("intake", public_id=intake.public_id)
    accepts = "accept" in request.POST
    done = _("It is yours from now on.") if accepts else _("You said no. The one who offered it still owns it.")
    return _done(request, intake, lambda: owners.answer(by=request.actor, handover=offered, accepts=accepts), done)


@team_writes
@require_POST
def move(request: ActingRequest, public_id: str) -> HttpResponse:
    intake = visible_intake(request, public_id)
    form = move_form(request, intake, owners.may_own_this(intake, request.today), request.POST)
    if form is None:
        raise Http404

    def save() -> None:
        values = form.cleaned_data
        transitions.move(
            by=request.actor, intake=intake, to_state=values["to_state"], reason=values["reason"],
            next_review=values.get("next_review"), followed_up_by=form.follower, client_id=values["client_id"],
            seen_state=values["seen_state"],
        )  # fmt: skip

    return _saved(request, intake, form, "move_form", save, _("Written down."))


@team_writes
def book(request: ActingRequest, public_id: str) -> HttpResponse:
    intake = visible_intake(request, public_id)
    if intake.pupil is None or intake.ended_at:
        raise Http404
    guardians = booking.who_may_be_asked(intake, request.today)
    initial = _as_booked(booking_of(intake), guardians)
    form = drafted(request, BookingForm, "intake.talk", intake.public_id, guardians=guardians, initial=initial)
    if form.is_valid():
        try:
            booking.book(by=request.actor, intake=intake, plan=_plan(form), client_id=form.cleaned_data["client_id"])
        except RefusedError as error:
            form.add_error(None, str(error))
        else:
            used(form)
            messages.success(request, _("The talk is booked. Tell the family the time yourself: nothing is sent."))
            warn_of_names_in(request, intake.pupil, form)
            return redirect("intake", public_id=intake.public_id)
    read_log.shown(request, [intake.pupil.public_id], action="intake.talk_form_opened", purpose=Purpose.FOLLOW_UP)
    context = {
        "intake": intake, "form": form, "name": name_of(intake), "trail": trail_to(intake, _("The intake talk")),
        "is_again": bool(initial), "pupil": intake.pupil,
    }  # fmt: skip
    return render(request, "intake/book.html", context)


@team_writes
@require_POST
def change_talk(request: ActingRequest, public_id: str) -> HttpResponse:
    """The answer about the family adviser, an interpreter who is ordered, or a talk that is called off."""
    intake = visible_intake(request, public_id)
    talk = booking_of(intake)
    if talk is None:
        return redirect("intake", public_id=intake.public_id)
    answer = request.POST.get("adviser_offer", "")

    def save() -> None:
        if "call_off" in request.POST:
            booking.call_off(by=request.actor, booking=talk)
        elif "ordered" in request.POST:
            booking.record_interpreter_ordered(by=request.actor, booking=talk)
        elif answer in Booking.Offer.values:
            booking.record_adviser_answer(by=request.actor, booking=talk, answer=answer)

    return _done(request, intake, save, _("Written down."))


@team_writes
@require_POST
def invite(request: ActingRequest, public_id: str) -> HttpResponse:
    """A letter of the talk as it is booked now, in the language that was asked for."""
    intake = visible_intake(request, public_id)
    talk, language = booking_of(intake), request.POST.get("language", "")
    if talk is None or language not in languages.whole():
        raise Http404
    made = inviting.invite(by=request.actor, booking=talk, language=language)
    return redirect(file_url(made))


@team_writes
@require_POST
def outcome_told(request: ActingRequest, public_id: str) -> HttpResponse:
    intake = visible_intake(request, public_id)
    wish = request.POST.get("referral", "")
    found = next((one for one in intake.referrals.all() if str(one.public_id) == wish), None)
    if found is None:
        raise Http404
    return _done(request, intake, lambda: outcome.record_told(by=request.actor, referral=found), _("Written down."))


def _plan(form: BookingForm) -> Plan:
    values = form.cleaned_data
    asks = values["asks_pupil"] == "yes"
    needs = values["interpreter"] != Booking.Interpreter.NOT_NEEDED
    return Plan(
        starts_at=form.starts_at,
        place=values["place"],
        family_adviser=values["family_adviser"],
        adviser_offer=values["adviser_offer"],
        guardians=form.asked,
        pupil_is_asked=asks,
        why_pupil_is_not_asked="" if asks else values["why_pupil_is_not_asked"],
        others=values["others"],
        interpreter=values["interpreter"],
        interpreter_language=values["interpreter_language"] if needs else "",
    )


def _as_booked(talk: Booking | None, guardians: list[Guardian]) -> dict[str, Any]:
    """A new time begins with what was agreed before. A first one asks all who may be asked; nothing else is filled."""
    if talk is None:
        return {}
    asked = {one.pk for one in talk.guardians.all()}
    return {
        "place": talk.place,
        "asks_pupil": "yes" if talk.pupil_is_asked else "no",
        "why_pupil_is_not_asked": talk.why_pupil_is_not_asked,
        "guardians": [str(one.public_id) for one in guardians if one.pk in asked],
        "family_adviser": talk.family_adviser,
        "adviser_offer": talk.adviser_offer,
        "interpreter": talk.interpreter,
        "interpreter_language": talk.interpreter_language,
        "others": talk.others,
    }


def _saved(
    request: ActingRequest, intake: Intake, form: Form, name: str, save: Callable[[], None], done: str
) -> HttpResponse:
    """A mistake shows the page again with the form as it was filled in."""
    if is_saved(request, form, save, done):
        if intake.pupil:
            warn_of_names_in(request, intake.pupil, form)
        return redirect(reverse("intake", args=[intake.public_id]))
    return intake_page(request, intake, {name: form})


def _done(request: ActingRequest, intake: Intake, save: Callable[[], None], done: str) -> HttpResponse:
    tell(request, save, done)
    return redirect("intake", public_id=intake.public_id)
