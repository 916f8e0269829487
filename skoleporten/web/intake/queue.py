"""The queue of the team: the longest waiting first, each with what it lacks, its next date and its owner."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from skoleporten.access.gate import Purpose
from skoleporten.access.roles import Role
from skoleporten.intake import queries
from skoleporten.web import read_log
from skoleporten.web.intake.forms import QueueForm
from skoleporten.web.intake.presenters import queue_row
from skoleporten.web.intake.visible import team_reads
from skoleporten.web.requests import ActingRequest

A_PAGE = 50


@team_reads
def queue(request: ActingRequest) -> HttpResponse:
    form = QueueForm(request.GET)
    rows = queries.queue(request.actor, request.today)
    is_mine = form.is_valid() and form.cleaned_data["whose"] == "mine"
    if is_mine:
        rows = rows.filter(owner=request.actor.user_id)
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    shown = [intake.pupil.public_id for intake in page if intake.pupil]
    read_log.shown(request, shown, action="intake.listed", purpose=Purpose.FOLLOW_UP)
    context = {
        "form": form,
        "page": page,
        "rows": [queue_row(intake, request.today, request.actor.user_id) for intake in page],
        "total": page.paginator.count,
        "is_mine": is_mine,
        "hidden": queries.hidden_from(request.actor, request.today),
        "makes_links": request.actor.role in {Role.LEAD, Role.TEAM},
    }
    return render(request, "intake/queue.html", context)
