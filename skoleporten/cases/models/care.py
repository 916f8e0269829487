"""What the one at the door must know: who fetches the pupil, how the pupil comes, whom to call, what to mind.

Numbers and notes are health and family, and stand encrypted. They are shown online only, and never printed.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from simple_history.models import HistoricalRecords

from skoleporten.access.public_id import PublicIdModel
from skoleporten.access.sealed_texts import SealedTexts
from skoleporten.cases.models.case import Case
from skoleporten.cases.models.of_case import OfCaseQuerySet
from skoleporten.rules.visibility import What


class Care(SealedTexts, PublicIdModel):
    """One a case. Texts are read by their properties and set by `write`; `version` goes up with each change."""

    WHAT = What.CARE
    ENCRYPTED = ("fetched_by", "transport", "numbers", "notes")

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="care")
    fetched_by_encrypted = models.TextField(editable=False, blank=True)
    transport_encrypted = models.TextField(editable=False, blank=True)
    numbers_encrypted = models.TextField(editable=False, blank=True)
    notes_encrypted = models.TextField(editable=False, blank=True)
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = OfCaseQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name_plural = "care"

    def __str__(self) -> str:
        return f"{self.case_id} {self.version}"
