"""Who of the staff is around the pupil, and with what part. The owner stands on the intake, specialists in people."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from skoleporten.cases.models.of_case import OfCase, OfCaseQuerySet
from skoleporten.rules.visibility import What


class CaseMemberQuerySet(OfCaseQuerySet):
    def on(self, day: dt.date) -> CaseMemberQuerySet:
        return self.filter(Q(end__isnull=True) | Q(end__gte=day), start__lte=day)


class CaseMember(OfCase):
    """Opens nothing: whom somebody may see follows from grants alone. `end` is the last day."""

    WHAT = What.CASE

    class Part(models.TextChoices):
        CONTACT_PERSON = "contact_person", _("Contact person")
        MEETS = "meets", _("Meets the pupil at the door")
        TEACHES = "teaches", _("Teaches")
        TALKS = "talks", _("Talks with the pupil")
        VISITS = "visits", _("Visits at home")
        FAMILY = "family", _("Talks with the family")
        OTHER = "other", _("Another part")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="parts_in_cases")
    part = models.CharField(max_length=16, choices=Part)
    words = models.CharField(max_length=120, blank=True)
    start = models.DateField()
    end = models.DateField(null=True, blank=True)

    objects = CaseMemberQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["start", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(end__isnull=True) | Q(start__lte=F("end")), name="part_in_case_dates_in_order"
            ),
            models.CheckConstraint(condition=~Q(part="other", words=""), name="another_part_says_which"),
            models.UniqueConstraint(
                fields=["case", "user", "part"], condition=Q(end__isnull=True), name="one_open_part_a_person_and_case"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.user_id} {self.part}"
