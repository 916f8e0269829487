"""What a trial rests on: a theme or a statement of a panel, something on the knowledge shelf, a picture, a result."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from skoleporten.access.actor import Actor
from skoleporten.access.public_id import PublicIdModel
from skoleporten.development.models.trials import Trial
from skoleporten.rules.development import Kind


class GroundQuerySet(models.QuerySet["Ground"]):
    def visible_to(self, actor: Actor) -> GroundQuerySet:
        return self.filter(trial__in=Trial.objects.visible_to(actor))


class Ground(PublicIdModel):
    """`thing` is the public id of what it names: no key, since a panel's member may take her words back.

    A result has words of its own, and a figure with what it is of and the day it is counted up to.
    """

    trial = models.ForeignKey(Trial, on_delete=models.PROTECT, related_name="grounds")
    kind = models.CharField(max_length=9, choices=[(kind.value, kind.value) for kind in Kind])
    thing = models.UUIDField(null=True, blank=True)
    words = models.CharField(max_length=500, blank=True)
    figure = models.CharField(max_length=60, blank=True)
    of_what = models.CharField(max_length=200, blank=True)
    as_of = models.DateField(null=True, blank=True)
    added_at = models.DateTimeField(default=timezone.now)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = GroundQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["trial", "kind", "thing"], name="a_trial_rests_on_a_thing_once"),
            models.CheckConstraint(
                condition=Q(kind="result", thing__isnull=True) & ~Q(words="")
                | ~Q(kind="result") & Q(thing__isnull=False, words="", figure=""),
                name="a_ground_names_a_thing_or_is_a_result",
            ),
            models.CheckConstraint(
                condition=Q(figure="", of_what="", as_of__isnull=True)
                | ~Q(figure="") & ~Q(of_what="") & Q(as_of__isnull=False),
                name="a_figure_says_what_it_is_of_and_as_of_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.trial_id} {self.kind}"
