"""The letters that a decision led to: each kept as it was made, and each new one says which it replaces."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from skoleporten.access import gate
from skoleporten.access.actor import Actor
from skoleporten.documents.models import Document
from skoleporten.intake.models.decisions import Decision
from skoleporten.people.models import Guardian


class DecisionLetterQuerySet(models.QuerySet["DecisionLetter"]):
    def visible_to(self, actor: Actor, purpose: str, today: dt.date) -> DecisionLetterQuerySet:
        return self.filter(decision__intake__pupil__in=gate.pupils(actor, purpose, today))

    def standing(self) -> DecisionLetterQuerySet:
        return self.filter(replaced_by__isnull=True)


class DecisionLetter(models.Model):
    """A letter of a decision to one receiver. The file, its language and who made it stand on `document`."""

    class To(models.TextChoices):
        GUARDIAN = "guardian", _("Guardian")
        PUPIL = "pupil", _("The pupil")
        SCHOOL = "school", _("The school")

    client_id = models.UUIDField(default=uuid.uuid4)
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="letters")
    to = models.CharField(max_length=8, choices=To)
    guardian = models.ForeignKey(Guardian, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="decision_letter")
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by")

    objects = DecisionLetterQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(to="guardian", guardian__isnull=False) | ~Q(to="guardian") & Q(guardian__isnull=True),
                name="a_letter_to_a_guardian_names_one",
            ),
            models.UniqueConstraint(
                fields=["client_id", "guardian"], condition=Q(guardian__isnull=False), name="a_guardian_gets_one_a_form"
            ),
            models.UniqueConstraint(
                fields=["client_id", "to"], condition=Q(guardian__isnull=True), name="each_other_gets_one_a_form"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.decision_id} {self.to}"
