"""What there is to do, and who does it from when to when. A function that nobody holds is open, and is shown so."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from skoleporten.rig.models.of_rig import Named, OfRig, OfRigQuerySet, User

MOST_MINUTES_A_WEEK = 45 * 60


class Function(OfRig, Named):
    """`seats`: how many it takes; 0 is somebody who comes when asked. `minutes_a_week`: of all of them together."""

    class Group(models.TextChoices):
        """The codes of rules.rig.Group."""

        NEAR_SCHOOL = "near_school", _("Skoleporten")
        SCHOOL = "school", _("The school")
        PPT = "ppt", _("PPT")
        ABUP_AST = "abup_ast", _("ABUP and AST")
        STATPED = "statped", _("Statped")
        GUIDANCE = "guidance", _("Guidance")
        OWNER = "owner", _("Project owner")

    group = models.CharField(max_length=12, choices=Group)
    seats = models.PositiveSmallIntegerField(default=1)
    minutes_a_week = models.PositiveIntegerField(null=True, blank=True)

    objects = OfRigQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["position", "id"]


class HoldingQuerySet(OfRigQuerySet):
    def on(self, day: dt.date) -> HoldingQuerySet:
        """In force that day; a person whose account is closed holds nothing."""
        here = Q(user__isnull=True) | Q(user__is_active=True)
        return self.filter(here, Q(end__isnull=True) | Q(end__gte=day), start__lte=day)


class Holding(OfRig):
    """Somebody has the function, from a day to a day: a user, or in `words` where she has no log-in here.

    `end` is the last day. `minutes_a_week` is the time that she has for it, empty where nobody has said.
    """

    function = models.ForeignKey(Function, on_delete=models.PROTECT, related_name="holdings")
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="functions_held")
    words = models.CharField(max_length=120, blank=True)
    minutes_a_week = models.PositiveIntegerField(null=True, blank=True)
    start = models.DateField()
    end = models.DateField(null=True, blank=True)

    objects = HoldingQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["function__position", "start", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(end__isnull=True) | Q(start__lte=F("end")), name="holding_dates_in_order"
            ),
            models.CheckConstraint(
                condition=Q(user__isnull=True) & ~Q(words="") | Q(user__isnull=False, words=""),
                name="a_function_is_held_by_a_user_or_in_words",
            ),
            models.UniqueConstraint(
                fields=["function", "user"],
                condition=Q(end__isnull=True, user__isnull=False),
                name="one_open_holding_a_person_and_function",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.function_id} {self.user_id or self.words} {self.start}-{self.end or ''}"

    @property
    def holder(self) -> str:
        return self.words or str(self.user)
