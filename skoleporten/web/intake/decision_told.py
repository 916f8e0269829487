"""What was decided, for those it was decided for and for the school: the outcome, what happens now, the own letter."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from skoleporten.access import reasons
from skoleporten.access.gate import Purpose
from skoleporten.access.reasons import purpose_of
from skoleporten.access.roles import Role
from skoleporten.intake.models import Decision
from skoleporten.people.mentions import masker
from skoleporten.rules.visibility import What, may_see
from skoleporten.web import read_log
from skoleporten.web.components import Crumb
from skoleporten.web.intake import decision_presenters as presenters
from skoleporten.web.intake.visible import school_reads
from skoleporten.web.intake.visible_decisions import (
    family_reads,
    familys_decision,
    of_family,
    own_letters,
    schools_decision,
)
from skoleporten.web.requests import ActingRequest


@family_reads
def mine(request: ActingRequest) -> HttpResponse:
    found = list(of_family(request))
    purpose = purpose_of(request.actor.role)
    shown = {one.intake.pupil.public_id for one in found if one.intake.pupil}
    read_log.shown(request, shown, action="intake.decisions_listed", purpose=purpose)
    context = {
        "rows": [presenters.row_for_family(request.actor.role, one) for one in found if one.is_standing],
        "with_names": request.actor.role == Role.GUARDIAN,
    }
    return render(request, "intake/my_decisions.html", context)


@family_reads
def my_one(request: ActingRequest, decision: str) -> HttpResponse:
    found = familys_decision(request, decision)
    purpose = purpose_of(request.actor.role)
    read_log.shown(request, [_pupil(found).public_id], action="intake.decision_read", purpose=purpose)
    hide = masker(_pupil(found), request.today, reader=request.actor.user_id)
    title = presenters.told_to(request.actor.role, found)
    context = {
        "decision": found,
        "pupil": _pupil(found),
        "title": title,
        "is_guardian": request.actor.role == Role.GUARDIAN,
        "choice": hide(found.choice if request.actor.role == Role.GUARDIAN else found.to_pupil),
        "what_happens_now": hide(found.what_happens_now),
        "follower": presenters.follower_of(found),
        "letters": own_letters(request, found),
        "newer": Decision.objects.filter(replaces=found).first(),
        "trail": [Crumb(_("Decisions"), reverse("my_decisions")), Crumb(_("The decision"))],
    }
    return render(request, "intake/my_decision.html", context)


@school_reads
def of_school(request: ActingRequest, decision: str) -> HttpResponse:
    """The outcome, and the measures that name the school. Nothing that the family said, and no other service."""
    found = schools_decision(request, decision)
    pupil = _pupil(found)
    read_log.shown(request, [pupil.public_id], action="intake.decision_read", purpose=Purpose.FOLLOW_UP)
    measures: Any = found.measures.all() if may_see(request.actor.role, What.MEASURES_OF_THE_SCHOOL) else ()
    context = {
        "decision": found,
        "pupil": pupil,
        "title": presenters.told_to(request.actor.role, found),
        "measures": measures,
        "letters": own_letters(request, found),
        "newer": Decision.objects.filter(replaces=found).first(),
        "reasons": reasons.reasons(request.actor, pupil.pk, request.today),
        "trail": [
            Crumb(_("Pupils"), reverse("pupils")),
            Crumb(pupil.full_name, reverse("pupil", args=[pupil.public_id])),
            Crumb(_("The decision")),
        ],
    }
    return render(request, "intake/schools_decision.html", context)


def _pupil(decision: Decision) -> Any:
    return decision.intake.pupil
