"""Who opens the pages of the team's climate: the group itself, and nobody else, whatever role they hold."""

from __future__ import annotations

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from skoleporten.access.roles import Role
from skoleporten.climate import group
from skoleporten.web.components import Crumb
from skoleporten.web.policy import policy
from skoleporten.web.requests import ActingRequest

READERS = group.STAFF | {Role.SPECIALIST}

group_reads = policy(roles=READERS, purpose=None)
group_answers = policy(roles=READERS, purpose=None, writes=True)
team_fills_in = policy(roles=group.STAFF, purpose=None, writes=True)
lead_decides = policy(roles={Role.LEAD}, purpose=None, writes=True)


def refuse_strangers(request: ActingRequest) -> None:
    """A specialist who does not regularly take part is none of the group."""
    if not group.belongs(request.actor, request.today):
        raise Http404


def trail_to(here: str) -> list[Crumb]:
    return [Crumb(_("Team climate"), reverse("climate")), Crumb(here)]
