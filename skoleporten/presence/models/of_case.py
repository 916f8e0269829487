"""What hangs on a case's pupil and is seen by the gate and the row of the visibility table."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import models

from skoleporten.access import gate
from skoleporten.access.actor import Actor
from skoleporten.rules.visibility import What, may_see


class OfCaseQuerySet(models.QuerySet[Any]):
    def visible_to(self, actor: Actor, purpose: str, today: dt.date) -> OfCaseQuerySet:
        if not may_see(actor.role, What.PRESENCE):
            return self.none()
        return self.filter(case__pupil__in=gate.pupils(actor, purpose, today))
