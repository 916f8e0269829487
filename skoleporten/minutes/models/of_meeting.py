"""What is written in a meeting: about a pupil it follows the pupil, about nobody it follows the meeting."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import models
from django.db.models import Q

from skoleporten.access.actor import Actor
from skoleporten.intake.models import Intake
from skoleporten.meetings.models import Meeting
from skoleporten.rules.visibility import may_see


class OfMeetingQuerySet(models.QuerySet[Any]):
    """The model says in `INTAKE` how it reaches the pupil's intake, in `MEETING` how it reaches the meeting, and in
    `WHAT` its row of the visibility table.
    """

    def visible_to(self, actor: Actor, purpose: str, today: dt.date) -> OfMeetingQuerySet:
        """An intake that nobody has matched with a pupil is its leads’, as everywhere."""
        if not may_see(actor.role, self.model.WHAT):
            return self.none()
        of, at = self.model.INTAKE, self.model.MEETING
        about_nobody = Q(**{f"{of}__isnull": True, f"{at}__in": Meeting.objects.visible_to(actor, today)})
        return self.filter(about_nobody | Q(**{f"{of}__in": Intake.objects.visible_to(actor, purpose, today)}))
