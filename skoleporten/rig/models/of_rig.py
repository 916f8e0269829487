"""What every part of the rig is made of: names in three languages, readers by role, and a version that goes up."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import get_language

from skoleporten.access.actor import Actor
from skoleporten.access.public_id import PublicIdModel
from skoleporten.rules.rig import Part, may_read

User = settings.AUTH_USER_MODEL


class OfRigQuerySet(models.QuerySet[Any]):
    def visible_to(self, actor: Actor) -> OfRigQuerySet:
        """All or none: the rig is about no pupil, and the role decides."""
        return self.all() if may_read(actor.role, self.model.PART) else self.none()


class OfRig(PublicIdModel):
    """`client_id` is made with the form, so that it sent twice is one. `written_by` is empty for what shipped."""

    PART: ClassVar[Part] = Part.OVERVIEW

    client_id = models.UUIDField(unique=True, null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    written_at = models.DateTimeField(default=timezone.now)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    changed_at = models.DateTimeField(null=True, blank=True)
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        abstract = True


class Named(models.Model):
    """`code` stands in the log and never changes. What is not said in a language is said in bokmål."""

    code = models.SlugField(max_length=40, unique=True)
    name_nb = models.CharField(max_length=120)
    name_nn = models.CharField(max_length=120, blank=True)
    name_en = models.CharField(max_length=120, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(default=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return self.in_words("name")

    def in_words(self, field: str) -> str:
        """The field in the language that is read in."""
        language = (get_language() or "nb")[:2]
        return str(getattr(self, f"{field}_{language}", "") or getattr(self, f"{field}_nb"))
