"""How many there are places for, and how many hours a week, from a day on. The newest one that has begun holds."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from skoleporten.rig.models.of_rig import OfRig, OfRigQuerySet
from skoleporten.rules.presence.places import PLACES, Place
from skoleporten.rules.rig import Part

ALL = "all"
SETTINGS = [(ALL, ALL), *((place.value, PLACES[Place(place)]["en"]) for place in Place)]


class Capacity(OfRig):
    """Of the whole programme (`all`), or of one place where pupils are met. What nobody has said is empty, not 0."""

    PART = Part.CAPACITY

    setting = models.CharField(max_length=16, choices=SETTINGS)
    start = models.DateField()
    places = models.PositiveSmallIntegerField(null=True, blank=True)
    minutes_a_week = models.PositiveIntegerField(null=True, blank=True)

    objects = OfRigQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["setting", "-start"]
        constraints = [
            models.UniqueConstraint(fields=["setting", "start"], name="one_capacity_a_setting_and_day"),
            models.CheckConstraint(
                condition=Q(places__isnull=False) | Q(minutes_a_week__isnull=False), name="a_capacity_says_something"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.setting} {self.start}"
