"""The log of what was read and written: append-only, chained, and never read by a feature.

It holds text and not foreign keys, so it neither blocks nor follows a deletion. A pupil is named by public_id,
and what a page said about the pupil is never here.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from skoleporten.access.public_id import PublicIdModel


class Event(models.Model):
    """`mac` is HMAC-SHA256 over `prev` and this row with its pupils; `seq` has no gaps."""

    seq = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    actor = models.CharField(max_length=36, blank=True)
    actor_name = models.CharField(max_length=150)
    role = models.CharField(max_length=32)
    unit = models.CharField(max_length=200, blank=True)
    action = models.CharField(max_length=64)
    purpose = models.CharField(max_length=32, blank=True)
    object_type = models.CharField(max_length=64, blank=True)
    object_id = models.CharField(max_length=64, blank=True)
    details = models.JSONField(default=dict)
    request_id = models.CharField(max_length=64, blank=True)
    prev = models.CharField(max_length=64)
    mac = models.CharField(max_length=64)

    class Meta:
        ordering = ["seq"]
        indexes = [
            models.Index(fields=["actor", "at"], name="audit_event_actor_at"),
            models.Index(fields=["action", "at"], name="audit_event_action_at"),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.action}"


class EventPupil(models.Model):
    """One row for each pupil shown or touched."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="pupils")
    pupil = models.UUIDField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "pupil"], name="one_row_a_pupil_and_event")]
        indexes = [models.Index(fields=["pupil"], name="audit_event_pupil")]

    def __str__(self) -> str:
        return f"{self.event_id} {self.pupil}"


class BreakGlass(PublicIdModel):
    """One person's way past the gate to one pupil, for an hour and for a written reason. A lead looks at it after."""

    class Decision(models.TextChoices):
        RIGHT = "right", _("It was right")
        WRONG = "wrong", _("It should not have been done")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="break_glasses")
    role = models.CharField(max_length=32)
    pupil = models.ForeignKey("people.Pupil", on_delete=models.PROTECT, related_name="break_glasses")
    reason = models.CharField(max_length=500)
    opened_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decision = models.CharField(max_length=16, choices=Decision, blank=True)
    review_note = models.CharField(max_length=500, blank=True)

    history = HistoricalRecords()

    class Meta:
        ordering = ["-opened_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(opened_at__lt=F("ends_at")), name="break_glass_times_in_order"),
            models.CheckConstraint(condition=~Q(reason=""), name="break_glass_has_a_reason"),
            models.CheckConstraint(
                condition=Q(reviewed_at__isnull=True, decision="") | (Q(reviewed_at__isnull=False) & ~Q(decision="")),
                name="a_reviewed_break_glass_has_a_decision",
            ),
        ]
        indexes = [models.Index(fields=["user", "ends_at"], name="break_glass_user_end")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.pupil_id} {self.opened_at:%Y-%m-%d %H:%M}"
