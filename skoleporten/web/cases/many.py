"""The list of cases: one's own first, or all, those on the way back, or the closed ones that are still kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, Q
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from skoleporten.access.gate import Purpose
from skoleporten.access.roles import Role
from skoleporten.cases.models import OPEN_STAGES, Case, CaseMember, CaseQuerySet
from skoleporten.intake.models import IntakeHandover
from skoleporten.intake.owners import may_own
from skoleporten.rules.transitions import Stage
from skoleporten.web import read_log, words
from skoleporten.web.cases.due import next_due
from skoleporten.web.cases.forms import ListForm
from skoleporten.web.cases.panel import Due
from skoleporten.web.cases.visible import TEAM, WHAT_A_PAGE_NEEDS, case_reads
from skoleporten.web.cases.words import placing
from skoleporten.web.intake.words import COLORS, stage_in_words
from skoleporten.web.requests import ActingRequest
from skoleporten.web.tables import Cell, Column, Table

A_PAGE = 50
MINE, ALL, BACK, CLOSED = "", "all", "handing_back", "closed"
CHOICES = {
    MINE: gettext_lazy("Those I own or have a part in"),
    ALL: gettext_lazy("All that are open"),
    BACK: gettext_lazy("On the way back to the school"),
    CLOSED: gettext_lazy("Closed"),
}


@case_reads
def many(request: ActingRequest) -> HttpResponse:
    is_team = request.actor.role in TEAM
    form = ListForm(request.GET, choices=[(key, text) for key, text in CHOICES.items() if is_team or key != MINE])
    wish = form.cleaned_data if form.is_valid() else {}
    whose = wish.get("whose", MINE) if is_team else wish.get("whose") or ALL
    page = Paginator(_ordered(request, _chosen(request, whose, wish.get("q", "")), wish), A_PAGE)
    shown = page.get_page(request.GET.get("page"))
    offered = _offered(request) if is_team else []
    pupils = [case.pupil.public_id for case in (*shown, *offered)]
    read_log.shown(request, pupils, action="cases.listed", purpose=Purpose.FOLLOW_UP)
    context = {
        "form": form,
        "page": shown,
        "table": _table(request, shown),
        "offered": offered,
        "is_team": is_team,
        "whose": whose,
        "is_search": bool(wish.get("q")),
    }
    return render(request, "cases/many.html", context)


def _chosen(request: ActingRequest, whose: str, name: str) -> CaseQuerySet:
    rows = Case.objects.visible_to(request.actor, Purpose.FOLLOW_UP, request.today)
    if whose == MINE:
        part = CaseMember.objects.on(request.today).filter(case=OuterRef("pk"), user=request.actor.user_id)
        rows = rows.open().filter(Q(intake__owner=request.actor.user_id) | Exists(part))
    elif whose == CLOSED:
        rows = rows.exclude(intake__state__in=OPEN_STAGES)
    else:
        rows = rows.filter(intake__state=Stage.HANDING_BACK) if whose == BACK else rows.open()
    for word in name.split():
        rows = rows.filter(Q(pupil__given_name__icontains=word) | Q(pupil__family_name__icontains=word))
    return rows


def _ordered(request: ActingRequest, rows: CaseQuerySet, wish: dict[str, Any]) -> Sequence[Any]:
    """By name, or by what is due first; before both, for a lead, those whose owner can not open them any more."""
    here = Exists(may_own(request.today).filter(pk=OuterRef("intake__owner")))
    fetched = rows.annotate(has_owner_here=here).select_related(*WHAT_A_PAGE_NEEDS)
    found: list[Any] = list(fetched.order_by("pupil__family_name", "pupil__given_name", "pk"))
    if wish.get("order") == "due":
        due = next_due(request.actor, [case.pk for case in found], request.today)
        found.sort(key=lambda case: due[case.pk].on if case.pk in due else dt.date.max)
    if request.actor.role == Role.LEAD:
        found.sort(key=lambda case: case.has_owner_here)
    return found


def _offered(request: ActingRequest) -> list[Case]:
    """What a colleague asks one to take over."""
    waiting = IntakeHandover.objects.filter(answered_at__isnull=True, offered_to=request.actor.user_id)
    visible = Case.objects.visible_to(request.actor, Purpose.FOLLOW_UP, request.today)
    return list(visible.open().filter(intake__in=waiting.values("intake")).select_related("pupil", "intake__owner"))


def _table(request: ActingRequest, page: Page[Any]) -> Table:
    due = next_due(request.actor, [case.pk for case in page], request.today)
    return Table(
        caption=_("Cases"),
        is_caption_hidden=True,
        columns=[
            Column(_("Name")),
            Column(_("Class and school")),
            Column(_("Stage")),
            Column(_("Owner")),
            Column(_("Due next")),
        ],
        rows=[_row(request, case, due.get(case.pk)) for case in page],
        stacks=True,
    )


def _row(request: ActingRequest, case: Any, due: Due | None) -> list[Any]:
    pupil = case.pupil
    name = f"{pupil.family_name}, {pupil.given_name}" if pupil.family_name else pupil.full_name
    owner = _("You") if case.intake.owner_id == request.actor.user_id else str(case.intake.owner)
    return [
        Cell(name, url=reverse("case", args=[case.public_id])),
        placing(case) or words.NOTHING,
        Cell(stage_in_words(case.stage), tag_color=COLORS.get(case.stage, "neutral")),
        Cell(owner, note="" if case.has_owner_here else _("The owner has no access any more")),
        Cell(words.day(due.on), note=str(due.what)) if due else words.NOTHING,
    ]
