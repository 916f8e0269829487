"""The threads that somebody of the team may open, by the gate: anything else is as if it did not exist."""

from __future__ import annotations

import uuid

from django.http import Http404

from skoleporten.access import gate
from skoleporten.access.gate import Purpose
from skoleporten.people.models import Pupil
from skoleporten.threads.models import Thread, ThreadQuerySet
from skoleporten.web.requests import ActingRequest


def visible_threads(request: ActingRequest) -> ThreadQuerySet:
    visible = Thread.objects.visible_to(request.actor, Purpose.FOLLOW_UP, request.today)
    return visible.select_related("pupil", "guardian", "assigned_to")


def visible_thread(request: ActingRequest, public_id: uuid.UUID) -> Thread:
    found = visible_threads(request).filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found


def visible_pupil(request: ActingRequest, public_id: uuid.UUID) -> Pupil:
    seen = gate.visible_to(request.actor, Purpose.FOLLOW_UP, request.today)
    found: Pupil | None = seen.filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found
