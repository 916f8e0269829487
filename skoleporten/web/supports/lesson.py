"""What a teacher at the pupil's school needs in the lesson, and no more: plan, what helps, what the class may know."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from skoleporten.access.gate import Purpose
from skoleporten.access.roles import AT_A_SCHOOL
from skoleporten.cases.models import Case
from skoleporten.supports import queries
from skoleporten.web import read_log
from skoleporten.web.components import Crumb
from skoleporten.web.plans.panel import standing_of
from skoleporten.web.policy import policy
from skoleporten.web.requests import ActingRequest
from skoleporten.web.supports.panel import lines_of

school_reads = policy(roles=AT_A_SCHOOL, purpose=Purpose.FOLLOW_UP)


@school_reads
def page(request: ActingRequest, pupil: str) -> HttpResponse:
    """Of a pupil with an open case; for whoever does not see the pupil there is none."""
    found = Case.objects.open().visible_to(request.actor, Purpose.FOLLOW_UP, request.today)
    case = found.select_related("pupil", "intake").filter(pupil__public_id=pupil).first()
    if case is None:
        raise Http404
    read_log.shown(request, [case.pupil.public_id], action="supports.lesson_opened", purpose=Purpose.FOLLOW_UP)
    standing = standing_of(request, case)
    context = {
        "pupil": case.pupil,
        "here": standing.here,
        "ahead": standing.ahead[:1],
        "lines": lines_of(request, case.pupil_id),
        "text": queries.agreed_text(request.actor, Purpose.FOLLOW_UP, request.today, case.pupil),
        "trail": [
            Crumb(case.pupil.full_name, reverse("pupil", args=[case.pupil.public_id])),
            Crumb(_("In the lesson")),
        ],
    }
    return render(request, "supports/lesson.html", context)
