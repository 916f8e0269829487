"""One statement: written down as its speaker chose, read with what came of it, corrected and taken away."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from skoleporten.development.queries import of as tried_because_of
from skoleporten.panels import queries, statements
from skoleporten.panels.leaving import CORRECTION, WRITING
from skoleporten.panels.models import Member, Session, Statement
from skoleporten.rules.panels import SaidAs
from skoleporten.web.components import Crumb
from skoleporten.web.documents.drafts import drafted
from skoleporten.web.form_page import Page
from skoleporten.web.form_page import answer as answer_plain
from skoleporten.web.panels.forms import CorrectStatementForm, NewStatementForm, TakeAwayForm
from skoleporten.web.panels.names import answer
from skoleporten.web.panels.presenters import one_said
from skoleporten.web.panels.visible import (
    names_read,
    names_write,
    panel_crumb,
    refuse,
    session_crumb,
    session_found,
    shown,
    statement_found,
    team_writes,
    trail_to,
)
from skoleporten.web.requests import ActingRequest


@names_read
def one(request: ActingRequest, statement: uuid.UUID) -> HttpResponse:
    row = statement_found(request, statement)
    names = queries.names_on(request.actor, [row], request.today)
    shown(request, "statement_opened", *names.values())
    context = {
        "statement": row,
        "said": one_said(row, names.get(row.pk)),
        "stands": row.removed_at is None,
        "trials": tried_because_of(request.actor, "statement", row.public_id),
        "trail": trail_to(panel_crumb(row.session.panel), session_crumb(row.session), _("A statement")),
    }
    return render(request, "panels/statement.html", context)


@names_write
def new(request: ActingRequest, session: uuid.UUID) -> HttpResponse:
    row = session_found(request, session)
    refuse(unless=row.state == Session.State.HELD)
    members = _members(request, row)
    form = drafted(request, NewStatementForm, WRITING, row.public_id, session=row, members=members)

    def save() -> None:
        statements.write(by=request.actor, session=row, said=form.said, client_id=form.cleaned_data["client_id"])

    shown(request, "statement_form_opened", *(members or ()))
    heading, back = _("Write down what somebody said"), reverse("panel_session", args=[row.public_id])
    trail = trail_to(panel_crumb(row.panel), session_crumb(row), heading)
    intro = "" if form.is_choice_open else _("You do not see who is in the panel, so it is written without any name.")
    page = Page(heading, trail, back, _("The statement is written."), intro=intro)
    return answer(request, form, page, save, _kept_back(form, members))


@names_write
def correct(request: ActingRequest, statement: uuid.UUID) -> HttpResponse:
    """What was anonymous stays so, and whoever does not see the members leaves the choice as it is."""
    row = statement_found(request, statement)
    refuse(unless=row.removed_at is None)
    members = _members(request, row.session) if row.member else None
    form = drafted(
        request, CorrectStatementForm, CORRECTION, row.public_id, initial=_as_it_is(row), session=row.session,
        members=members, knows_whose=members is not None,
    )  # fmt: skip

    def save() -> None:
        statements.correct(
            by=request.actor, statement=row, said=form.said, seen_version=form.cleaned_data["seen_version"]
        )

    shown(request, "statement_form_opened", *queries.names_on(request.actor, [row], request.today).values())
    page = _page(row, _("Correct the words"), _("Written down. The words before are not kept."), lambda now: now.words)
    return answer(request, form, page, save, _kept_back(form, members))


@team_writes
def take_away(request: ActingRequest, statement: uuid.UUID) -> HttpResponse:
    row = statement_found(request, statement)
    refuse(unless=row.removed_at is None)
    form = TakeAwayForm(request.POST or None)

    def save() -> None:
        statements.take_away(by=request.actor, statement=row, because=form.cleaned_data["because"])

    page = _page(row, _("Take the words away"), _("The words are deleted. The page says why."))
    return answer_plain(request, form, page, save)


def _kept_back(form: NewStatementForm | CorrectStatementForm, members: list[Member] | None) -> list[Member]:
    """Where the words stand under the member's name, the name may stand in them too."""
    return [] if members is None or form.data.get("said_as") == SaidAs.NAMED else members


def _members(request: ActingRequest, session: Session) -> list[Member] | None:
    """None for whoever does not see them."""
    if not session.panel.shows_members_to(request.actor):
        return None
    return queries.members_by_name(request.actor, session.panel, request.today)


def _as_it_is(row: Statement) -> dict[str, Any]:
    return {
        "words": row.words,
        "said_as": row.said_as,
        "may_stay": "yes" if row.may_stay else "no",
        "question": row.question,
        "themes": [one.public_id for one in row.themes.all()],
        "seen_version": row.version,
    }


def _page(row: Statement, heading: str, done: str, theirs: Callable[[Any], str] = str) -> Page:
    back = reverse("panel_statement", args=[row.public_id])
    further = (panel_crumb(row.session.panel), session_crumb(row.session), Crumb(_("A statement"), back), heading)
    return Page(heading, trail_to(*further), back, done, theirs=theirs)
