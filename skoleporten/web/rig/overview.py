"""The rig on one page: who does what, who is here today, and what is open. Nobody stands above anybody."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from skoleporten.access.roles import Role
from skoleporten.rig import queries
from skoleporten.rig.away import span
from skoleporten.rig.models import Away, Function, Holding
from skoleporten.rules.rig import Part, may_read, working_days
from skoleporten.web import words
from skoleporten.web.requests import ActingRequest
from skoleporten.web.rig.visible import overview_reads, trail_to


@dataclass(frozen=True)
class Holder:
    name: str
    until: str


@dataclass(frozen=True)
class Row:
    """A function, and who has it. `open_seats`: how many more it takes; `when_asked`: nobody sits there every day."""

    function: Function
    holders: Sequence[Holder]
    open_seats: int
    when_asked: bool


@dataclass(frozen=True)
class Group:
    code: str
    name: str
    rows: Sequence[Row]


@dataclass(frozen=True)
class AwayToday:
    name: str
    days: str
    kind: str
    stand_in: str


@overview_reads
def rig(request: ActingRequest) -> HttpResponse:
    context: dict[str, Any] = {
        "groups": groups_on(request.today),
        "partners": queries.partners(),
        "today": request.today,
        "trail": trail_to(),
        "is_lead": request.actor.role == Role.LEAD,
        "reads_days": may_read(request.actor.role, Part.DAYS),
    }
    if context["reads_days"]:
        away = queries.away_on(request.today)
        context["is_working_day"] = any(working_days(request.today, request.today))
        context["here"] = [str(one) for one in queries.staff_on(request.today) if one.pk not in away]
        context["away"] = [away_in_words(one) for one in away.values()]
    return render(request, "rig/rig.html", context)


def groups_on(day: dt.date) -> list[Group]:
    """In the order of the rig; a function that nobody holds is there, and open."""
    held: dict[int, list[Holding]] = defaultdict(list)
    for holding in Holding.objects.all().on(day).select_related("user"):
        held[holding.function_id].append(holding)
    rows: dict[str, list[Row]] = defaultdict(list)
    for one in Function.objects.filter(is_active=True):
        rows[one.group].append(_row(one, held[one.pk]))
    return [Group(code, str(label), rows[code]) for code, label in Function.Group.choices if rows[code]]


def _row(function: Function, held: Sequence[Holding]) -> Row:
    return Row(
        function=function,
        holders=[Holder(one.holder, words.short_day(one.end) if one.end else "") for one in held],
        open_seats=max(function.seats - len(held), 0),
        when_asked=function.seats == 0 and not held,
    )


def away_in_words(away: Away) -> AwayToday:
    return AwayToday(
        name=str(away.user),
        days=span(away.first, away.last),
        kind=str(away.get_kind_display()),
        stand_in=str(away.stand_in) if away.stand_in else "",
    )
