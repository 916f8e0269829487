"""Home visits: who is out, at whose home, and when she is expected back."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from skoleporten.access.gate import Purpose
from skoleporten.presence import home
from skoleporten.presence.models import HomeVisit
from skoleporten.web import read_log
from skoleporten.web.components import Crumb
from skoleporten.web.presence.cards import clock_time
from skoleporten.web.presence.forms import GoOutForm
from skoleporten.web.presence.visible import board_writes, case_on_board, cases_on_board
from skoleporten.web.requests import ActingRequest
from skoleporten.web.saving import is_saved
from skoleporten.web.supports.panel import at_the_door


@dataclass(frozen=True)
class Out:
    """`is_overdue` is told to the others in a quiet line: somebody may ring her."""

    public_id: uuid.UUID
    who: str
    pupil: str
    since: str
    back: str
    is_overdue: bool


def out_rows(visits: Iterable[HomeVisit], now: dt.datetime) -> list[Out]:
    return [
        Out(
            public_id=visit.public_id,
            who=" + ".join(filter(None, (str(visit.by), visit.with_whom))),
            pupil=_pupil(visit),
            since=clock_time(visit.started_at),
            back=clock_time(visit.expected_back),
            is_overdue=visit.expected_back < now,
        )
        for visit in visits
    ]


def _pupil(visit: HomeVisit) -> str:
    pupil = visit.case.pupil
    return f"{pupil.given_name[:1]}. {pupil.family_name[:1]}." if pupil.protected else pupil.given_name


@board_writes
def go_out(request: ActingRequest) -> HttpResponse:
    cases = cases_on_board(request)
    chosen = [case for case in cases if str(case.public_id) == request.GET.get("case")]
    people = [(str(case.public_id), case.pupil.full_name) for case in chosen or cases]
    form = GoOutForm(request.POST or None, people=people)
    if request.method == "POST" and is_saved(request, form, lambda: _save(request, form), _("The others see it now.")):
        return redirect("board")
    shown = [case.pupil.public_id for case in chosen or cases]
    read_log.shown(request, shown, action="presence.home_visit_opened", purpose=Purpose.FOLLOW_UP)
    trail = [Crumb(_("Today"), reverse("board")), Crumb(_("Go on a home visit"))]
    lines = at_the_door(request, chosen[0].pupil) if chosen else None
    return render(request, "presence/go_out.html", {"form": form, "trail": trail, "lines": lines})


def _save(request: ActingRequest, form: GoOutForm) -> None:
    given = form.cleaned_data
    home.go_out(
        by=request.actor, case=case_on_board(request, given["case"]), expected_back=form.expected_back,
        with_whom=given["with_whom"], client_id=given["client_id"] or uuid.uuid4(),
    )  # fmt: skip


@board_writes
@require_POST
def come_back(request: ActingRequest, visit: str) -> HttpResponse:
    found = HomeVisit.objects.visible_to(request.actor, Purpose.FOLLOW_UP, timezone.localdate())
    one = found.filter(public_id=visit).first()
    if one is None:
        raise Http404
    home.come_back(by=request.actor, visit=one)
    messages.success(request, _("Written down: back at %(time)s.") % {"time": clock_time(timezone.now())})
    return HttpResponseRedirect(reverse("board"))
