"""A meeting gets another time, another room or none, is cancelled, or is planned outside the rhythm."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from skoleporten.meetings import actions, moving, rooms
from skoleporten.meetings.calendar import Calendar
from skoleporten.meetings.models import Meeting, MeetingKind
from skoleporten.web.components import Crumb
from skoleporten.web.form_page import Page, answer
from skoleporten.web.meetings import words
from skoleporten.web.meetings.forms import CancelForm, MoveForm, NewForm, PlaceForm, initial_of
from skoleporten.web.meetings.visible import planned_meeting, team_writes, trail_to
from skoleporten.web.requests import ActingRequest
from skoleporten.web.words import day

SATURDAY = 5


@team_writes
def move(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    meeting = planned_meeting(request, public_id)
    initial = initial_of(meeting)
    form = MoveForm(request.POST or None, initial=initial, asks_how_it_goes_on=_would_cross(request, meeting))

    def save() -> None:
        values = form.cleaned_data
        moving.move(
            by=request.actor, meeting=meeting, date=values["date"], starts=values["starts"], ends=values["ends"],
            seen_version=values["seen_version"], then=values["then"], room=form.chosen_room,
        )  # fmt: skip

    done = _with_day_off(_("The meeting is moved."), form)
    return answer(request, form, _page(meeting, _("Move the meeting"), done), save)


def _would_cross(request: ActingRequest, meeting: Meeting) -> bool:
    """Whether the day that was sent lies in the other weeks, so that the question is on the page."""
    sent = MoveForm(request.POST, asks_how_it_goes_on=False) if request.method == "POST" else None
    if sent is None or not sent.is_valid():
        return False
    return moving.crosses(meeting, sent.cleaned_data["date"])


@team_writes
def place(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    meeting = planned_meeting(request, public_id)
    form = PlaceForm(request.POST or None, initial=initial_of(meeting))

    def save() -> None:
        values = form.cleaned_data
        rooms.set_place(
            by=request.actor, meeting=meeting, room=form.chosen_room, place=values["place"],
            seen_version=values["seen_version"],
        )  # fmt: skip

    return answer(request, form, _page(meeting, _("Room"), _("Written down.")), save)


@team_writes
def cancel(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    meeting = planned_meeting(request, public_id)
    form = CancelForm(request.POST or None, initial=initial_of(meeting))

    def save() -> None:
        values = form.cleaned_data
        actions.cancel(by=request.actor, meeting=meeting, why=values["why"], seen_version=values["seen_version"])

    return answer(request, form, _page(meeting, _("Cancel the meeting"), _("The meeting is cancelled.")), save)


@team_writes
def new(request: ActingRequest) -> HttpResponse:
    kinds = MeetingKind.objects.filter(is_active=True)
    asked = kinds.filter(code=request.GET.get("kind", "")).first()
    initial = {"kind": asked.code, "starts": asked.starts} if asked else {}
    form = NewForm(request.POST or None, initial=initial, kinds=kinds)
    made: list[Meeting] = []

    def save() -> None:
        values = form.cleaned_data
        planned = actions.plan_one(
            by=request.actor, kind=form.chosen_kind, title=values["title"], date=values["date"],
            starts=values["starts"], ends=values["ends"], client_id=values["client_id"], room=form.chosen_room,
            place=values["place"],
        )  # fmt: skip
        made.append(planned)

    page = Page(
        heading=_("Plan a meeting"),
        trail=[Crumb(_("Meetings"), reverse("meetings")), Crumb(_("Plan a meeting"))],
        back=reverse("meetings"),
        done=_with_day_off(_("The meeting is planned."), form),
        intro=_("For a meeting outside the rhythm. Those of the rhythm plan themselves."),
    )
    answered = answer(request, form, page, save)
    return redirect("meeting", made[0].public_id) if made else answered


def _with_day_off(done: str, form: MoveForm | NewForm) -> str:
    """One may meet when there is no school; but nobody does so because of a slip of the hand."""
    date = form.cleaned_data["date"] if form.is_bound and form.is_valid() else None
    if date is None or (date.weekday() < SATURDAY and Calendar(date, date).why_off(date) is None):
        return done
    return _("%(done)s That is %(day)s, when there is no school.") % {"done": done, "day": day(date)}


def _page(meeting: Meeting, heading: str, done: str) -> Page:
    return Page(
        heading=heading,
        trail=trail_to(meeting, heading),
        back=reverse("meeting", args=[meeting.public_id]),
        done=done,
        intro=f"{meeting.name}: {words.when(meeting)}",
        theirs=_in_words,
    )


def _in_words(meeting: Meeting) -> str:
    """How it stands now, where somebody else was quicker."""
    where = f", {meeting.where}" if meeting.where else ""
    return f"{words.when(meeting)}{where}"
