"""A municipality's own words that give a question in notes. Never changed: the newest list holds."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone


class PhraseList(models.Model):
    """`words`: one a line, as rules.judgement.own_phrases reads them. `with_shipped`: besides the shipped list."""

    words = models.TextField(blank=True)
    with_shipped = models.BooleanField(default=True)
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-made_at", "-id"]

    def __str__(self) -> str:
        return f"{self.made_at:%Y-%m-%d %H:%M}"
