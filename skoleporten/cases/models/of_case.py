"""What hangs on a case: seen by the gate and by its row of the visibility table, and never overwritten unseen."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone

from skoleporten.access import gate
from skoleporten.access.actor import Actor
from skoleporten.access.public_id import PublicIdModel
from skoleporten.cases.models.case import Case
from skoleporten.rules.visibility import may_see


class OfCaseQuerySet(models.QuerySet[Any]):
    def visible_to(self, actor: Actor, purpose: str, today: dt.date) -> OfCaseQuerySet:
        if not may_see(actor.role, self.model.WHAT):
            return self.none()
        return self.filter(case__pupil__in=gate.pupils(actor, purpose, today))


class OfCase(PublicIdModel):
    """`client_id` is made with the form, so that it sent twice is one. `version` goes up with each change."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="%(class)ss")
    client_id = models.UUIDField(unique=True)
    version = models.PositiveIntegerField(default=1)
    written_at = models.DateTimeField(default=timezone.now)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(null=True, blank=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        abstract = True
