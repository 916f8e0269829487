"""The log of what was read and written: append-only, chained, and never read by a feature.

It holds text and not foreign keys, so it neither blocks nor follows a deletion. A pupil is named by public_id,
and what a page said about the pupil is never here.
"""

from __future__ import annotations

from django.db import models


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
