"""The four panels on one page, one panel on a page of its own, and the page that is printed for its meeting."""

from __future__ import annotations

import uuid
from collections import defaultdict

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from skoleporten.access.roles import Role
from skoleporten.panels import queries
from skoleporten.panels.models import Change, Panel
from skoleporten.rules.panels import State
from skoleporten.web.panels.presenters import ChangeRow, card_of, change_row, one_said, session_state, steps_of
from skoleporten.web.panels.rows import panel_label
from skoleporten.web.panels.visible import found, panel_crumb, team_reads, trail_to
from skoleporten.web.requests import ActingRequest

MOST_SESSIONS = 50


@team_reads
def panels(request: ActingRequest) -> HttpResponse:
    owed: dict[int, list[Change]] = defaultdict(list)
    for change, panel in queries.not_told(request.actor):
        owed[panel.pk].append(change)
    cards = [card_of(one, owed[one.panel.pk]) for one in queries.standings(request.actor, request.today)]
    return render(request, "panels/panels.html", {"cards": cards, "trail": trail_to(), "today": request.today})


@team_reads
def panel(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    one: Panel = found(request, Panel, public_id, "host")
    standing = queries.standing_of(request.actor, one, request.today)
    rows = changes_of(request, one)
    context = {
        "panel": one,
        "card": card_of(standing),
        "steps": steps_of(standing),
        "sessions": [(row, session_state(row)) for row in queries.sessions_of(request.actor, one)[:MOST_SESSIONS]],
        "changes": [row for row in rows if not row.is_owed],
        "owed": [row for row in rows if row.is_owed],
        "unanswered": [one_said(row) for row in queries.unanswered(request.actor, one)],
        "is_lead": request.actor.role == Role.LEAD,
        "knows_members": one.shows_members_to(request.actor),
        "is_gathering": one.state == State.GATHERING,
        "is_running": one.state == State.RUNNING,
        "is_resting": one.state == State.RESTING,
        "trail": trail_to(panel_label(one)),
        "today": request.today,
    }
    return render(request, "panels/panel.html", context)


@team_reads
def printed(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    """What you told us, and what we changed. It leaves the house, so nobody is named in it."""
    one: Panel = found(request, Panel, public_id)
    context = {
        "panel": one,
        "name": panel_label(one),
        "changes": changes_of(request, one),
        "unanswered": [one_said(row) for row in queries.unanswered(request.actor, one)],
        "trail": trail_to(panel_crumb(one), _("What you told us, and what we changed")),
        "today": request.today,
    }
    return render(request, "panels/printed.html", context)


def changes_of(request: ActingRequest, panel: Panel) -> list[ChangeRow]:
    """Without names: by what was said, and with what this panel has been told."""
    rows = queries.changes_of(request.actor, panel)
    return [
        change_row(
            change,
            [one for one in change.told_back.all() if one.panel_id == panel.pk],
            [one_said(one) for one in change.statements.all()],
            is_owed=queries.owes(change, panel),
        )
        for change in rows
    ]
