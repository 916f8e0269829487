"""Decisions in force: what holds now, from when until when, and where each document lies."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from skoleporten.access.actor import Actor
from skoleporten.cases import standing
from skoleporten.cases.models import Case, StandingDecision
from skoleporten.rules.errors import RefusedError
from skoleporten.web.cases.form_page import Page, answer
from skoleporten.web.cases.forms import StandingForm, as_written
from skoleporten.web.cases.panel import Due, Link, Panel, Printed
from skoleporten.web.cases.visible import TEAM, open_case, team_writes, trail_to
from skoleporten.web.cases.words import facts_of
from skoleporten.web.documents.drafts import drafted
from skoleporten.web.requests import ActingRequest


@dataclass(frozen=True)
class InForce:
    """`is_to_come`: decided, and holds from a day that is still to come."""

    name: str
    facts: Sequence[tuple[str, str]]
    is_to_come: bool
    url: str


def decisions_in_force(request: ActingRequest, case: Case) -> Panel:
    writes = request.actor.role in TEAM and case.is_open
    rows = StandingDecision.objects.standing().filter(case=case)
    told = [(row, _in_words(case, row, request.today, writes)) for row in rows]
    before = [words for row, words in told if row.end and row.end < request.today]
    now = [words for row, words in told if not row.end or row.end >= request.today]
    link = Link(_("Write down a decision"), reverse("case_decision_new", args=[case.public_id]))
    return Panel(
        key="in-force",
        title=_("Decisions in force"),
        template="cases/in_force.html",
        context={"now": now, "before": before},
        links=[link] if writes else [],
        printed=[Printed(one.name, facts=one.facts) for one in now] or [_none()],
    )


def ends_next(actor: Actor, case_ids: Collection[int], today: dt.date) -> dict[int, Due]:
    """The first of them that ends: by then somebody has decided anew."""
    rows = StandingDecision.objects.standing().filter(case__in=case_ids, end__gte=today).order_by("-end")
    what = gettext_lazy("A decision ends")
    return {case_id: Due(end, what) for case_id, end in rows.values_list("case_id", "end") if end}


@team_writes
def new(request: ActingRequest, public_id: str) -> HttpResponse:
    case = open_case(request, public_id)
    form = drafted(request, StandingForm, "cases.decision", case.public_id)

    def save() -> None:
        standing.write_down(by=request.actor, case=case, stands=form.stands, client_id=form.cleaned_data["client_id"])

    return answer(request, case, form, _page(case, _("Write down a decision")), save)


@team_writes
def one(request: ActingRequest, public_id: str, decision: str) -> HttpResponse:
    case = open_case(request, public_id)
    row = StandingDecision.objects.standing().filter(case=case, public_id=decision).first()
    if row is None:
        raise Http404
    if "remove" in request.POST:
        return _remove(request, case, row)
    form = drafted(request, StandingForm, "cases.decision", row.public_id, initial=as_written(row))

    def save() -> None:
        seen = form.cleaned_data["seen_version"]
        standing.change(by=request.actor, row=row, stands=form.stands, seen_version=seen)

    return answer(request, case, form, _page(case, str(row.get_kind_display()), may_remove=True), save)


def _remove(request: ActingRequest, case: Case, row: StandingDecision) -> HttpResponse:
    try:
        standing.remove(by=request.actor, row=row)
    except RefusedError as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, _("It is taken away."))
    return redirect("case", public_id=case.public_id)


def _page(case: Case, heading: str, *, may_remove: bool = False) -> Page:
    context: dict[str, Any] = {"heading": heading, "may_remove": may_remove, "trail": trail_to(case, heading)}
    back = reverse("case", args=[case.public_id]) + "#in-force"
    return Page("cases/decision_form.html", context, back, _("Written down."), _theirs)


def _theirs(row: StandingDecision) -> str:
    """What stands now, where somebody else was quicker."""
    return "\n".join([str(row.get_kind_display()), *(f"{name}: {value}" for name, value in facts_of(row))])


def _in_words(case: Case, row: StandingDecision, today: dt.date, writes: bool) -> InForce:
    url = reverse("case_decision", args=[case.public_id, row.public_id]) if writes else ""
    return InForce(str(row.get_kind_display()), facts_of(row), row.start > today, url)


def _none() -> Printed:
    return Printed(_("Decisions in force"), texts=[_("None is written down here.")])
