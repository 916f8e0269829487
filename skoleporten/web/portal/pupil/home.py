"""A pupil's own first page: today, what waits for her, and the week."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpResponse

from skoleporten.access.actor import Actor
from skoleporten.people.models import Pupil
from skoleporten.supports.changes import is_followed_up
from skoleporten.web.portal import frame
from skoleporten.web.portal.pupil.own_plan import own_plan
from skoleporten.web.portal.pupil.people import adults_around
from skoleporten.web.portal.pupil.week import week_of
from skoleporten.web.requests import ActingRequest

HOME = "home"


def page(request: ActingRequest, child: frame.Child) -> HttpResponse:
    context = today_of(request.actor, child.pupil, request.today) | {"waiting": _waiting(request, child)}
    return frame.show(request, child, HOME, "portal/pupil/home.html", context, action="portal.home_opened")


def today_of(actor: Actor, pupil: Pupil, today: dt.date) -> dict[str, Any]:
    plan = own_plan(actor, pupil, today)
    return {
        "today": today,
        "week": week_of(pupil, plan, today),
        "plan": plan,
        "adults": adults_around(plan.case, today) if plan else [],
        "may_ask": is_followed_up(pupil, today),
    }


def _waiting(request: ActingRequest, child: frame.Child) -> list[frame.Link]:
    return [link for link in frame.links_of(request, child, HOME) if link.waits]
