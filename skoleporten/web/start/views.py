"""The first page of each role, and what the numbers mean."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from skoleporten.access.gate import Purpose
from skoleporten.access.models import Role
from skoleporten.concerns.models import Concern, ConcernQuerySet
from skoleporten.web import read_log
from skoleporten.web.concerns.presenters import concern_row, grouped
from skoleporten.web.concerns.selection import by_urgency, with_what_a_row_needs
from skoleporten.web.concerns.views import reader_of
from skoleporten.web.policy import policy
from skoleporten.web.portal import home as portal
from skoleporten.web.portal.section import FAMILY
from skoleporten.web.requests import ActingRequest
from skoleporten.web.rules.wording import rule_sets_used
from skoleporten.web.start import presenters, waiting

FIRST_ON_THE_LIST, MOST_OF_A_TEACHER = 5, 25


@policy(roles=set(Role.values), purpose=Purpose.FOLLOW_UP)
def start(request: ActingRequest) -> HttpResponse:
    if request.actor.role == Role.SCHOOL_LEADER:
        return _school_leaders(request)
    if request.actor.role == Role.TEACHER:
        return _teachers(request)
    if request.actor.role in FAMILY:
        return portal.start(request)
    read_log.shown(request, [], action="start.opened", purpose=Purpose.FOLLOW_UP)
    if request.actor.role == Role.ADMINISTRATOR:
        return render(request, "start/administrator.html", presenters.for_administrator(request.today))
    if request.actor.role in {Role.TEAM, Role.LEAD}:
        context = {"waiting": waiting.for_team(request.actor, request.today)}
        return render(request, "start/team.html", context | presenters.for_role(request.actor, request.today))
    context = presenters.for_role(request.actor, request.today)
    if request.actor.role == Role.SPECIALIST:
        context["waiting"] = waiting.for_specialist(request.actor, request.today)
    return render(request, "start/role.html", context)


@policy(roles=set(Role.values), purpose=None)
def about_the_numbers(request: ActingRequest) -> HttpResponse:
    return render(request, "start/about_the_numbers.html")


def _school_leaders(request: ActingRequest) -> HttpResponse:
    visible = Concern.objects.visible_to(request.actor, Purpose.FOLLOW_UP, request.today)
    waiting = visible.filter(state=Concern.State.OPEN)
    reader = reader_of(request, rule_sets_used())
    context = {
        "rows": [concern_row(concern, reader) for concern in _first(request, waiting, FIRST_ON_THE_LIST)],
        **presenters.for_school_leader(request.actor, request.today),
    }
    return render(request, "start/school_leader.html", context)


def _teachers(request: ActingRequest) -> HttpResponse:
    """The few that are hers, with what is next; all else she may see is a click away."""
    visible = Concern.objects.visible_to(request.actor, Purpose.FOLLOW_UP, request.today)
    mine = visible.open().owned_by(request.actor.user_id)
    reader = reader_of(request, rule_sets_used())
    context = {
        "groups": grouped(_first(request, mine, MOST_OF_A_TEACHER), reader, by_urgency=True),
        **presenters.for_teacher(visible, mine, request.today),
    }
    return render(request, "start/teacher.html", context)


def _first(request: ActingRequest, concerns: ConcernQuerySet, most: int) -> list[Concern]:
    ordered = with_what_a_row_needs(concerns, request.actor.user_id).order_by(*by_urgency(request.today))
    first = list(ordered[:most])
    shown = [concern.pupil.public_id for concern in first]
    read_log.shown(request, shown, action="start.opened", purpose=Purpose.FOLLOW_UP)
    return first
