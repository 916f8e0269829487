"""How it goes after the school has taken over: asked four times in a year, also when the case is closed."""

from __future__ import annotations

import datetime as dt

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from skoleporten.access.gate import Purpose
from skoleporten.access.roles import Role
from skoleporten.cases import handing_back, way_back
from skoleporten.cases.models import Case, FollowUp, HandingBack
from skoleporten.rules.handing_back import After
from skoleporten.rules.transitions import Stage
from skoleporten.rules.visibility import What, may_see
from skoleporten.web import read_log
from skoleporten.web.cases import handing_back_words as wording
from skoleporten.web.cases.form_page import Page, answer
from skoleporten.web.cases.forms import ReopenForm
from skoleporten.web.cases.handing_back_forms import FollowUpForm
from skoleporten.web.cases.ownership import may_join
from skoleporten.web.cases.visible import team_reads, team_writes, trail_to, visible_case
from skoleporten.web.components import Crumb, TimelineEntry
from skoleporten.web.documents.drafts import drafted
from skoleporten.web.requests import ActingRequest


@team_writes
def follow_up(request: ActingRequest, public_id: str, after: str) -> HttpResponse:
    case = visible_case(request, public_id)
    row = way_back.current(case)
    if row is None or row.taken_over_on is None or after not in set(After):
        raise Http404
    key = f"{row.public_id}.{after}"
    form = drafted(request, FollowUpForm, "cases.follow_up", key, initial={"on": request.today})

    def save() -> None:
        values = form.cleaned_data
        handing_back.follow_up(
            by=request.actor, case=case, after=after, on=values["on"], seen=values["seen"],
            pupils_words=values["pupils_words"], why_not_asked=values["why_not_asked"], client_id=values["client_id"],
        )  # fmt: skip

    heading = wording.after_in_words(After(after))
    is_closed = request.actor.role == Role.LEAD and case.stage == Stage.CLOSED
    context = {
        "heading": heading,
        "trail": trail_to(case, heading),
        "since": wording.since_in_words(way_back.since(row, request.today)),
        "may_open_again": is_closed,
        "may_join": is_closed and may_join(request, case),
        "reopen_form": ReopenForm(auto_id="id_reopen_%s"),
    }
    back = reverse("case_handing_back", args=[case.public_id])
    return answer(request, case, form, Page("cases/follow_up_form.html", context, back, _("Written down.")), save)


@team_reads
def due(request: ActingRequest) -> HttpResponse:
    """The next of each pupil in view, the longest due first."""
    cases = Case.objects.visible_to(request.actor, Purpose.FOLLOW_UP, request.today).select_related("pupil", "intake")
    of_case = {case.pk: case for case in cases.filter(handingbacks__isnull=False).distinct()}
    planned = way_back.next_follow_ups(list(of_case))
    rows = sorted(
        ((one.due_on, str(of_case[pk].pupil.full_name), of_case[pk], one) for pk, one in planned.items()),
        key=lambda row: row[:2],
    )
    shown = [
        {
            "case": case,
            "due_on": due_on,
            "is_due": one.is_due(request.today),
            "name": wording.after_in_words(one.after),
            "url": reverse("case_follow_up", args=[case.public_id, one.after]),
        }
        for due_on, _name, case, one in rows
    ]
    read_log.shown(
        request, [row[2].pupil.public_id for row in rows], action="cases.follow_ups_listed", purpose=Purpose.FOLLOW_UP
    )
    title = _("After the way back")
    context = {"rows": shown, "trail": [Crumb(_("Cases"), reverse("cases")), Crumb(title)], "title": title}
    return render(request, "cases/follow_ups.html", context)


def happened(request: ActingRequest, case: Case, before: dt.datetime, most: int) -> list[TimelineEntry]:
    """The plan for going back, and each time somebody asked afterwards."""
    if not may_see(request.actor.role, What.CASE):
        return []
    plans = HandingBack.objects.filter(case=case, written_at__lt=before).select_related("written_by", "school")
    asked = FollowUp.objects.filter(handing_back__case=case, written_at__lt=before).select_related("written_by")
    entries = [
        *(
            TimelineEntry(one.written_at, _("The way back was planned"), str(one.written_by), one.receiving_school)
            for one in plans.order_by("-written_at")[:most]
        ),
        *(
            TimelineEntry(one.written_at, wording.after_in_words(After(one.after)), str(one.written_by), one.seen)
            for one in asked.order_by("-written_at")[:most]
        ),
    ]
    return sorted(entries, key=lambda entry: entry.at, reverse=True)[:most]
