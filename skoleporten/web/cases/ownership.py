"""Who owns the case, what its next stages are, and whether it may be opened again."""

from __future__ import annotations

from functools import partial
from typing import Any

from skoleporten.access.models import User
from skoleporten.cases.models import Case
from skoleporten.consents import queries as consents
from skoleporten.consents.models import Purpose as Consented
from skoleporten.intake import owners
from skoleporten.web.intake.forms import HandOverForm, MoveForm
from skoleporten.web.intake.one import is_offered_to, move_form
from skoleporten.web.requests import ActingRequest


def ownership_of(request: ActingRequest, case: Case) -> dict[str, Any]:
    """What the head of the page says of the owner. `may_join` is asked only where the page reads it."""
    is_mine = case.intake.owner_id == request.actor.user_id
    acts = is_mine and request.actor.role in owners.OWNS
    waiting = case.intake.handovers.filter(answered_at__isnull=True).select_related("offered_to", "offered_by").first()
    return {
        "handover": waiting,
        "is_offered_to_me": is_offered_to(request, waiting),
        "is_mine": is_mine,
        "owner_has_access": acts or owners.may_own(request.today).filter(pk=case.intake.owner_id).exists(),
        "may_join": partial(may_join, request, case),
    }


def may_join(request: ActingRequest, case: Case) -> bool:
    """Whether the consent to join Skoleporten is in force at this moment."""
    return consents.in_force(case.pupil, Consented.JOIN_SKOLEPORTEN, request.today) is not None


def people_for(request: ActingRequest, case: Case) -> list[User]:
    return owners.may_own_this(case.intake, request.today)


def hand_over_form(people: list[User], case: Case, sent: Any = None) -> HandOverForm:
    return HandOverForm(sent, people=[one for one in people if one.pk != case.intake.owner_id])


def stage_form(request: ActingRequest, case: Case, sent: Any = None) -> MoveForm | None:
    """While it is open: nobody waits, so nobody follows up meanwhile. One that is closed has a button of its own."""
    return move_form(request, case.intake, [], sent) if case.is_open else None
