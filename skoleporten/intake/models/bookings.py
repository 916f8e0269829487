"""When and where the intake talk is, who is asked to come, and what they answered to the talk about the family."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from skoleporten.access.public_id import PublicIdModel
from skoleporten.intake.models.intakes import Intake
from skoleporten.people.models import Guardian


class Booking(PublicIdModel):
    """A new time is a new booking, and the old one is called off. A family adviser is always offered."""

    class Offer(models.TextChoices):
        UNANSWERED = "unanswered", _("Offered, no answer yet")
        YES = "yes", _("Offered, and they said yes")
        LATER = "later", _("Offered, and they would like to wait")
        NO = "no", _("Offered, and they said no")

    class Interpreter(models.TextChoices):
        NOT_NEEDED = "not_needed", _("Not needed")
        TO_ORDER = "to_order", _("Needed, not ordered yet")
        ORDERED = "ordered", _("Ordered")

    client_id = models.UUIDField(default=uuid.uuid4, unique=True)
    intake = models.ForeignKey(Intake, on_delete=models.PROTECT, related_name="bookings")
    starts_at = models.DateTimeField()
    place = models.CharField(max_length=120)
    pupil_is_asked = models.BooleanField(default=True)
    why_pupil_is_not_asked = models.CharField(max_length=300, blank=True)
    guardians = models.ManyToManyField(Guardian, blank=True, related_name="+")
    others = models.CharField(max_length=300, blank=True)
    interpreter = models.CharField(max_length=12, choices=Interpreter, default=Interpreter.NOT_NEEDED)
    interpreter_language = models.CharField(max_length=60, blank=True)
    family_adviser = models.CharField(max_length=120)
    adviser_offer = models.CharField(max_length=12, choices=Offer, default=Offer.UNANSWERED)
    adviser_answered_at = models.DateTimeField(null=True, blank=True)
    booked_at = models.DateTimeField()
    booked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    called_off_at = models.DateTimeField(null=True, blank=True)
    called_off_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    history = HistoricalRecords()

    class Meta:
        ordering = ["-starts_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["intake"], condition=Q(called_off_at__isnull=True), name="one_booked_talk_an_intake"
            ),
            models.CheckConstraint(
                condition=Q(pupil_is_asked=True) | ~Q(why_pupil_is_not_asked=""), name="not_asking_a_pupil_has_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(interpreter="not_needed") | ~Q(interpreter_language=""),
                name="an_interpreter_has_a_language",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.intake_id} {self.starts_at:%Y-%m-%d %H:%M}"
