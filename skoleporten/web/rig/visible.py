"""Who opens which page of the rig, and the one row that an address names: anything else is as if it did not exist."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from skoleporten.access.gate import Purpose
from skoleporten.access.roles import Role
from skoleporten.rules.rig import READERS, Part
from skoleporten.web.components import Crumb
from skoleporten.web.policy import policy
from skoleporten.web.requests import ActingRequest

overview_reads = policy(roles=READERS[Part.OVERVIEW], purpose=None)
days_reads = policy(roles=READERS[Part.DAYS], purpose=None)
days_writes = policy(roles=READERS[Part.DAYS], purpose=None, writes=True)
capacity_reads = policy(roles=READERS[Part.CAPACITY], purpose=None)
lead_writes = policy(roles={Role.LEAD}, purpose=None, writes=True)
# What somebody's days away touch are pupils.
touched_writes = policy(roles=READERS[Part.DAYS], purpose=Purpose.FOLLOW_UP, writes=True)


def found(request: ActingRequest, model: Any, public_id: uuid.UUID, *joined: str) -> Any:
    row = model.objects.all().visible_to(request.actor).select_related(*joined).filter(public_id=public_id).first()
    if row is None:
        raise Http404
    return row


def trail_to(*further: str | Crumb) -> list[Crumb]:
    """`further` are the pages below the rig's own; a name alone is the page itself."""
    here = Crumb(_("The rig"), reverse("rig") if further else "")
    return [here, *(one if isinstance(one, Crumb) else Crumb(one) for one in further)]
