"""What families wish to have talked about: those that wait, and each with its answer or its place on an agenda."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from skoleporten.access.gate import Purpose
from skoleporten.agendas import wishes
from skoleporten.agendas.models import Wish
from skoleporten.meetings.models import Meeting
from skoleporten.people.models import Pupil
from skoleporten.web import read_log
from skoleporten.web.agendas.family_forms import AnswerForm, PutUpForm
from skoleporten.web.agendas.visible import TEAM, agenda_writes
from skoleporten.web.components import Crumb
from skoleporten.web.form_saving import Outcome, try_to_save
from skoleporten.web.policy import policy
from skoleporten.web.requests import ActingRequest

MOST_MEETINGS = 12
team_reads = policy(roles=TEAM, purpose=Purpose.FOLLOW_UP)


@dataclass(frozen=True)
class WishRow:
    """`who` is the pupil, or a guardian by her relation to the child."""

    wish: Wish
    pupil: Pupil
    who: str
    words: str
    url: str


@team_reads
def waiting(request: ActingRequest) -> HttpResponse:
    rows = rows_of(list(waiting_for(request)))
    shown = {row.pupil.public_id for row in rows}
    read_log.shown(request, shown, action="agendas.wishes_listed", purpose=Purpose.FOLLOW_UP)
    trail = [Crumb(_("Meetings"), reverse("meetings")), Crumb(_("What families want to talk about"))]
    return render(request, "agendas/wishes.html", {"rows": rows, "trail": trail})


@agenda_writes
def one(request: ActingRequest, wish: uuid.UUID) -> HttpResponse:
    """Two forms, of which one is sent: on an agenda, or answered in words."""
    found = _visible(request).filter(public_id=wish).first()
    if found is None:
        raise Http404
    meetings = _meetings(request)
    put_up, answer = _forms(request, found, meetings)
    outcome = Outcome()
    if put_up.is_bound and put_up.is_valid():
        outcome = try_to_save(put_up, lambda: _put_up(request, found, put_up))
    elif answer.is_bound and answer.is_valid():
        outcome = try_to_save(answer, lambda: _answer(request, found, answer))
    if outcome.is_saved:
        messages.success(request, _("Saved. Whoever wrote it is told."))
        return redirect("agenda_wish", wish=found.public_id)
    read_log.shown(request, [found.pupil.public_id], action="agendas.wish_opened", purpose=Purpose.FOLLOW_UP)
    found.refresh_from_db()
    context = {
        "row": row_of(found),
        "wish": found,
        "pupil": found.pupil,
        "put_up": put_up if meetings else None,
        "answer": answer,
        "is_open": found.answered_at is None,
        "trail": _trail(found),
    }
    return render(request, "agendas/wish.html", context, status=outcome.status)


def waiting_for(request: ActingRequest) -> Any:
    """The oldest first."""
    return _visible(request).waiting().order_by("written_at", "pk")


def rows_of(found: list[Wish]) -> list[WishRow]:
    return [row_of(one) for one in found]


def row_of(one: Wish) -> WishRow:
    who = _("A guardian: %(name)s") % {"name": one.guardian} if one.guardian else _("The pupil")
    return WishRow(one, one.pupil, who, one.words, reverse("agenda_wish", args=[one.public_id]))


def _visible(request: ActingRequest) -> Any:
    rows = Wish.objects.visible_to(request.actor, Purpose.FOLLOW_UP, request.today)
    return rows.select_related("pupil", "guardian", "meeting__kind", "item__meeting__kind", "answered_by")


def _meetings(request: ActingRequest) -> list[Meeting]:
    ahead = Meeting.objects.visible_to(request.actor, request.today).planned().filter(date__gte=request.today)
    return list(ahead.select_related("kind").order_by("date", "starts", "pk")[:MOST_MEETINGS])


def _forms(request: ActingRequest, found: Wish, meetings: list[Meeting]) -> tuple[PutUpForm, AnswerForm]:
    chosen = str(found.meeting.public_id) if found.meeting else None
    initial = {"seen_version": found.version, "words": found.words, "meeting": chosen}
    sent = request.POST or None
    is_put_up = sent is not None and "meeting" in sent
    return (
        PutUpForm(sent if is_put_up else None, initial=initial, meetings=meetings, auto_id="id_put_up_%s"),
        AnswerForm(sent if not is_put_up else None, initial={"seen_version": found.version}, auto_id="id_answer_%s"),
    )


def _put_up(request: ActingRequest, found: Wish, form: PutUpForm) -> Wish:
    values = form.cleaned_data
    return wishes.put_up(
        by=request.actor, wish=found, meeting=form.chosen, words=values["words"], seen_version=values["seen_version"],
        today=request.today,
    )  # fmt: skip


def _answer(request: ActingRequest, found: Wish, form: AnswerForm) -> Wish:
    values = form.cleaned_data
    return wishes.answer(
        by=request.actor, wish=found, words=values["answer"], seen_version=values["seen_version"], today=request.today
    )  # fmt: skip


def _trail(found: Wish) -> list[Crumb]:
    above = [Crumb(_("Meetings"), reverse("meetings"))]
    return [*above, Crumb(_("What families want to talk about"), reverse("agenda_wishes")), Crumb(str(found.pupil))]
