"""Calls to a home that asks nothing but how it goes, and visits there: who is out, and when she is expected back."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from skoleporten.access.public_id import PublicIdModel
from skoleporten.cases.models import Case
from skoleporten.concerns.models import ConcernStep
from skoleporten.people.models import Guardian
from skoleporten.presence.models.of_case import OfCaseQuerySet


class CallHome(PublicIdModel):
    """One attempt to reach the home on a day without a mark, never changed. `step`: where a concern has it too."""

    client_id = models.UUIDField(unique=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="calls_home")
    day = models.DateField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    to_whom = models.CharField(max_length=120)
    guardian = models.ForeignKey(Guardian, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    how = models.CharField(max_length=8, choices=ConcernStep.How)
    result = models.CharField(max_length=12, choices=ConcernStep.Result)
    note = models.CharField(max_length=1000, blank=True)
    step = models.OneToOneField(ConcernStep, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = OfCaseQuerySet.as_manager()

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["day"], name="call_home_day")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.day}"


class HomeVisit(PublicIdModel):
    """Somebody is out at a pupil's home, so that the others know. It tells nothing of the pupil's own minutes."""

    client_id = models.UUIDField(unique=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="home_visits")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    with_whom = models.CharField(max_length=160, blank=True)
    started_at = models.DateTimeField(default=timezone.now)
    expected_back = models.DateTimeField()
    back_at = models.DateTimeField(null=True, blank=True)
    back_said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = OfCaseQuerySet.as_manager()

    class Meta:
        ordering = ["expected_back", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(started_at__lt=F("expected_back")), name="a_home_visit_ends_later"),
            models.CheckConstraint(
                condition=Q(back_at__isnull=True, back_said_by__isnull=True)
                | Q(back_at__isnull=False, back_said_by__isnull=False),
                name="who_is_back_was_said_so_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.started_at:%Y-%m-%d %H:%M}"
