"""Partners of the programme, and services that a family can turn to, with the ways to reach them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from skoleporten.rig.models.of_rig import Named, OfRig, OfRigQuerySet


class ServiceQuerySet(OfRigQuerySet):
    def for_families(self) -> ServiceQuerySet:
        """For the public page: what anybody may read."""
        return self.filter(is_active=True, is_for_families=True)


class Service(OfRig, Named):
    """`is_partner`: takes part in the work. `is_for_families`: stands on the public page, so there is a way to it."""

    what_for_nb = models.CharField(max_length=300, blank=True)
    what_for_nn = models.CharField(max_length=300, blank=True)
    what_for_en = models.CharField(max_length=300, blank=True)
    hours_nb = models.CharField(max_length=120, blank=True)
    hours_nn = models.CharField(max_length=120, blank=True)
    hours_en = models.CharField(max_length=120, blank=True)
    phone = models.CharField(max_length=32, blank=True)
    email = models.EmailField(blank=True)
    web = models.URLField(blank=True)
    visit_at = models.CharField(max_length=200, blank=True)
    is_partner = models.BooleanField(default=False)
    is_for_families = models.BooleanField(default=False)

    objects = ServiceQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_for_families=False) | ~Q(phone="", email="", web="", visit_at=""),
                name="a_service_for_families_can_be_reached",
            ),
        ]

    @property
    def what_for(self) -> str:
        return self.in_words("what_for")

    @property
    def hours(self) -> str:
        return self.in_words("hours")
