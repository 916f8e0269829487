"""Days on which somebody of the staff is not here, and who steps in. Why is nobody's business, so there is no text."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from skoleporten.rig.models.of_rig import OfRig, OfRigQuerySet, User
from skoleporten.rules.rig import Part


class AwayQuerySet(OfRigQuerySet):
    def standing(self) -> AwayQuerySet:
        return self.filter(withdrawn_at__isnull=True)

    def on(self, day: dt.date) -> AwayQuerySet:
        return self.within(day, day)

    def within(self, first: dt.date, last: dt.date) -> AwayQuerySet:
        """Those that have a day in common with these."""
        return self.standing().filter(first__lte=last, last__gte=first, user__is_active=True)


class Away(OfRig):
    """From the first day to the last, both included. `stand_in` may be away too: queries.away_on tells who steps in."""

    PART = Part.DAYS

    class Kind(models.TextChoices):
        HOLIDAY = "holiday", _("Holiday")
        AWAY = "away", _("Away")

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="days_away")
    kind = models.CharField(max_length=8, choices=Kind)
    first = models.DateField()
    last = models.DateField()
    stand_in = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="steps_in")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = AwayQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["first", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(first__lte=F("last")), name="days_away_in_order"),
            models.CheckConstraint(
                condition=Q(stand_in__isnull=True) | ~Q(stand_in=F("user")), name="nobody_steps_in_for_oneself"
            ),
        ]
        indexes = [models.Index(fields=["first", "last"], name="away_first_last")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.first}-{self.last}"
