"""Absence to follow up: the list of work, the same list as a file, and one concern."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from skoleporten.access.gate import Purpose
from skoleporten.access.roles import Role
from skoleporten.concerns import routines
from skoleporten.concerns.models import Concern
from skoleporten.rules.visibility import What, roles_that_see
from skoleporten.web import read_log
from skoleporten.web.concerns.presenters import FILE_HEADINGS, Reader, file_row, grouped
from skoleporten.web.concerns.selection import BY_URGENCY, selected_concerns, selection_form
from skoleporten.web.concerns.visible import MAY_ACT, visible_concern, visible_concerns
from skoleporten.web.csv_files import csv_response
from skoleporten.web.policy import policy
from skoleporten.web.pupils.page import pupil_page
from skoleporten.web.pupils.trails import concern_trail
from skoleporten.web.requests import ActingRequest
from skoleporten.web.rules.wording import Rules, rule_sets_used

A_PAGE = 50


@policy(roles=roles_that_see(What.CONCERNS), purpose=Purpose.FOLLOW_UP)
def concern_list(request: ActingRequest) -> HttpResponse:
    rule_sets = rule_sets_used()
    form = selection_form(request, rule_sets.values())
    concerns = selected_concerns(request, form)
    page = Paginator(concerns, A_PAGE).get_page(request.GET.get("page"))
    read_log.shown(
        request,
        [concern.pupil.public_id for concern in page],
        action="concerns.listed",
        purpose=Purpose.FOLLOW_UP,
    )
    by_urgency = form.chosen("sort") in ("", BY_URGENCY)
    context = {
        "form": form,
        "page": page,
        "groups": grouped(page, reader_of(request, rule_sets), by_urgency),
        "total": page.paginator.count,
        "query": request.GET.urlencode(),
        "waiting": _waiting(request),
        "is_own": request.actor.role == Role.TEACHER and not form.chosen("whose"),
        "may_lead": request.actor.role == Role.SCHOOL_LEADER,
        "is_chosen": any(form.chosen(name) for name in form.fields if name != "sort"),
    }
    return render(request, "concerns/list.html", context)


@policy(roles=roles_that_see(What.CONCERNS), purpose=Purpose.FOLLOW_UP)
def concern_list_file(request: ActingRequest) -> HttpResponse:
    rule_sets = rule_sets_used()
    concerns = list(selected_concerns(request, selection_form(request, rule_sets.values())))
    read_log.shown(
        request,
        [concern.pupil.public_id for concern in concerns],
        action="concerns.downloaded",
        purpose=Purpose.FOLLOW_UP,
    )
    reader = reader_of(request, rule_sets)
    rows = [file_row(concern, reader) for concern in concerns]
    return csv_response(f"skoleporten-{request.today.isoformat()}.csv", FILE_HEADINGS, rows)


@policy(roles=roles_that_see(What.CONCERNS), purpose=Purpose.FOLLOW_UP)
def one_concern(request: ActingRequest, public_id: str) -> HttpResponse:
    concern = visible_concern(request, public_id)
    return pupil_page(request, concern.pupil, concern_trail(concern))


def reader_of(request: ActingRequest, rule_sets: Rules) -> Reader:
    return Reader(
        rule_sets=rule_sets,
        routines=routines.used(),
        today=request.today,
        user_id=request.actor.user_id,
        may_act=request.actor.role in MAY_ACT,
    )


def _waiting(request: ActingRequest) -> int:
    visible = visible_concerns(request)
    if request.actor.role == Role.TEACHER:
        visible = visible.owned_by(request.actor.user_id)
    return visible.filter(state=Concern.State.OPEN).count()
