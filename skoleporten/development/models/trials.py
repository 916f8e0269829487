"""A trial: a hypothesis about the offer itself, what is tried because of it, and the day when it is looked at."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from skoleporten.access.actor import Actor
from skoleporten.access.public_id import PublicIdModel
from skoleporten.access.roles import Role
from skoleporten.rules.development import State, state_on

WORKS_ON_IT = frozenset({Role.TEAM, Role.LEAD})


class TrialQuerySet(models.QuerySet["Trial"]):
    def visible_to(self, actor: Actor) -> TrialQuerySet:
        """The team's and the lead's own work; no pupil stands in it, and nobody else reads it."""
        return self if actor.role in WORKS_ON_IT and actor.user_id is not None else self.none()

    def going_on(self) -> TrialQuerySet:
        return self.filter(ended_on__isnull=True, starts_on__isnull=False)

    def ideas(self) -> TrialQuerySet:
        return self.filter(ended_on__isnull=True, starts_on__isnull=True)

    def ended(self) -> TrialQuerySet:
        return self.filter(ended_on__isnull=False)

    def due(self, today: dt.date) -> TrialQuerySet:
        return self.going_on().filter(evaluate_on__lte=today)


class Trial(PublicIdModel):
    """Without dates it is an idea. `previous`: the trial that this one goes on from, when the loop begins anew."""

    client_id = models.UUIDField(unique=True)
    previous = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="following")
    about = models.CharField(max_length=300)
    observed = models.TextField(blank=True)
    hypothesis = models.TextField(blank=True)
    alternatives = models.TextField(blank=True)
    tries = models.CharField(max_length=1000, blank=True)
    why = models.TextField(blank=True)
    noticed_by = models.CharField(max_length=1000, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    evaluate_on = models.DateField(null=True, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    written_at = models.DateTimeField(default=timezone.now)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(null=True, blank=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = TrialQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["evaluate_on", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(about=""), name="a_trial_is_about_something"),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True, evaluate_on__isnull=True)
                | Q(starts_on__isnull=False, evaluate_on__isnull=False, owner__isnull=False) & ~Q(tries=""),
                name="a_trial_with_dates_says_what_is_tried_and_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True) | Q(starts_on__lte=F("evaluate_on")),
                name="a_trial_is_looked_at_after_its_start",
            ),
        ]
        indexes = [models.Index(fields=["ended_on", "evaluate_on"], name="trial_ended_evaluate")]

    def __str__(self) -> str:
        return f"{self.pk} {self.evaluate_on}"

    def state_on(self, today: dt.date) -> State:
        return state_on(self.starts_on, self.ended_on, today)
