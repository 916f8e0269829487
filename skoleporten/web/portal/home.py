"""The first page of a family: straight to the child where there is one, a plain choice where there are several."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from skoleporten.access.reasons import purpose_of
from skoleporten.access.roles import Role
from skoleporten.web import read_log
from skoleporten.web.portal import frame
from skoleporten.web.portal.guardian import views as of_guardian
from skoleporten.web.portal.pupil import home as of_pupil
from skoleporten.web.requests import ActingRequest


def start(request: ActingRequest) -> HttpResponse:
    found = frame.children(request)
    if len(found) == 1:
        return _home(request, found[0])
    purpose = purpose_of(request.actor.role)
    shown = [child.pupil.public_id for child in found]
    read_log.shown(request, shown, action="portal.children_listed", purpose=purpose)
    rows = [(child.pupil, reverse("my_child", args=[child.pupil.public_id]), _waits(request, child)) for child in found]
    return render(request, "portal/start.html", {"rows": rows, "is_self": request.actor.role == Role.PUPIL})


@frame.family_reads
def my_child(request: ActingRequest, child: str) -> HttpResponse:
    return _home(request, frame.open_child(request, child))


def _home(request: ActingRequest, child: frame.Child) -> HttpResponse:
    return of_pupil.page(request, child) if child.is_self else of_guardian.home(request, child)


def _waits(request: ActingRequest, child: frame.Child) -> int:
    return frame.waiting_of(request, child)
