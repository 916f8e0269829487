"""What was seen when a trial was looked at, and what is kept, changed and stopped because of it. Written once."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from skoleporten.concerns.measures import LookedAt
from skoleporten.development.models.trials import Trial


class Look(LookedAt):
    """`next` and `evaluate_on` as with a measure: what goes on has a new date, and nothing is left without one."""

    pupils_view = None  # type: ignore[assignment]  # no pupil stands in development work

    client_id = models.UUIDField(unique=True)
    trial = models.ForeignKey(Trial, on_delete=models.PROTECT, related_name="looks")
    keep = models.CharField(max_length=1000, blank=True)
    change = models.CharField(max_length=1000, blank=True)
    stop = models.CharField(max_length=1000, blank=True)

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(next="end", evaluate_on__isnull=True) | ~Q(next="end") & Q(evaluate_on__isnull=False),
                name="a_trial_that_goes_on_is_looked_at_again",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.trial_id} {self.next}"
