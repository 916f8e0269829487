"""Which handed-in files a person may open.

Administrators see every file as numbers. A school leader sees what came in for the whole municipality (from an
administrator or the command line) and what a leader of the same school handed in; another school's file does not
exist.
"""

from __future__ import annotations

import uuid

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from skoleporten.access.actor import Actor
from skoleporten.access.models import Role
from skoleporten.imports.models import Import
from skoleporten.web.requests import ActingRequest


def visible_imports(actor: Actor) -> QuerySet[Import]:
    if actor.role == Role.ADMINISTRATOR:
        return Import.objects.all()
    if actor.role != Role.SCHOOL_LEADER:
        return Import.objects.none()
    for_everybody = Q(uploaded_by=None) | Q(uploaded_by__grants__role=Role.ADMINISTRATOR)
    of_own_school = Q(uploaded_by=actor.user_id) | Q(
        uploaded_by__grants__role=Role.SCHOOL_LEADER, uploaded_by__grants__school__in=actor.school_ids
    )
    return Import.objects.filter(pk__in=Import.objects.filter(for_everybody | of_own_school).values("pk"))


def visible_import(request: ActingRequest, public_id: uuid.UUID) -> Import:
    return get_object_or_404(visible_imports(request.actor).select_related("uploaded_by"), public_id=public_id)
