"""The cases that somebody may open, by the gate and the visibility table: anything else is as if it did not exist."""

from __future__ import annotations

import uuid

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from skoleporten.access.gate import Purpose
from skoleporten.access.roles import Role
from skoleporten.cases.models import Case
from skoleporten.rules.visibility import What, roles_that_see
from skoleporten.web.components import Crumb
from skoleporten.web.policy import policy
from skoleporten.web.requests import ActingRequest

TEAM = frozenset({Role.TEAM, Role.LEAD})
WHAT_A_PAGE_NEEDS = ("pupil__measure__school", "pupil__measure__school_class", "intake__owner")
READERS = roles_that_see(What.CASE)

case_reads = policy(roles=READERS, purpose=Purpose.FOLLOW_UP)
team_reads = policy(roles=TEAM, purpose=Purpose.FOLLOW_UP)
team_writes = policy(roles=TEAM, purpose=Purpose.FOLLOW_UP, writes=True)
lead_writes = policy(roles={Role.LEAD}, purpose=Purpose.FOLLOW_UP, writes=True)


def visible_case(request: ActingRequest, public_id: uuid.UUID | str) -> Case:
    found = Case.objects.visible_to(request.actor, Purpose.FOLLOW_UP, request.today)
    fetched = found.select_related(*WHAT_A_PAGE_NEEDS)
    case = fetched.filter(public_id=public_id).first()
    if case is None:
        raise Http404
    case.intake.pupil = case.pupil  # the same one, which is not fetched twice
    return case


def open_case(request: ActingRequest, public_id: uuid.UUID | str) -> Case:
    """For pages that change it: one that has ended is only read. The actions say so too, under the lock."""
    case = visible_case(request, public_id)
    if not case.is_open:
        raise Http404
    return case


def trail_to(case: Case, *further: str) -> list[Crumb]:
    """`further` are the names of the pages below the case's own; with Crumbs of your own, add them after this."""
    here = Crumb(case.pupil.full_name, reverse("case", args=[case.public_id]) if further else "")
    return [Crumb(_("Cases"), reverse("cases")), here, *map(Crumb, further)]
