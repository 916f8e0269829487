"""The trials that somebody may open: those of the team and its lead, and for anybody else as if there were none."""

from __future__ import annotations

import uuid

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from skoleporten.development.models import Ground, Trial
from skoleporten.development.models.trials import WORKS_ON_IT
from skoleporten.web.components import Crumb
from skoleporten.web.policy import policy
from skoleporten.web.requests import ActingRequest

team_reads = policy(roles=WORKS_ON_IT, purpose=None)
team_writes = policy(roles=WORKS_ON_IT, purpose=None, writes=True)


def visible_trial(request: ActingRequest, public_id: uuid.UUID | str) -> Trial:
    rows = Trial.objects.visible_to(request.actor).select_related("owner", "written_by", "changed_by", "previous")
    found = rows.filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found


def open_trial(request: ActingRequest, public_id: uuid.UUID | str) -> Trial:
    """What has ended is only read."""
    trial = visible_trial(request, public_id)
    if trial.ended_on is not None:
        raise Http404
    return trial


def visible_ground(request: ActingRequest, trial: Trial, ground: uuid.UUID | str) -> Ground:
    found = Ground.objects.visible_to(request.actor).filter(trial=trial, public_id=ground).first()
    if found is None:
        raise Http404
    return found


def trail_to(trial: Trial | None = None, *further: str) -> list[Crumb]:
    """`further` are the names of the pages below the trial's own, or below the list where there is no trial yet."""
    every = Crumb(_("Development work"), reverse("development"))
    if trial is None:
        return [every, *map(Crumb, further)]
    here = Crumb(trial.about, reverse("trial", args=[trial.public_id]) if further else "")
    return [every, here, *map(Crumb, further)]
