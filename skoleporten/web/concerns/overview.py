"""How the follow-up goes at the school, for its leaders: what nobody has acted on, how soon, and who has how much."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from skoleporten.access.gate import Purpose
from skoleporten.access.models import User
from skoleporten.access.roles import Role
from skoleporten.concerns.figures import FollowUp, Load, Share, follow_up
from skoleporten.web import read_log, words
from skoleporten.web.components import Crumb, KeyFigure
from skoleporten.web.concerns.selection import OVERDUE
from skoleporten.web.policy import policy
from skoleporten.web.requests import ActingRequest
from skoleporten.web.tables import Cell, Column, Table


@policy(roles={Role.SCHOOL_LEADER}, purpose=Purpose.FOLLOW_UP)
def overview(request: ActingRequest) -> HttpResponse:
    """Numbers only; each leads to the list of those it counts."""
    read_log.shown(request, [], action="concerns.overview", purpose=Purpose.FOLLOW_UP)
    found = follow_up(request.actor, request.today)
    context = {
        "trail": [Crumb(_("Absence to follow up"), reverse("concerns")), Crumb(_("How the follow-up goes"))],
        "now": now_figures(found),
        "shares": [
            share_figure(_("First contact within a school day"), found.first_contact),
            share_figure(_("Meeting within a week"), found.meeting),
        ],
        "since": found.first_contact.since,
        "table": _table(found.loads),
        "today": request.today,
    }
    return render(request, "concerns/overview.html", context)


def now_figures(found: FollowUp) -> list[KeyFigure]:
    address = reverse("concerns")
    counted = (
        (_("Nobody has it by name"), found.without_owner, "?whose=nobody"),
        (_("Nobody has acted yet"), found.untouched, "?state=open"),
        (_("The date has been, and waits for a decision"), found.overdue, f"?state={OVERDUE}"),
        (_("All that are not closed"), found.open, ""),
    )
    return [
        KeyFigure(label, words.number(number), ngettext("pupil", "pupils", number), url=f"{address}{query}")
        for label, number, query in counted
    ]


def share_figure(label: str, share: Share) -> KeyFigure:
    of = ngettext("%(in_time)s of %(count)s concern", "%(in_time)s of %(count)s concerns", share.of)
    told = of % {"in_time": words.number(share.in_time), "count": words.number(share.of)}
    return KeyFigure(label, words.percent(share.share, 0), of_what=told, as_of=share.as_of)


def _table(loads: list[Load]) -> Table:
    """By name. Numbers of work, not of how well anybody does it."""
    people = User.objects.in_bulk([load.owner_id for load in loads if load.owner_id])
    columns = [
        Column(_("Owner")),
        Column(_("Not closed"), is_number=True),
        Column(_("Nobody has acted yet"), is_number=True),
        Column(_("Waits for a decision"), is_number=True),
    ]
    return Table(_("Who has how much"), columns, [_row(load, people) for load in loads])


def _row(load: Load, people: dict[int, User]) -> list[Any]:
    owner = people.get(load.owner_id or 0)
    whose = str(owner.public_id) if owner else "nobody"
    name = str(owner) if owner else _("The school's leaders (nobody by name)")
    url = f"{reverse('concerns')}?whose={whose}"
    return [Cell(name, url=url), load.open, load.untouched, load.overdue]
