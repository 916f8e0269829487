"""The case: what an intake becomes when the pupil begins. Stage, owner and hand-over are the intake's own.

There is one table of stages, and one owner at a time, from the first referral to the day the school has taken over.
"""

from __future__ import annotations

import datetime as dt

from django.db import models

from skoleporten.access import gate
from skoleporten.access.actor import Actor
from skoleporten.access.models import User
from skoleporten.access.public_id import PublicIdModel
from skoleporten.intake.models import Intake
from skoleporten.people.models import Pupil
from skoleporten.rules.transitions import Stage

OPEN_STAGES = (Stage.ACTIVE, Stage.HANDING_BACK)


class CaseQuerySet(models.QuerySet["Case"]):
    def visible_to(self, actor: Actor, purpose: str, today: dt.date) -> CaseQuerySet:
        return self.filter(pupil__in=gate.pupils(actor, purpose, today))

    def open(self) -> CaseQuerySet:
        return self.filter(intake__state__in=OPEN_STAGES)


class Case(PublicIdModel):
    """Opened with its intake's first move to active, and the same row when it is opened again."""

    intake = models.OneToOneField(Intake, on_delete=models.PROTECT, related_name="case")
    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="cases")
    opened_at = models.DateTimeField()

    objects = CaseQuerySet.as_manager()

    class Meta:
        ordering = ["opened_at", "id"]

    def __str__(self) -> str:
        return f"{self.pupil_id} {self.opened_at:%Y-%m-%d}"

    @property
    def stage(self) -> Stage:
        return Stage(self.intake.state)

    @property
    def owner(self) -> User:
        return self.intake.owner

    @property
    def is_open(self) -> bool:
        return self.stage in OPEN_STAGES
