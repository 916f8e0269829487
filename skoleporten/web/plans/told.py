"""What the leader of a school is told of at once: plans without a basis yet, and agreed pauses. Only what stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from skoleporten.access.gate import Purpose
from skoleporten.access.roles import Role
from skoleporten.cases.models import OPEN_STAGES
from skoleporten.people.models import Pupil
from skoleporten.plans.models import LeaderTold, PlanStep
from skoleporten.plans.queries import steps_of
from skoleporten.rules.plan import Basis, spans
from skoleporten.web import read_log
from skoleporten.web.plans.words import span_in_words, week_in_words
from skoleporten.web.policy import policy
from skoleporten.web.requests import ActingRequest

leader_reads = policy(roles={Role.SCHOOL_LEADER}, purpose=Purpose.FOLLOW_UP)


@dataclass(frozen=True)
class ToldInWords:
    pupil: Pupil
    url: str
    week: str
    when: str
    why: str
    told_at: object


@leader_reads
def told(request: ActingRequest) -> HttpResponse:
    rows = standing(request)
    shown = [row.pupil.public_id for row in rows]
    read_log.shown(request, shown, action="plans.told_listed", purpose=Purpose.FOLLOW_UP)
    return render(request, "plans/told.html", {"rows": rows})


def standing(request: ActingRequest) -> list[ToldInWords]:
    """Of the steps that hold today or later. One that has got its basis since, and is no pause, is gone from here."""
    visible = LeaderTold.objects.visible_to(request.actor, Purpose.FOLLOW_UP, request.today)
    rows = visible.filter(step__case__intake__state__in=OPEN_STAGES, step__taken_back__isnull=True)
    found = list(rows.select_related("step__case__pupil").prefetch_related("step__parts", "step__bases"))
    held = steps_of({row.step.case_id for row in found})
    lasts = {one.key: (first, last) for of_case in held.values() for one, first, last in spans(of_case)}
    told = []
    for row in found:
        first, last = lasts.get(row.step_id, (row.step.starts_on, row.step.starts_on))
        why = _why(row, row.step)
        if why and (last is None or last >= request.today):
            told.append(_in_words(row, span_in_words(first, last), why))
    return told


def _why(row: LeaderTold, step: PlanStep) -> Sequence[str]:
    bases = list(step.bases.all())
    lacks_basis = row.has_no_basis and (not bases or bases[-1].basis == Basis.NONE_YET)
    found = [_("Nothing that the plan rests on is decided yet.")] if lacks_basis else []
    return [*found, *([_("A pause is agreed: no time now.")] if row.is_pause else [])]


def _in_words(row: LeaderTold, when: str, why: Sequence[str]) -> ToldInWords:
    pupil = row.step.case.pupil
    url = reverse("pupil", args=[pupil.public_id])
    return ToldInWords(pupil, url, week_in_words(row.step.agreed), when, " ".join(why), row.at)
