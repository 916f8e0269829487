"""Whether the board may be kept in a browser for when the network fails."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q


class OfflineChoice(models.Model):
    """What an administrator chose for the municipality. The newest row holds; none is ever changed.

    `assessment` says where the assessment of the consequences for privacy (DPIA) lies that switching it on rests on.
    """

    is_on = models.BooleanField()
    assessment = models.CharField(max_length=300, blank=True)
    chosen_at = models.DateTimeField()
    chosen_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        app_label = "presence"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(is_on=False) | ~Q(assessment=""), name="on_rests_on_an_assessment"),
        ]

    def __str__(self) -> str:
        return "on" if self.is_on else "off"
