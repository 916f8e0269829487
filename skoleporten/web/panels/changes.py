"""What we change because of a panel, and telling the panel."""

from __future__ import annotations

import uuid
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from skoleporten.intake.owners import may_own
from skoleporten.panels import changes, queries
from skoleporten.panels.models import Change, Panel, Statement, Theme
from skoleporten.web.components import Crumb
from skoleporten.web.documents.drafts import drafted
from skoleporten.web.form_page import Page
from skoleporten.web.panels.change_forms import ChangeChangeForm, NewChangeForm, TellForm
from skoleporten.web.panels.names import answer
from skoleporten.web.panels.presenters import change_row, one_said
from skoleporten.web.panels.rows import panel_label
from skoleporten.web.panels.visible import found, panel_crumb, team_reads, team_writes, trail_to
from skoleporten.web.requests import ActingRequest

MOST_STATEMENTS = 60
NAMED_IN_THE_ADDRESS: tuple[tuple[str, str, Any], ...] = (
    ("statement", "statements", Statement),
    ("theme", "themes", Theme),
    ("panel", "panels", Panel),
)


@team_reads
def one(request: ActingRequest, change: uuid.UUID) -> HttpResponse:
    row = _found(request, change)
    said = [one_said(statement) for statement in row.statements.all()]
    panels = list(row.panels.all())
    context = {
        "change": row,
        "row": change_row(row, list(row.told_back.all()), said, is_owed=any(queries.owes(row, one) for one in panels)),
        "panels": [(one, panel_label(one), queries.owes(row, one)) for one in panels],
        "trail": trail_to(*_trail(row), _("A change")),
    }
    return render(request, "panels/change.html", context)


@team_writes
def new(request: ActingRequest) -> HttpResponse:
    """From a statement, a theme or a panel, which is chosen beforehand."""
    initial = {"owner": request.user.public_id, "on": request.today, **_from_address(request)}
    statements = _statements(request, chosen=initial.get("statements", ()))
    form = drafted(
        request, NewChangeForm, "panels.change_new", initial=initial, people=may_own(request.today),
        statements=statements,
    )  # fmt: skip

    made: list[Change] = []

    def save() -> None:
        key = form.cleaned_data["client_id"]
        made.append(changes.make(by=request.actor, wanted=form.wanted(), client_id=key, today=request.today))

    heading = _("What we change")
    intro = _("To have listened and decided against it is an answer too. The panel is told either way.")
    page = Page(heading, trail_to(heading), reverse("panels"), _("The change is written down."), intro=intro)
    answered = answer(request, form, page, save)
    return redirect(_url(made[0])) if made else answered


@team_writes
def change(request: ActingRequest, change: uuid.UUID) -> HttpResponse:
    row = _found(request, change)
    statements = _statements(request, chosen=[one.public_id for one in _standing(row)])
    form = drafted(
        request, ChangeChangeForm, "panels.change", row.public_id, initial=_as_it_is(row),
        people=may_own(request.today), statements=statements,
    )  # fmt: skip

    def save() -> None:
        gone = [one for one in row.statements.all() if one.removed_at is not None]
        changes.change(
            by=request.actor, change=row, wanted=form.wanted(kept=gone),
            seen_version=form.cleaned_data["seen_version"], today=request.today,
        )  # fmt: skip

    heading, back = _("Change what stands"), _url(row)
    trail = trail_to(*_trail(row), Crumb(_("A change"), back), heading)
    page = Page(heading, trail, back, _("Written down."), theirs=lambda now: f"{now.what}\n{now.because}")
    return answer(request, form, page, save)


@team_writes
def tell_back(request: ActingRequest, change: uuid.UUID) -> HttpResponse:
    row = _found(request, change)
    owed = next((one for one in row.panels.all() if queries.owes(row, one)), None)
    initial = {"on": request.today, "panel": owed.public_id if owed else None}
    form = TellForm(request.POST or None, initial=initial, change=row)

    def save() -> None:
        values = form.cleaned_data
        changes.tell_back(
            by=request.actor, change=row, panel=values["panel"], telling=form.telling, client_id=values["client_id"],
            today=request.today,
        )  # fmt: skip

    heading, back = _("Told back to the panel"), _url(row)
    trail = trail_to(*_trail(row), Crumb(_("A change"), back), heading)
    return answer(request, form, Page(heading, trail, back, _("Written down."), intro=row.what), save)


def _found(request: ActingRequest, change: uuid.UUID) -> Change:
    found(request, Change, change)
    return queries.with_what_they_rest_on(Change.objects.all()).get(public_id=change)


def _from_address(request: ActingRequest) -> dict[str, Any]:
    """What the link that led here names, where it is there."""
    chosen: dict[str, Any] = {}
    for name, model, field in (
        ("statement", Statement, "statements"),
        ("theme", Theme, "themes"),
        ("panel", Panel, "panels"),
    ):
        try:
            key = uuid.UUID(request.GET.get(name, ""))
        except ValueError:
            continue
        if model.objects.visible_to(request.actor).filter(public_id=key).exists():
            chosen[field] = [key]
    return chosen


def _statements(request: ActingRequest, chosen: Any) -> QuerySet[Statement]:
    """Those that nothing has come of yet, the newest of the others, and those that are chosen."""
    standing = Statement.objects.visible_to(request.actor).filter(removed_at__isnull=True)
    newest = standing.order_by("-written_at", "-pk").values_list("pk", flat=True)[:MOST_STATEMENTS]
    rows: QuerySet[Statement] = standing.filter(Q(pk__in=list(newest)) | Q(public_id__in=chosen))
    return rows.order_by("-written_at", "-pk")


def _standing(row: Change) -> list[Statement]:
    return [one for one in row.statements.all() if one.removed_at is None]


def _as_it_is(row: Change) -> dict[str, Any]:
    plain = ("what", "because", "outcome", "why_not", "on")
    return {name: getattr(row, name) for name in plain} | {
        "owner": row.owner.public_id,
        "statements": [one.public_id for one in _standing(row)],
        "panels": [one.public_id for one in row.panels.all()],
        "themes": [one.public_id for one in row.themes.all()],
        "seen_version": row.version,
    }


def _trail(row: Change) -> list[Crumb]:
    """By way of its panel, where it has one only."""
    panels = list(row.panels.all())
    return [panel_crumb(panels[0])] if len(panels) == 1 else []


def _url(row: Change) -> str:
    return reverse("panel_change", args=[row.public_id])
