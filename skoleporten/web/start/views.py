"""The first page of each role, and what the numbers mean."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from skoleporten.access.gate import Purpose
from skoleporten.access.models import Role
from skoleporten.concerns.models import Concern
from skoleporten.web import read_log
from skoleporten.web.concerns.presenters import concern_row
from skoleporten.web.concerns.selection import with_what_a_row_needs
from skoleporten.web.policy import policy
from skoleporten.web.requests import ActingRequest
from skoleporten.web.rules.wording import rule_sets_used
from skoleporten.web.start import presenters

FIRST_ON_THE_LIST = 5


@policy(roles=set(Role.values), purpose=Purpose.FOLLOW_UP)
def start(request: ActingRequest) -> HttpResponse:
    if request.actor.role == Role.SCHOOL_LEADER:
        return _school_leaders(request)
    read_log.shown(request, [], action="start.opened", purpose=Purpose.FOLLOW_UP)
    if request.actor.role == Role.ADMINISTRATOR:
        return render(request, "start/administrator.html", presenters.for_administrator(request.today))
    return render(request, "start/role.html", presenters.for_role(request.actor, request.today))


@policy(roles=set(Role.values), purpose=None)
def about_the_numbers(request: ActingRequest) -> HttpResponse:
    return render(request, "start/about_the_numbers.html")


def _school_leaders(request: ActingRequest) -> HttpResponse:
    visible = Concern.objects.visible_to(request.actor, Purpose.FOLLOW_UP, request.today)
    waiting = visible.filter(state=Concern.State.OPEN)
    first = list(with_what_a_row_needs(waiting).order_by("opened_at", "id")[:FIRST_ON_THE_LIST])
    shown = [concern.pupil.public_id for concern in first]
    read_log.shown(request, shown, action="start.opened", purpose=Purpose.FOLLOW_UP)
    rule_sets, several = rule_sets_used(), len(request.actor.school_ids) > 1
    context = {
        "rows": [concern_row(concern, rule_sets, request.today, several) for concern in first],
        **presenters.for_school_leader(request.actor, request.today),
    }
    return render(request, "start/school_leader.html", context)
