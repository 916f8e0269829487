"""What a rule set costs before it is chosen: whom it would have put on the list last year, and how many a week."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from skoleporten.access.roles import Role
from skoleporten.concerns import costs, rule_sets
from skoleporten.concerns.chosen import RuleSetCost
from skoleporten.concerns.jobs import enqueue_costs
from skoleporten.rules.concern import RuleSet
from skoleporten.web import words
from skoleporten.web.components import Crumb
from skoleporten.web.policy import policy
from skoleporten.web.pupils.calendar import year_name
from skoleporten.web.requests import ActingRequest
from skoleporten.web.rules.wording import in_language
from skoleporten.web.tables import Cell, Column, Table

WHO = frozenset({Role.ADMINISTRATOR, Role.SCHOOL_LEADER})


@dataclass(frozen=True)
class Cost:
    """Of the whole municipality for the administrator, and of one's own school for a leader."""

    name: str
    pupils: int
    opened: int
    usual_week: float
    busiest_week: int
    busiest_on: dt.date | None
    is_in_use: bool


@policy(roles=WHO, purpose=None)
def show(request: ActingRequest) -> HttpResponse:
    """Counts only; a leader sees those of her own school."""
    year = costs.year_to_count(request.today)
    kept = list(RuleSetCost.objects.filter(school_year=year))
    context = {
        "trail": [Crumb(_("Rules"), reverse("rules")), Crumb(_("What a rule set costs"))],
        "year_name": year_name(year),
        "table": table_of(request, kept) if kept else None,
        "as_of": kept[0].as_of if kept else None,
        "counted_at": kept[0].computed_at if kept else None,
        "may_count": request.actor.role == Role.ADMINISTRATOR,
    }
    return render(request, "rules/costs.html", context)


@policy(roles={Role.ADMINISTRATOR}, purpose=None, writes=True)
@require_POST
def count(request: ActingRequest) -> HttpResponse:
    if enqueue_costs(request.today, costs.year_to_count(request.today)):
        messages.success(request, _("It is being counted. It takes some minutes; come back to this page."))
    else:
        messages.info(request, _("It has been asked for today already. Come back to this page in some minutes."))
    return HttpResponseRedirect(reverse("rule_costs"))


def table_of(request: ActingRequest, kept: Sequence[RuleSetCost]) -> Table:
    in_use = {rule_set.id for rule_set in rule_sets.in_use()}
    known = {rule_set.sha256: rule_set for rule_set in rule_sets.may_be_chosen()}
    schools = None if request.actor.role == Role.ADMINISTRATOR else {str(key) for key in request.actor.school_ids}
    rows = [_row(_cost(one, known.get(one.sha256), schools, in_use)) for one in kept]
    columns = [
        Column(_("Rule set")),
        Column(_("Put on the list in the year"), is_number=True),
        Column(_("Of pupils"), is_number=True),
        Column(_("Share"), is_number=True),
        Column(_("In a usual week"), is_number=True),
        Column(_("In the busiest week")),
    ]
    return Table(_("What each rule set would have put on the list"), columns, rows)


def _cost(one: RuleSetCost, rule_set: RuleSet | None, schools: set[str] | None, in_use: set[str]) -> Cost:
    shown = [row for key, row in one.schools.items() if schools is None or key in schools]
    weeks = [sum(counts) for counts in zip(*(row["weeks"] for row in shown), strict=True)]
    busiest = max(weeks, default=0)
    return Cost(
        name=in_language(rule_set.name) if rule_set else f"{one.set_id} {one.version}",
        pupils=sum(row["pupils"] for row in shown),
        opened=sum(weeks),
        usual_week=median(weeks) if weeks else 0,
        busiest_week=busiest,
        busiest_on=dt.date.fromisoformat(one.weeks[weeks.index(busiest)]) if busiest else None,
        is_in_use=one.set_id in in_use,
    )


def _row(cost: Cost) -> list[Any]:
    busiest = words.number(cost.busiest_week)
    if cost.busiest_on:
        busiest = f"{busiest} ({words.short_day(cost.busiest_on)})"
    return [
        Cell(cost.name, note=_("in use") if cost.is_in_use else ""),
        words.number(cost.opened),
        words.number(cost.pupils),
        words.percent(cost.opened / cost.pupils if cost.pupils else None, 0),
        words.number(cost.usual_week),
        busiest,
    ]
