"""The way back to school: the home class from the first day, the plan, the list, and the four times somebody asks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from skoleporten.access.actor import Actor
from skoleporten.access.gate import Purpose
from skoleporten.cases import handing_back, way_back
from skoleporten.cases.models import Case, HandingBack
from skoleporten.people.mentions import masker
from skoleporten.rules.errors import RefusedError
from skoleporten.rules.handing_back import Answer
from skoleporten.rules.transitions import Stage
from skoleporten.rules.visibility import What, may_see
from skoleporten.schools.models import School
from skoleporten.web import read_log
from skoleporten.web.cases import handing_back_words as wording
from skoleporten.web.cases.form_page import Page, answer
from skoleporten.web.cases.handing_back_forms import NotNeededForm, WayBackForm, as_written
from skoleporten.web.cases.panel import Due, Link, Panel, Printed
from skoleporten.web.cases.visible import TEAM, case_reads, open_case, team_writes, trail_to, visible_case
from skoleporten.web.documents.drafts import drafted
from skoleporten.web.names_of_others import warn_of_names_in
from skoleporten.web.requests import ActingRequest


def way_back_panel(request: ActingRequest, case: Case) -> Panel | None:
    """From the first day on: the home class is kept, whatever else is agreed."""
    if not may_see(request.actor.role, What.CASE):
        return None
    row = way_back.current(case)
    home = way_back.home_class(case.pupil, request.today)
    own = request.actor.role in TEAM
    facts = wording.facts_of(row, with_own_words=own) if row else []
    school = wording.school_in_words(row) if row else ""
    context = {
        "home": home,
        "row": row,
        "school": school,
        "lacks": handing_back.lacking(row, request.today) if row and case.stage == Stage.HANDING_BACK else [],
        "follow_ups": wording.follow_ups_of(case, row, request.today, with_own_words=own) if row else [],
    }
    label = _("Open the way back") if row else _("Plan the way back")
    is_shown = row is not None or (case.is_open and request.actor.role in TEAM)
    return Panel(
        key="way-back",
        title=_("The home school, and the way back"),
        template="cases/way_back_panel.html",
        context=context,
        links=[Link(label, reverse("case_handing_back", args=[case.public_id]))] if is_shown else [],
        printed=[Printed(_("The way back to school"), facts=[(_("School"), school), *facts])] if row else [],
    )


def way_back_for_the_school(request: ActingRequest, case: Case) -> Panel | None:
    """Not the pupil's words: what the school must have ready, and from when."""
    row = way_back.current(case) if may_see(request.actor.role, What.PLAN) else None
    if row is None:
        return None
    hide = masker(case.pupil, request.today, reader=request.actor.user_id)
    facts = [(name, hide(value)) for name, value in wording.facts_of(row, with_own_words=False)]
    context = {"school": wording.school_in_words(row), "facts": facts}
    return Panel("way-back", _("The way back to school"), "cases/way_back_school.html", context)


def follow_up_is_due(actor: Actor, case_ids: Collection[int], today: dt.date) -> dict[int, Due]:
    what = gettext_lazy("Ask how it goes at school")
    return {case: Due(one.due_on, what) for case, one in way_back.next_follow_ups(case_ids).items()}


@case_reads
def page(request: ActingRequest, public_id: str) -> HttpResponse:
    """Also after the case has ended, for whoever still has it in view."""
    case = visible_case(request, public_id)
    row = way_back.current(case)
    if row is None and not (case.is_open and request.actor.role in TEAM):
        raise Http404
    read_log.shown(request, [case.pupil.public_id], action="cases.way_back_opened", purpose=Purpose.FOLLOW_UP)
    context = {
        "case": case,
        "pupil": case.pupil,
        "row": row,
        "home": way_back.home_class(case.pupil, request.today),
        "may_write": case.is_open and request.actor.role in TEAM,
        "may_follow_up": request.actor.role in TEAM,
        "lacks": handing_back.lacking(row, request.today) if row else [],
        "trail": trail_to(case, _("The way back to school")),
        **(_of_row(request, case, row) if row else {}),
    }
    return render(request, "cases/way_back.html", context)


def _of_row(request: ActingRequest, case: Case, row: HandingBack) -> dict[str, Any]:
    today, own = request.today, request.actor.role in TEAM
    return {
        "school": wording.school_in_words(row),
        "facts": wording.facts_of(row, with_own_words=own),
        "items": wording.items_of(row),
        "differences": wording.differences_of(row, today),
        "follow_ups": wording.follow_ups_of(case, row, today, with_own_words=own),
        "since": wording.since_in_words(way_back.since(row, today)),
    }


@team_writes
def plan(request: ActingRequest, public_id: str) -> HttpResponse:
    case = open_case(request, public_id)
    row = way_back.current(case)
    schools = School.objects.filter(is_active=True).order_by("name")
    form = drafted(
        request, WayBackForm, "cases.way_back", case.public_id, initial=as_written(row), schools=list(schools)
    )

    def save() -> None:
        values = form.cleaned_data
        handing_back.write(
            by=request.actor, case=case, plan=form.plan, seen_version=values["seen_version"],
            client_id=values["client_id"],
        )  # fmt: skip

    heading = _("Plan the way back")
    above = Page(
        "cases/way_back_form.html",
        {"heading": heading, "trail": trail_to(case, heading), "home": way_back.home_class(case.pupil, request.today)},
        reverse("case_handing_back", args=[case.public_id]),
        _("Written down."),
        _theirs,
    )
    return answer(request, case, form, above, save)


@team_writes
@require_POST
def answer_item(request: ActingRequest, public_id: str, item: str) -> HttpResponse:
    case = open_case(request, public_id)
    form = NotNeededForm(request.POST)
    given = request.POST.get("answer", Answer.OPEN.value)
    if form.is_valid():
        _save_item(request, case, item, given, form)
    else:
        messages.warning(request, _("It was not saved: the text is too long."))
    return redirect(reverse("case_handing_back", args=[case.public_id]) + f"#item-{item}")


def _save_item(request: ActingRequest, case: Case, item: str, given: str, form: NotNeededForm) -> None:
    values = form.cleaned_data
    try:
        handing_back.answer_item(
            by=request.actor, case=case, item=item, answer=given, why=values["why"], client_id=values["client_id"]
        )
    except RefusedError as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, _("Written down."))
        warn_of_names_in(request, case.pupil, form)


def _theirs(row: HandingBack) -> str:
    """What stands now, where somebody else was quicker."""
    facts = wording.facts_of(row, with_own_words=True)
    return "\n".join([wording.school_in_words(row), *(f"{name}: {value}" for name, value in facts)])
