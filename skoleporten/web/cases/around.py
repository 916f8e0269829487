"""Who is around the pupil: the owner, staff with their parts, and specialists with what their place rests on."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from skoleporten.access.gate import Purpose
from skoleporten.cases import members, queries
from skoleporten.cases.models import Case, CaseMember
from skoleporten.intake.owners import may_own_this
from skoleporten.people.models import CaseTeamMember
from skoleporten.rules.errors import RefusedError
from skoleporten.web import read_log
from skoleporten.web.cases.forms import MemberForm
from skoleporten.web.cases.panel import Link, Panel, Printed
from skoleporten.web.cases.visible import TEAM, open_case, team_writes, trail_to, visible_case
from skoleporten.web.requests import ActingRequest
from skoleporten.web.saving import is_saved


@dataclass(frozen=True)
class Person:
    """`until` is empty for whoever has no last day; `url` ends a part, where one may."""

    name: str
    part: str
    until: str = ""
    end_url: str = ""


def who_is_around(request: ActingRequest, case: Case) -> Panel:
    staff = staff_around(case, request.today)
    specialists = specialists_around(case, request.today)
    writes = request.actor.role in TEAM and case.is_open
    return Panel(
        key="around",
        title=_("Who is around the pupil"),
        template="cases/around.html",
        context={"staff": staff, "specialists": specialists},
        links=[Link(_("Name somebody to a part"), reverse("case_team", args=[case.public_id]))] if writes else [],
        printed=[Printed(_("Who is around the pupil"), facts=[(one.part, one.name) for one in (*staff, *specialists)])],
    )


def staff_around(case: Case, day: dt.date) -> list[Person]:
    """The owner first."""
    rows = CaseMember.objects.on(day).filter(case=case).select_related("user")
    return [Person(str(case.owner), _("Owns the case")), *(_person(case, row) for row in rows)]


def specialists_around(case: Case, day: dt.date) -> list[Person]:
    return [Person(str(row.user), _rests_on(row), _until(row.end)) for row in queries.specialists_around(case, day)]


@team_writes
def team(request: ActingRequest, public_id: str) -> HttpResponse:
    case = open_case(request, public_id)
    people = may_own_this(case.intake, request.today)
    form = MemberForm(request.POST or None, people=people, initial={"start": request.today})

    def save() -> None:
        values = form.cleaned_data
        members.name_member(
            by=request.actor, case=case, user=form.chosen, part=values["part"], words=values["words"],
            start=values["start"], end=values["end"], client_id=values["client_id"],
        )  # fmt: skip

    if request.method == "POST" and is_saved(request, form, save, _("Written down.")):
        return redirect("case_team", public_id=case.public_id)
    read_log.shown(request, [case.pupil.public_id], action="cases.team_opened", purpose=Purpose.FOLLOW_UP)
    context = {
        "case": case,
        "pupil": case.pupil,
        "form": form,
        "staff": staff_around(case, request.today),
        "specialists": specialists_around(case, request.today),
        "trail": trail_to(case, _("Who is around the pupil")),
    }
    return render(request, "cases/team.html", context)


@team_writes
@require_POST
def end_part(request: ActingRequest, public_id: str, member: str) -> HttpResponse:
    case = visible_case(request, public_id)
    found = CaseMember.objects.filter(case=case, public_id=member).first()
    if found is None:
        raise Http404
    try:
        members.end_part(by=request.actor, member=found, last_day=request.today)
    except RefusedError as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, _("Today is the last day."))
    return redirect("case_team", public_id=case.public_id)


def _person(case: Case, row: CaseMember) -> Person:
    part = row.words if row.part == CaseMember.Part.OTHER else str(row.get_part_display())
    if row.words and row.part != CaseMember.Part.OTHER:
        part = f"{part} ({row.words})"
    end_url = reverse("case_end_part", args=[case.public_id, row.public_id])
    return Person(str(row.user), part, _until(row.end) if row.end else "", end_url)


def _rests_on(row: CaseTeamMember) -> str:
    return _("Specialist, by %(law)s") % {"law": row.law} if row.basis == "law" else _("Specialist, by consent")


def _until(day: dt.date) -> str:
    return _("until %(date)s") % {"date": date_format(day, "DATE_FORMAT")}
