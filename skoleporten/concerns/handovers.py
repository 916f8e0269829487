"""A concern goes from one owner to another only when the other has said yes."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from skoleporten.access import gate
from skoleporten.access.actor import Actor
from skoleporten.access.public_id import PublicIdModel


class HandoverQuerySet(models.QuerySet["Handover"]):
    def visible_to(self, actor: Actor, purpose: str, today: dt.date) -> HandoverQuerySet:
        return self.filter(concern__pupil__in=gate.pupils(actor, purpose, today))

    def unanswered(self) -> HandoverQuerySet:
        return self.filter(answered_at__isnull=True)


class Handover(PublicIdModel):
    """Offered, then answered. Until it is accepted the one who had the concern keeps it."""

    class Answer(models.TextChoices):
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    concern = models.ForeignKey("concerns.Concern", on_delete=models.PROTECT, related_name="handovers")
    to = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="handovers_offered")
    note = models.CharField(max_length=300, blank=True)
    offered_at = models.DateTimeField()
    offered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(max_length=9, choices=Answer, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = HandoverQuerySet.as_manager()

    class Meta:
        app_label = "concerns"
        ordering = ["offered_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["concern"], condition=Q(answered_at__isnull=True), name="one_handover_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True) | ~Q(answer="") & Q(answered_at__isnull=False),
                name="a_handover_is_answered_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.concern_id} to {self.to_id}"
