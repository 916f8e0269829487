"""The ways in. They are data: a municipality closes one or adds its own."""

from __future__ import annotations

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class RouteQuerySet(models.QuerySet["Route"]):
    def open_to(self, used_by: str) -> RouteQuerySet:
        return self.filter(used_by=used_by, is_active=True)

    def by_link(self) -> RouteQuerySet:
        """Those whose people have no log-in here and get a one-time form."""
        return self.filter(used_by__in=[Route.UsedBy.TEAM, Route.UsedBy.OUTSIDE], is_active=True)


class Route(models.Model):
    """Who may refer. `code` stands in the database and in the log and never changes."""

    class UsedBy(models.TextChoices):
        SCHOOL = "school", _("A school")
        TEAM = "team", _("A team in the municipality")
        OUTSIDE = "outside", _("A service outside the municipality")
        GUARDIAN = "guardian", _("A guardian")
        PUPIL = "pupil", _("A pupil")

    code = models.SlugField(max_length=32, unique=True)
    name_nb = models.CharField(max_length=120)
    name_nn = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    used_by = models.CharField(max_length=8, choices=UsedBy)
    position = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(default=True)

    objects = RouteQuerySet.as_manager()

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """In the language that is read in."""
        language = (get_language() or "nb")[:2]
        return str(getattr(self, f"name_{language}", self.name_nb))
