"""The packet that was sent, exactly as it was made; and what whoever asked says against it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from skoleporten.access import gate
from skoleporten.access.actor import Actor
from skoleporten.access.public_id import PublicIdModel
from skoleporten.access.sealed_texts import SealedTexts
from skoleporten.access_requests.models.requests import FAMILY, AccessRequest
from skoleporten.documents.models import StoredFile
from skoleporten.rules.visibility import What, may_see


class OfAskerQuerySet(models.QuerySet[Any]):
    def visible_to(self, actor: Actor, purpose: str, today: dt.date) -> OfAskerQuerySet:
        if not may_see(actor.role, What.ACCESS_REQUESTS):
            return self.none()
        in_view = self.filter(request__pupil__in=gate.pupils(actor, purpose, today))
        own = in_view.filter(request__asked_by=actor.user_id, request__role=actor.role)
        return own if actor.role in FAMILY else in_view


class Answer(PublicIdModel):
    """`file` is the zip. The numbers are of things: how many were given, given with parts masked, and withheld."""

    request = models.ForeignKey(AccessRequest, on_delete=models.PROTECT, related_name="answers")
    number = models.PositiveIntegerField()
    language = models.CharField(max_length=8)
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="+")
    given = models.PositiveIntegerField()
    masked = models.PositiveIntegerField()
    withheld = models.PositiveIntegerField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = OfAskerQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["request", "number"], name="one_answer_a_number")]

    def __str__(self) -> str:
        return f"{self.request_id} {self.number}"


class Objection(SealedTexts, PublicIdModel):
    """A complaint about one answer. Changed: the request is opened again, and a new answer follows."""

    class Outcome(models.TextChoices):
        CHANGED = "changed", _("We decide again")
        KEPT = "kept", _("We keep the answer, and sent the complaint on")

    client_id = models.UUIDField(unique=True)
    request = models.ForeignKey(AccessRequest, on_delete=models.PROTECT, related_name="objections")
    words_encrypted = models.TextField(editable=False)
    sent_at = models.DateTimeField()
    outcome = models.CharField(max_length=8, choices=Outcome, blank=True)
    answer_encrypted = models.TextField(blank=True, editable=False)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = OfAskerQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["-sent_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["request"], condition=Q(outcome=""), name="one_waiting_complaint_about_an_answer"
            ),
            models.CheckConstraint(
                condition=Q(outcome="", answered_at__isnull=True, answer_encrypted="")
                | (~Q(outcome="") & ~Q(answer_encrypted="") & Q(answered_at__isnull=False)),
                name="an_answered_complaint_says_how",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request_id} {self.outcome}"
