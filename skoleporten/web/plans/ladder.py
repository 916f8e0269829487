"""The ladder of one pupil: the six steps, where the pupil is, and each move with its date, who and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from skoleporten.access.gate import Purpose
from skoleporten.cases.models import Case
from skoleporten.plans import ladder as actions
from skoleporten.plans.models import RungMove
from skoleporten.rules.ladder import KINDS, RUNGS, Rung, number_of
from skoleporten.web import read_log
from skoleporten.web.cases.visible import TEAM, case_reads, open_case, team_writes, trail_to, visible_case
from skoleporten.web.components import Crumb, TimelineEntry
from skoleporten.web.documents.drafts import drafted
from skoleporten.web.form_saving import Outcome, try_to_save
from skoleporten.web.names_of_others import warn_of_names
from skoleporten.web.plans.forms import MoveForm
from skoleporten.web.requests import ActingRequest
from skoleporten.web.rules.wording import in_language


@dataclass(frozen=True)
class RungInWords:
    number: int
    name: str
    about: str
    is_here: bool
    been: bool


@case_reads
def ladder(request: ActingRequest, public_id: str) -> HttpResponse:
    case = visible_case(request, public_id)
    moves = moves_of(request, case)
    read_log.shown(request, [case.pupil.public_id], action="plans.ladder_opened", purpose=Purpose.FOLLOW_UP)
    context = {
        "case": case,
        "pupil": case.pupil,
        "rungs": rungs_in_words(moves),
        "entries": [move_in_words(one) for one in reversed(moves)],
        "may_write": request.actor.role in TEAM and case.is_open,
        "trail": trail_to(case, _("The ladder")),
    }
    return render(request, "plans/ladder.html", context)


@team_writes
def move(request: ActingRequest, public_id: str) -> HttpResponse:
    case = open_case(request, public_id)
    last = actions.newest_move(case)
    initial = {"on": request.today, "seen": last.pk if last else 0}
    form = drafted(request, MoveForm, "plans.move", case.public_id, initial=initial)
    outcome = Outcome()
    if form.is_valid():
        outcome = try_to_save(form, lambda: _save(request, case, form), _stands_now, _seen)
    if outcome.is_saved:
        messages.success(request, _("Written down."))
        warn_of_names(request, case.pupil, form.cleaned_data["why"])
        return redirect("ladder", public_id=case.public_id)
    read_log.shown(request, [case.pupil.public_id], action="plans.form_opened", purpose=Purpose.FOLLOW_UP)
    context = {
        "case": case,
        "pupil": case.pupil,
        "form": form,
        **outcome.told,
        "rungs": rungs_in_words(moves_of(request, case)),
        "back": reverse("ladder", args=[case.public_id]),
        "trail": [
            *trail_to(case, "")[:-1],
            Crumb(_("The ladder"), reverse("ladder", args=[case.public_id])),
            Crumb(_("Where the pupil is now")),
        ],
    }
    return render(request, "plans/move.html", context, status=outcome.status)


def moves_of(request: ActingRequest, case: Case) -> list[RungMove]:
    visible = RungMove.objects.visible_to(request.actor, Purpose.FOLLOW_UP, request.today)
    return list(visible.filter(case=case).select_related("by").order_by("on", "pk"))


def rungs_in_words(moves: Sequence[RungMove]) -> list[RungInWords]:
    here = moves[-1].to_rung if moves else ""
    been = {one.to_rung for one in moves}
    return [
        RungInWords(number_of(rung), in_language(words.name), in_language(words.about), rung == here, rung in been)
        for rung, words in RUNGS.items()
    ]


def rung_in_words(code: str) -> str:
    return f"{number_of(Rung(code))}. {in_language(RUNGS[Rung(code)].name)}"


def move_in_words(one: RungMove) -> TimelineEntry:
    heading = f"{rung_in_words(one.to_rung)} – {in_language(KINDS[one.kind]).lower()}"
    return TimelineEntry(one.on, heading, str(one.by), one.why)


def _save(request: ActingRequest, case: Case, form: MoveForm) -> None:
    values: dict[str, Any] = form.cleaned_data
    actions.move(
        by=request.actor, case=case, to=Rung(values["to"]), why=values["why"], on=values["on"],
        client_id=values["client_id"], seen=values["seen"],
    )  # fmt: skip


def _stands_now(now: RungMove) -> str:
    return f"{rung_in_words(now.to_rung)}: {now.why}"


def _seen(now: RungMove) -> dict[str, object]:
    return {"seen": now.pk}
