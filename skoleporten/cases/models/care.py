"""What the one at the door must know: who fetches the pupil, how the pupil comes, whom to call, what to mind.

Numbers and notes are health and family, and stand encrypted. They are shown online only, and never printed.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from simple_history.models import HistoricalRecords

from skoleporten.access import encryption
from skoleporten.access.public_id import PublicIdModel
from skoleporten.cases.models.case import Case
from skoleporten.cases.models.of_case import OfCaseQuerySet
from skoleporten.rules.visibility import What


class Care(PublicIdModel):
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

    def text(self, name: str) -> str:
        """Empty where nothing is written; raises DecryptionError where it can not be trusted."""
        stored = getattr(self, f"{name}_encrypted")
        return encryption.decrypt(stored, place=self._place(name)) if stored else ""

    def write(self, **texts: str) -> None:
        """Does not save."""
        for name, text in texts.items():
            sealed = encryption.encrypt(text, place=self._place(name)) if text else ""
            setattr(self, f"{name}_encrypted", sealed)

    def _place(self, name: str) -> str:
        return f"cases_care/{name}/{self.public_id}"
