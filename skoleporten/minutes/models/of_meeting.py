"""What is written in a meeting: about a pupil it follows the pupil, about nobody it follows the meeting."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import models
from django.db.models import Q

from skoleporten.access.actor import Actor
from skoleporten.intake.models import Intake
from skoleporten.meetings.models import Meeting
from skoleporten.rules.visibility import What, may_see


class OfMeetingQuerySet(models.QuerySet[Any]):
    """The model says in `INTAKE` how it reaches the pupil's intake, and in `MEETING` how it reaches the meeting."""

    def visible_to(self, actor: Actor, purpose: str, today: dt.date) -> OfMeetingQuerySet:
        """An intake that nobody has matched with a pupil is its leads’, as everywhere."""
        of, at = self.model.INTAKE, self.model.MEETING
        seen = Q(**{f"{of}__isnull": True, f"{at}__in": Meeting.objects.visible_to(actor, today)})
        if may_see(actor.role, What.MEETINGS):
            seen |= Q(**{f"{of}__in": Intake.objects.visible_to(actor, purpose, today)})
        return self.filter(seen)
