"""A session: planned, held, and what was asked and said in it."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.db.models import Count
from django.http import HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from skoleporten.panels import queries, sessions
from skoleporten.panels.leaving import NOTES
from skoleporten.panels.models import Member, Panel, Question, Session
from skoleporten.panels.sessions import Held
from skoleporten.rules.panels import State
from skoleporten.web.documents.drafts import drafted
from skoleporten.web.form_page import Page
from skoleporten.web.panels.forms import ChangeSessionForm, HeldForm, QuestionForm, SessionForm, WhyForm
from skoleporten.web.panels.names import answer
from skoleporten.web.panels.presenters import said_in_words, session_state
from skoleporten.web.panels.visible import (
    found,
    names_read,
    names_write,
    panel_crumb,
    refuse,
    session_crumb,
    session_found,
    shown,
    team_writes,
    trail_to,
)
from skoleporten.web.requests import ActingRequest
from skoleporten.web.saving import tell
from skoleporten.web.words import day


@names_read
def one(request: ActingRequest, session: uuid.UUID) -> HttpResponse:
    row = session_found(request, session)
    statements = list(queries.statements_in(request.actor, row))
    names = queries.names_on(request.actor, statements, request.today)
    came = _known(request, queries.who_came(request.actor, row))
    shown(request, "session_opened", *names.values(), *came)
    answered = Count("statements")
    context = {
        "session": row,
        "state": session_state(row),
        "is_planned": row.state == Session.State.PLANNED,
        "is_held": row.state == Session.State.HELD,
        "may_be_held": row.state == Session.State.PLANNED and row.on <= request.today,
        "came": came,
        "questions": [(one, one.answers) for one in row.questions.select_related("theme").annotate(answers=answered)],
        "statements": said_in_words(statements, names),
        "trail": trail_to(panel_crumb(row.panel), _heading(row)),
        "heading": _heading(row),
    }
    return render(request, "panels/session.html", context)


@team_writes
def new(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    panel: Panel = found(request, Panel, public_id)
    refuse(unless=panel.state != State.NOT_STARTED)
    form = SessionForm(request.POST or None)

    def save() -> None:
        values = form.cleaned_data
        sessions.plan(
            by=request.actor, panel=panel, on=values["on"], about=values["about"], client_id=values["client_id"]
        )

    heading = _("Plan a session")
    intro = _("One that has been held already is written down here too.")
    back = reverse("panel", args=[panel.public_id])
    page = Page(heading, trail_to(panel_crumb(panel), heading), back, _("The session is planned."), intro=intro)
    return answer(request, form, page, save)


@team_writes
def change(request: ActingRequest, session: uuid.UUID) -> HttpResponse:
    row = session_found(request, session)
    refuse(unless=row.state == Session.State.PLANNED)
    now = {"on": row.on, "about": row.about, "seen_version": row.version}
    form = ChangeSessionForm(request.POST or None, initial=now)

    def save() -> None:
        values = form.cleaned_data
        sessions.change(
            by=request.actor, session=row, on=values["on"], about=values["about"], seen_version=values["seen_version"]
        )

    page = _page(row, _("Change the session"), _("Written down."), theirs=lambda now: f"{day(now.on)} {now.about}")
    return answer(request, form, page, save)


@names_write
def held(request: ActingRequest, session: uuid.UUID) -> HttpResponse:
    row = session_found(request, session)
    refuse(unless=row.state != Session.State.CANCELLED and row.on <= request.today)
    members = _members(request, row)
    came = _known(request, queries.who_came(request.actor, row))
    now = {
        "came": row.came,
        "notes": row.notes,
        "members": [one.public_id for one in came],
        "seen_version": row.version,
    }
    form = drafted(request, HeldForm, NOTES, row.public_id, initial=now, members=members)

    def save() -> None:
        values = form.cleaned_data
        marked = None if members is None else [*values.get("members", ()), *_unseen(row, members)]
        written = Held(values["came"], values["notes"], marked)
        sessions.hold(
            by=request.actor, session=row, held=written, seen_version=values["seen_version"], today=request.today
        )

    shown(request, "session_form_opened", *(members or ()))
    page = _page(row, _("Write down how it went"), _("Written down."), theirs=lambda now: f"{now.came}\n{now.notes}")
    return answer(request, form, page, save)


@team_writes
def cancel(request: ActingRequest, session: uuid.UUID) -> HttpResponse:
    row = session_found(request, session)
    refuse(unless=row.state == Session.State.PLANNED)
    form = WhyForm(request.POST or None)

    def save() -> None:
        sessions.cancel(by=request.actor, session=row, why=form.cleaned_data["why"])

    return answer(request, form, _page(row, _("Cancel the session"), _("The session is cancelled.")), save)


@team_writes
def looked_over(request: ActingRequest, session: uuid.UUID) -> HttpResponse:
    if request.method != "POST":
        return HttpResponseNotAllowed(("POST",))
    row = session_found(request, session)
    tell(request, lambda: sessions.looked_over(by=request.actor, session=row), _("Written down."))
    return redirect("panel_session", row.public_id)


@team_writes
def ask(request: ActingRequest, session: uuid.UUID) -> HttpResponse:
    row = session_found(request, session)
    refuse(unless=row.state != Session.State.CANCELLED)
    form = QuestionForm(request.POST or None)

    def save() -> None:
        values = form.cleaned_data
        sessions.ask(
            by=request.actor, session=row, words=values["words"], theme=values["theme"], client_id=values["client_id"]
        )

    return answer(request, form, _page(row, _("Ask the panel"), _("The question is written down.")), save)


@team_writes
def take_back_question(request: ActingRequest, asked: uuid.UUID) -> HttpResponse:
    if request.method != "POST":
        return HttpResponseNotAllowed(("POST",))
    row: Question = found(request, Question, asked, "session")
    session = row.session
    tell(request, lambda: sessions.take_back_question(by=request.actor, question=row), _("The question is taken back."))
    return redirect("panel_session", session.public_id)


def _members(request: ActingRequest, session: Session) -> list[Member] | None:
    """None for whoever does not see them."""
    if not session.panel.shows_members_to(request.actor):
        return None
    return queries.members_by_name(request.actor, session.panel, request.today)


def _known(request: ActingRequest, members: list[Member]) -> list[Member]:
    """Of those who came, whom the gate lets her see."""
    if not members:
        return []
    seen = {one.pk for one in queries.members_by_name(request.actor, members[0].panel, request.today)}
    return [one for one in members if one.pk in seen]


def _unseen(session: Session, seen: list[Member]) -> list[Member]:
    """Marked by somebody else, and not to be unmarked by whoever does not see them."""
    keys = [one.pk for one in seen]
    return list(Member.objects.filter(attendances__session=session, ended_at__isnull=True).exclude(pk__in=keys))


def _heading(session: Session) -> str:
    return _("Session %(day)s") % {"day": day(session.on)}


def _page(session: Session, heading: str, done: str, theirs: Callable[[Any], str] = str) -> Page:
    trail = trail_to(panel_crumb(session.panel), session_crumb(session), heading)
    return Page(heading, trail, reverse("panel_session", args=[session.public_id]), done, theirs=theirs)
