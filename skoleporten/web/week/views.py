"""The week of the programme, and its export to a calendar file."""

from __future__ import annotations

import datetime as dt

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from skoleporten.access.roles import Role
from skoleporten.web.policy import policy
from skoleporten.web.requests import ActingRequest
from skoleporten.web.week.presenter import week_of
from skoleporten.week import calendars

TEAM = frozenset({Role.TEAM, Role.LEAD})
YEARS = range(2000, 2100)
CALENDAR = "text/calendar; charset=utf-8"


@policy(roles=TEAM, purpose=None)
def week(request: ActingRequest) -> HttpResponse:
    """`?day=` is any day of the week that is wanted."""
    day = _asked_for(request.GET.get("day", ""), request.today)
    context = {
        "week": week_of(request.actor, day, request.today),
        "day": day,
        "today": request.today,
        "sets_the_week": request.actor.role == Role.LEAD,
    }
    return render(request, "week/week.html", context)


@policy(roles=TEAM, purpose=None)
def export(request: ActingRequest) -> HttpResponse:
    answer = HttpResponse(calendars.of_programme(request.actor, request.today), content_type=CALENDAR)
    name = _("week")
    answer["Content-Disposition"] = f'attachment; filename="{name}.ics"'
    return answer


def _asked_for(text: str, today: dt.date) -> dt.date:
    """Today where it is no day that can be read."""
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        return today
    return day if day.year in YEARS else today
