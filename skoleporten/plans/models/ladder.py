"""Moves on the ladder: rows with a date, who and why. The newest says where the pupil is."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Q

from skoleporten.access import gate
from skoleporten.access.actor import Actor
from skoleporten.access.public_id import PublicIdModel
from skoleporten.cases.models import Case
from skoleporten.rules.ladder import Kind, Rung, kind_of
from skoleporten.rules.visibility import What, may_see

RUNGS = [(rung.value, rung.value) for rung in Rung]


class RungMoveQuerySet(models.QuerySet["RungMove"]):
    def visible_to(self, actor: Actor, purpose: str, today: dt.date) -> RungMoveQuerySet:
        if not may_see(actor.role, What.STAGE):
            return self.none()
        return self.filter(case__pupil__in=gate.pupils(actor, purpose, today))


class RungMove(PublicIdModel):
    """`on` is the day it holds from. `from_rung` is empty for the first one."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="rung_moves")
    client_id = models.UUIDField(unique=True)
    from_rung = models.CharField(max_length=16, choices=RUNGS, blank=True)
    to_rung = models.CharField(max_length=16, choices=RUNGS)
    on = models.DateField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    why = models.TextField()

    objects = RungMoveQuerySet.as_manager()

    class Meta:
        ordering = ["on", "id"]
        constraints = [models.CheckConstraint(condition=~Q(why=""), name="a_rung_move_says_why")]
        indexes = [models.Index(fields=["case", "on"], name="rung_move_case_day")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.to_rung} {self.on}"

    @property
    def kind(self) -> Kind:
        return kind_of(Rung(self.from_rung) if self.from_rung else None, Rung(self.to_rung))
