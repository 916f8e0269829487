"""What is written and kept as a whole: drafts of long forms."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models

from skoleporten.access.public_id import PublicIdModel

DRAFT_DAYS = 30


class DraftQuerySet(models.QuerySet["Draft"]):
    def kept(self, now: dt.datetime) -> DraftQuerySet:
        return self.filter(saved_at__gt=now - dt.timedelta(days=DRAFT_DAYS))


class Draft(PublicIdModel):
    """What one person, in one role, has written into one form and not sent yet. Shown to nobody else."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="drafts")
    role = models.CharField(max_length=32)
    form = models.CharField(max_length=64)
    object_id = models.CharField(max_length=64, blank=True)  # what the form is about; empty where it makes a new thing
    text_encrypted = models.TextField(editable=False)  # JSON: each field's name with a list of its values
    saved_at = models.DateTimeField()

    objects = DraftQuerySet.as_manager()

    class Meta:
        ordering = ["-saved_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["user", "role", "form", "object_id"], name="one_draft_a_person_and_form"),
        ]
        indexes = [models.Index(fields=["saved_at"], name="draft_saved_at")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.form}"
